import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.furniture import furniture
from cms.models import SiteSettings, StandardPage
from community.organisations.models import Standing
from community.people.actions import give_role
from community.safety.models import LeaveAddress
from tests.factories.opportunities import (
    AreaFactory,
    InterestFactory,
    OpportunityFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def body_of(client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def standard_page(home):
    """A function that puts blocks on a page and gives back its address."""

    def put(*blocks: tuple[str, object]) -> str:
        page = StandardPage.objects.get(slug="about")
        page.body = [{"type": kind, "value": value} for kind, value in blocks]
        page.save()
        return "/about/"

    return put


def test_home_page_shows_search_interests_and_the_next_things_to_do(home, stranger):
    session = SessionFactory(opportunity__title="Seed swap")
    page = body_of(stranger)
    assert "Seed swap" in page
    assert session.day in page
    assert 'action="/opportunities/"' in page
    assert 'href="/opportunities/?interest=growing"' in page
    assert "One stone at a time" in page


def test_home_page_shows_soonest_first_and_no_more_than_asked(home, stranger):
    for days in (9, 3, 6, 12):
        SessionFactory(
            opportunity__title=f"In {days} days",
            starts_at=timezone.now() + dt.timedelta(days=days),
        )
    page = body_of(stranger)
    assert page.index("In 3 days") < page.index("In 6 days") < page.index("In 9 days")
    assert "In 12 days" not in page


def test_home_page_shows_nothing_that_is_not_public(home, stranger, now):
    SessionFactory(opportunity__title="Draft thing", opportunity__live=False)
    SessionFactory(opportunity__title="Held thing", opportunity__held_at=now)
    SessionFactory(
        opportunity__title="Unverified thing",
        opportunity__organisation__standing=Standing.UNVERIFIED,
    )
    SessionFactory(opportunity__title="Good thing", opportunity__place="12 Sallow Lane")
    page = body_of(stranger)
    assert "Good thing" in page
    for hidden in ("Draft thing", "Held thing", "Unverified thing", "12 Sallow Lane"):
        assert hidden not in page


def test_home_page_tells_no_number_of_places_and_no_place_of_a_support_group(home, stranger):
    SessionFactory(
        opportunity__kind="group",
        opportunity__area=AreaFactory(label="Mill Bridge"),
        capacity=4017,
        places_taken=3,
    )
    cards = body_of(stranger).split("This week near you")[1].split("You stay in charge")[0]
    assert "Mill Bridge" not in cards
    assert "Places left" in cards
    for number in ("4014", "4017"):  # no time of day, no year reads like these
        assert number not in cards
    assert "Place shared after you join" in cards


def test_home_page_without_anything_to_do_says_so(home, stranger):
    assert "Nothing has a date just now" in body_of(stranger)


def test_home_page_costs_the_same_with_one_card_and_with_three(
    home, stranger, django_assert_max_num_queries
):
    SessionFactory()
    body_of(stranger)
    with django_assert_max_num_queries(9) as one:
        body_of(stranger)
    SessionFactory.create_batch(3)
    with django_assert_max_num_queries(len(one)):
        page = body_of(stranger)
    assert len(page.encode()) < 50_000


def test_activities_block_narrows_by_kind_and_interest(standard_page, stranger):
    growing, music = InterestFactory(slug="grow"), InterestFactory(slug="sing")
    wanted = OpportunityFactory(title="Seed swap", kind="class")
    wanted.interests.add(growing)
    wanted.save()
    other = OpportunityFactory(title="Choir", kind="class")
    other.interests.add(music)
    other.save()
    for opportunity in (wanted, other, OpportunityFactory(title="Soup", kind="project")):
        SessionFactory(opportunity=opportunity)
    block = {"heading": "Grow", "kind": "class", "interest": "grow", "limit": 5, "more": "All"}
    page = body_of(stranger, standard_page(("activities", block)))
    assert "Seed swap" in page
    assert "Choir" not in page
    assert "Soup" not in page
    assert "/opportunities/?kind=class&amp;interest=grow" in page


BLOCKS = [
    ("heading", {"text": "Hello <b>"}, "<h2>Hello &lt;b&gt;</h2>"),
    ("text", "<p>Plain <b>words</b></p>", "Plain <b>words</b>"),
    ("picture", {"image": None, "alt": "", "motif": "pot", "caption": "Soup"}, "#m-pot"),
    ("quote", {"kicker": "", "words": "I came", "who": "Mel", "motif": "pot"}, "I came"),
    ("notice", {"tone": "warn", "title": "Closed", "text": "On Monday"}, "notice--warn"),
    (
        "steps",
        {"heading": "How", "steps": [{"title": "One", "text": "a"}, {"title": "Two", "text": "b"}]},
        "<h3>Two</h3>",
    ),
    (
        "promises",
        {
            "heading": "Yours",
            "lead": "",
            "points": [{"icon": "eye", "title": "See", "text": "All"}] * 2,
        },
        "#i-eye",
    ),
    (
        "doors",
        {
            "heading": "On",
            "doors": [
                {
                    "motif": "desk",
                    "tint": "class",
                    "title": "In",
                    "text": "x",
                    "link": {"text": "Go", "page": None, "address": "/safety/"},
                }
            ],
        },
        'href="/safety/"',
    ),
]


@pytest.mark.parametrize(("kind", "value", "expected"), BLOCKS, ids=[b[0] for b in BLOCKS])
def test_each_block_is_shown_without_inline_script_or_style(
    kind, value, expected, standard_page, stranger
):
    page = body_of(stranger, standard_page((kind, value)))
    assert expected in page
    assert " style=" not in page
    assert "<script>" not in page


def test_page_keeps_the_strict_policy_and_asks_no_other_host(home, stranger):
    policy = stranger.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    page = body_of(stranger)
    assert "//" not in page.replace("<!DOCTYPE", "").split("<main")[1].replace("https://", "//x")


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/about/nowhere/", "/About/", "/%00/", "/about/?page=%00"]
)
def test_addresses_that_lead_nowhere_are_answered_plainly(address, home, stranger):
    assert stranger.get(address).status_code in {200, 301, 400, 404}


def test_furniture_is_served_from_the_cache(home, django_assert_num_queries):
    furniture()
    with django_assert_num_queries(0):
        assert furniture().site_name == "Onward"


def test_furniture_is_built_anew_after_a_change(home, django_capture_on_commit_callbacks):
    assert furniture().town == ""
    settings = SiteSettings.objects.get()
    settings.town = "Ashcombe"
    with django_capture_on_commit_callbacks(execute=True):
        settings.save()
    assert furniture().town == "Ashcombe"


def test_furniture_follows_a_page_that_gets_another_address(
    home, django_capture_on_commit_callbacks
):
    about = StandardPage.objects.get(slug="about")
    settings = SiteSettings.objects.get()
    settings.navigation = [
        {"type": "link", "value": {"text": "About", "page": about.pk, "address": ""}}
    ]
    settings.save()
    assert furniture().navigation[0].url == "/about/"
    about.slug = "who-we-are"
    with django_capture_on_commit_callbacks(execute=True):
        about.save()
    assert furniture().navigation[0].url == "/who-we-are/"


def test_page_stands_when_the_cache_is_gone(home, stranger, settings):
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert "About us" in body_of(stranger)


def test_furniture_of_a_site_that_is_not_ready_has_plain_defaults(db):
    SiteSettings.objects.all().delete()
    assert furniture().site_name == "Onward"
    assert furniture().navigation == ()


def line(name: str, number: str, verified_on: str | None) -> dict[str, object]:
    value = {"name": name, "number": number, "note": "Day and night", "verified_on": verified_on}
    return {"type": "line", "value": value}


def test_numbers_to_ring_are_shown_only_with_the_day_of_their_check(home, stranger):
    settings = SiteSettings.objects.get()
    settings.emergency_number = "911"
    settings.crisis_lines = [
        line("Warm line", "555 0100", "2026-05-04"),
        line("Unchecked line", "555 0199", None),
    ]
    settings.save()
    cache.clear()
    page = body_of(stranger)
    assert 'href="tel:911"' in page
    assert 'href="tel:5550100"' in page
    assert "4 May 2026" in page
    assert "Unchecked line" not in page
    assert "555 0199" not in page


def test_leave_address_of_the_settings_screen_is_used_and_checked(home, staff, as_person, now):
    desk = as_person(give_role(person=staff, role="staff", now=now))
    edit = f"/cms/settings/cms/sitesettings/{SiteSettings.objects.get().pk}/"
    assert desk.get(edit).status_code == 200
    values = {"site_name": "Onward", "emergency_number": "911"}
    for stream in ("navigation", "footer", "elsewhere", "crisis_lines"):
        values[f"{stream}-count"] = "0"
    refused = desk.post(edit, values | {"leave_address": "https://testserver.local/?x=1"})
    assert refused.status_code == 200
    assert not LeaveAddress.objects.exists()
    desk.post(edit, values | {"leave_address": "https://www.weather.gov/"})
    assert LeaveAddress.objects.get().address == "https://www.weather.gov/"
    desk.post(edit, values | {"leave_address": ""})
    assert not LeaveAddress.objects.exists()
