"""What each group may do in the editors' admin: one row for a thing, tried by real requests.

Who has no group is `tests/cms/test_admin_roles.py`'s.
"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import GuidePage, Picture, SiteSettings, StandardPage, StoryIndexPage
from community.people.actions import give_role
from opportunities.models import Interest
from tests.factories.opportunities import InterestFactory
from tests.factories.people import UserFactory
from tests.factories.support import ServiceFactory

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WHO = ("editor", "staff", "operator")
EACH, STAFF, NONE = {"editor", "staff", "operator"}, {"staff", "operator"}, set()
OPERATOR = {"operator"}


@pytest.fixture(params=WHO)
def who(request):
    return request.param


@pytest.fixture
def desk(who, home, as_person, now):
    role = "editor" if who == "editor" else "staff"
    person = UserFactory(role=role, is_superuser=who == "operator")
    return as_person(give_role(person=person, role=role, now=now), proved=True)


@pytest.fixture
def drawn(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    data = io.BytesIO()
    Pillow.new("RGB", (40, 30), "green").save(data, "PNG")
    return lambda: SimpleUploadedFile("a.png", data.getvalue(), "image/png")


def opened(client, name: str, *args) -> bool:
    """Whether a screen opens; whoever may not is sent away or told that there is none."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code in {200, 302, 403, 404}
    return answer.status_code == 200


ADD = {
    # below, what: who
    ("homepage", "standardpage"): EACH,
    ("homepage", "sectionpage"): EACH,
    ("homepage", "guidepage"): EACH,
    ("homepage", "teampage"): EACH,
    ("homepage", "storyindexpage"): EACH,
    ("storyindexpage", "storypage"): EACH,
    # A story is in a list of stories, a front page is one.
    ("homepage", "storypage"): NONE,
    ("homepage", "homepage"): NONE,
    ("storyindexpage", "standardpage"): NONE,
}


@pytest.mark.parametrize(("where", "kind"), ADD, ids=map(str, ADD))
def test_page_of_a_kind_is_added_where_it_belongs(desk, who, home, where, kind):
    below = home if where == "homepage" else StoryIndexPage.objects.get()
    may = opened(desk, "wagtailadmin_pages:add", "cms", kind, below.pk)
    assert may == (who in ADD[where, kind])


PAGE = ("edit", "delete", "move", "copy", "history", "unpublish", "set_privacy", "view_draft")


@pytest.mark.parametrize("what", PAGE)
def test_page_is_changed_moved_and_taken_away_by_each(desk, what):
    about = StandardPage.objects.get(slug="about")
    assert opened(desk, f"wagtailadmin_pages:{what}", about.pk)


LISTS = {
    "wagtailimages:index": EACH,
    "wagtailimages:add": EACH,
    "wagtailredirects:index": EACH,
    "wagtailredirects:add": EACH,
    "wagtailsnippets_opportunities_interest:list": EACH,
    "wagtailsnippets_support_service:list": EACH,
    "wagtailsnippets_support_provider:list": EACH,
    "wagtailsnippets_support_place:list": EACH,
    "wagtailsnippets_opportunities_opportunity:list": STAFF,
    "wagtailsnippets_organisations_organisation:list": STAFF,
    "desk_parked": STAFF,
    "desk_stories": STAFF,
    "wagtaildocs:index": OPERATOR,
    "wagtaildocs:add": OPERATOR,
    "wagtailadmin_collections:index": OPERATOR,
    "wagtailadmin_workflows:index": OPERATOR,
    "wagtailadmin_workflows:add": OPERATOR,
    "wagtailsites:index": OPERATOR,
    "wagtailusers_users:index": OPERATOR,
    "wagtailusers_groups:index": OPERATOR,
}


@pytest.mark.parametrize("name", LISTS)
def test_list_opens_for_those_who_keep_it(desk, who, name):
    assert opened(desk, name) == (who in LISTS[name])


def test_settings_of_the_site_are_staffs(desk, who):
    row = SiteSettings.objects.get()
    assert opened(desk, "wagtailsettings:edit", "cms", "sitesettings", row.pk) == (who in STAFF)


# -- by sending the form --------------------------------------------------------------------------


def test_picture_is_uploaded_by_each_and_deleted_by_whoever_uploaded_it_or_the_operator(
    desk, who, drawn
):
    form = {"title": "Two cups", "file": drawn(), "description": "Two cups on a table"}
    desk.post(reverse("wagtailimages:add"), form)
    own = Picture.objects.get()
    others = Picture.objects.create(title="Beds", file=drawn(), uploaded_by_user=UserFactory())
    for one in (own, others):
        desk.post(reverse("wagtailimages:delete", args=[one.pk]))
    assert Picture.objects.count() == 0 if who == "operator" else True


def test_page_is_published_by_each(desk, home):
    values = {
        "title": "A bus pass", "slug": "bus", "lead": "", "checked_on": "", "body-count": "0",
        "action-publish": "1", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    desk.post(reverse("wagtailadmin_pages:add", args=["cms", "guidepage", home.pk]), values)
    assert GuidePage.objects.get(slug="bus").live


def test_redirect_is_made_by_each_and_leads(desk, home, stranger):
    about = StandardPage.objects.get(slug="about")
    form = {"old_path": "/old-way/", "site": "", "is_permanent": "on", "redirect_page": about.pk}
    desk.post(reverse("wagtailredirects:add"), form | {"redirect_link": ""})
    assert Redirect.objects.count() == 1
    answer = stranger.get("/old-way/")
    assert (answer.status_code, answer["Location"]) == (301, "/about/")


def test_word_is_deleted_by_the_operator_alone_and_a_service_by_each(desk, who):
    word, service = InterestFactory(), ServiceFactory()
    desk.post(reverse("wagtailsnippets_opportunities_interest:delete", args=[word.pk]))
    desk.post(reverse("wagtailsnippets_support_service:delete", args=[service.pk]))
    assert Interest.objects.filter(pk=word.pk).exists() == (who != "operator")
    assert not type(service).objects.filter(pk=service.pk).exists()


@pytest.mark.parametrize("what", ["delete", "unpublish"])
def test_front_page_is_taken_away_by_nobody(desk, who, home, what):
    desk.post(reverse(f"wagtailadmin_pages:{what}", args=[home.pk]))
    below = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', what])}?id={home.pk}"
    desk.post(below)
    home.refresh_from_db()
    assert home.live
    if who == "operator" or what == "unpublish":  # what others may not at all has no words
        assert "front page stays" in desk.get(reverse("wagtailadmin_home")).content.decode()


def test_another_page_is_taken_away(desk):
    about = StandardPage.objects.get(slug="about")
    desk.post(reverse("wagtailadmin_pages:unpublish", args=[about.pk]))
    about.refresh_from_db()
    assert not about.live
    desk.post(reverse("wagtailadmin_pages:delete", args=[about.pk]))
    assert not Page.objects.filter(pk=about.pk).exists()
