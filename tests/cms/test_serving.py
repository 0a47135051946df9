"""How what editors write is served: pictures, private pages, old addresses, what is gone."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.models import GuidePage, HomePage, StandardPage
from opportunities.actions.sessions import refresh_next_session
from tests.factories.opportunities import SessionFactory
from tests.factories.stories import draft, published

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
DAY = dt.timedelta(days=1)


@pytest.fixture
def about(home):
    return StandardPage.objects.get(slug="about")


def add(home, **fields) -> GuidePage:
    return home.add_child(instance=GuidePage(title="A bus pass", slug="bus", **fields))


# -- pictures ------------------------------------------------------------------------------------


def test_picture_comes_in_small_kinds_and_two_sizes_with_its_own_size(about, photo, stranger):
    value = {"image": photo().pk, "alt": "Two cups", "motif": "", "caption": ""}
    about.body = [{"type": "picture", "value": value}]
    about.save()
    page = stranger.get("/about/").content.decode()
    (shown,) = re.findall(r"<picture>.*?</picture>", page, re.DOTALL)
    assert 'type="image/avif"' in shown
    assert 'type="image/webp"' in shown
    assert "sizes=" in shown
    image = shown.split("<img")[1]
    assert 'alt="Two cups"' in image
    assert 'loading="lazy"' in image
    assert re.search(r'width="\d+"', image)
    assert re.search(r'height="\d+"', image)  # nothing jumps when it comes
    assert shown.count('alt="') == 1
    assert re.search(r"\.jpe?g", image)  # for who can read neither


def test_photo_of_a_story_comes_in_the_same_kinds(home, photo, stranger):
    story = published(draft(picture=photo(), picture_alt="Two cups", title="Tea"), image="thing")
    page = stranger.get(story.url).content.decode()
    assert 'type="image/avif"' in page
    assert 'type="image/webp"' in page


# -- private pages -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["page", "collection"])
def test_nothing_is_private_by_a_password_for_many(about, staff, as_person, kind):
    """A word that many know is told to one too many, and nobody can take it back from one."""
    staff.is_superuser = True
    staff.save()
    operator = as_person(staff, proved=True)
    row = about if kind == "page" else Collection.get_first_root_node()
    at = reverse(f"wagtailadmin_{kind}s:set_privacy", args=[row.pk])
    shown = operator.get(at).json()["html"]
    assert 'value="login"' in shown
    assert 'value="password"' not in shown
    operator.post(at, {"restriction_type": "password", "password": "everybody knows"})
    assert not PageViewRestriction.objects.filter(restriction_type="password").exists()
    assert not CollectionViewRestriction.objects.filter(restriction_type="password").exists()


def test_page_for_who_has_an_account_is_on_no_list(
    editors_desk, home, stranger, participant, as_person
):
    page = add(home)
    at = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    editors_desk.post(at, {"restriction_type": "login", "password": ""})
    assert stranger.get("/bus/")["Location"].startswith("/accounts/login/")
    assert as_person(participant).get("/bus/").status_code == 200
    assert "/bus/" not in stranger.get("/sitemap.xml").content.decode()


# -- old addresses -------------------------------------------------------------------------------


def test_page_that_moves_leaves_a_way(
    editors_desk, home, stranger, django_capture_on_commit_callbacks
):
    page = add(home)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = {
        "title": "A bus pass", "slug": "riding", "lead": "", "checked_on": "", "body-count": "0",
        "action-publish": "1", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        editors_desk.post(edit, values)
    answer = stranger.get("/bus/")
    assert (answer.status_code, answer["Location"]) == (301, "/riding/")
    assert stranger.get("/riding/").status_code == 200
    assert Redirect.objects.count() == 1


# -- the map -------------------------------------------------------------------------------------


def test_map_has_what_anybody_may_read_and_says_no_title(home, stranger):
    add(home)
    hidden = home.add_child(instance=GuidePage(title="Draft", slug="draft", live=False))
    told = published(draft(title="Tea"))
    mine = published(draft(title="Salt"), audience="accounts")
    answer = stranger.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    places = re.findall(r"<loc>(.*?)</loc>", answer.content.decode())
    paths = {re.sub(r"^https?://[^/]+", "", place) for place in places}
    assert {"/", "/about/", "/bus/", told.url} <= paths
    assert not {hidden.url, "/draft/", mine.url} & paths
    assert "A bus pass" not in answer.content.decode()


def test_map_has_what_there_is_to_do_and_nothing_that_staff_stopped(
    home, stranger, django_assert_max_num_queries
):
    now = timezone.now()
    shown = SessionFactory(starts_at=now + DAY, opportunity__title="Tea and bread")
    held = SessionFactory(starts_at=now + DAY, opportunity__held_at=now)
    draft_one = SessionFactory(starts_at=now + DAY, opportunity__live=False)
    nobody_vouches = SessionFactory(
        starts_at=now + DAY, opportunity__organisation__standing="suspended"
    )
    over = SessionFactory(starts_at=now - 2 * DAY)
    every = (shown, held, draft_one, nobody_vouches, over)
    refresh_next_session(opportunity_ids=[one.opportunity_id for one in every], now=now)
    listed = stranger.get("/sitemap.xml").content.decode()
    there = [one for one in every if str(one.opportunity.public_id) in listed]
    assert there == [shown]
    assert "Tea and bread" not in listed
    for _more in range(5):
        SessionFactory(starts_at=now + DAY)
    with django_assert_max_num_queries(12):
        stranger.get("/sitemap.xml")


# -- not there, gone -----------------------------------------------------------------------------


def test_what_is_not_there_looks_like_the_site(home, stranger):
    answer = stranger.get("/nothing-here/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Page not found" in page
    assert 'class="topbar' in page
    assert 'href="/"' in page
    assert HomePage.objects.get().title


def test_page_that_is_taken_off_is_not_found(editors_desk, about, stranger):
    editors_desk.post(reverse("wagtailadmin_pages:unpublish", args=[about.pk]))
    assert stranger.get("/about/").status_code == 404
    assert Page.objects.filter(slug="about").exists()
