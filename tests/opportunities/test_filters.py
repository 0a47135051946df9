"""What narrows the list, and what happens to input that nobody meant."""

import contextlib
import datetime as dt
import zoneinfo

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from opportunities.actions.signups import sign_up
from opportunities.forms.filters import EPOCH, MILES, Criteria, Cursor, FilterForm, centre_of
from tests.factories.opportunities import (
    AreaFactory,
    InterestFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
    SignUpFactory,
)

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
WORDS = {"need": ["no-id", "childcare"], "interest": ["food"], "area": ["northgate"]}


@pytest.fixture
def find(stranger, db):
    """A function from parameters to the page."""

    def get(**parameters):
        return stranger.get(reverse("opportunities:find"), parameters)

    return get


def titles(page):
    """Titles in the list, of those that the tests use."""
    text = page.content.decode().split("One filter away")[0]
    return {word for word in ("Alder", "Birch", "Cedar") if f">{word}</a>" in text}


def at(days, hour, **kwargs):
    """A session so many days from now at that hour in New York."""
    day = (timezone.now().astimezone(NEW_YORK) + dt.timedelta(days=days)).date()
    starts = dt.datetime.combine(day, dt.time(hour), NEW_YORK)
    return SessionFactory(starts_at=starts, **kwargs)


def offered(title, **kwargs):
    return SessionFactory(opportunity=OpportunityFactory(title=title, **kwargs)).opportunity


def days_to(weekday):
    today = timezone.now().astimezone(NEW_YORK).isoweekday()
    return (weekday - today) % 7 or 7


def test_kinds_are_alternatives(find):
    offered("Alder", kind="class")
    offered("Birch", kind="project")
    offered("Cedar", kind="volunteer")
    assert titles(find(kind=["class", "project"])) == {"Alder", "Birch"}


def test_practical_needs_must_all_hold(find):
    no_id, childcare = PracticalNeedFactory(slug="no-id"), PracticalNeedFactory(slug="childcare")
    offered("Alder", needs=[no_id, childcare])
    offered("Birch", needs=[no_id])
    assert titles(find(need=["no-id", "childcare"])) == {"Alder"}
    assert titles(find(need=["no-id"])) == {"Alder", "Birch"}


def test_interests_are_alternatives(find):
    food, music = InterestFactory(slug="food"), InterestFactory(slug="music")
    offered("Alder", interests=[food])
    offered("Birch", interests=[music])
    offered("Cedar")
    assert titles(find(interest=["food", "music"])) == {"Alder", "Birch"}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("mornings", {"Alder"}),
        ("afternoons", {"Birch"}),
        ("evenings", {"Cedar"}),
        ("weekends", {"Cedar"}),
    ],
)
def test_time_of_day_is_that_of_the_clock_on_the_wall(find, part, expected):
    at(days_to(1), 9, opportunity=OpportunityFactory(title="Alder"))
    at(days_to(2), 12, opportunity=OpportunityFactory(title="Birch"))
    at(days_to(6), 17, opportunity=OpportunityFactory(title="Cedar"))
    assert titles(find(when=part)) == expected


def test_session_in_another_zone_is_a_morning_there(find):
    there = zoneinfo.ZoneInfo("Pacific/Honolulu")
    day = (timezone.now() + dt.timedelta(days=3)).date()
    session = SessionFactory(
        opportunity=OpportunityFactory(title="Alder"),
        starts_at=dt.datetime.combine(day, dt.time(9), there),
        time_zone="Pacific/Honolulu",
    )
    page = find(when="mornings")
    assert titles(page) == {"Alder"}
    assert session.hours in page.content.decode()
    assert titles(find(when="afternoons")) == set()


def test_card_shows_the_date_that_fits(find):
    opportunity = OpportunityFactory(title="Alder")
    at(2, 9, opportunity=opportunity)
    evening = at(4, 19, opportunity=opportunity)
    text = find(when="evenings").content.decode()
    assert evening.hours in text
    assert "9 am" not in text


def test_just_once_leaves_out_what_repeats(find):
    once = offered("Alder")
    again = offered("Birch")
    at(10, 9, opportunity=again)
    at(12, 9, opportunity=once, cancelled_at=timezone.now())
    assert titles(find(when="once")) == {"Alder"}


def test_date_keeps_what_also_takes_place_later(find):
    weekly = OpportunityFactory(title="Alder")
    at(2, 9, opportunity=weekly)
    at(30, 9, opportunity=weekly)
    at(2, 9, opportunity=OpportunityFactory(title="Birch"))
    day = (timezone.now() + dt.timedelta(days=20)).date().isoformat()
    assert titles(find(**{"from": day})) == {"Alder"}


def test_places_left_leaves_out_what_is_full(find):
    SessionFactory(opportunity=OpportunityFactory(title="Alder"), capacity=6, places_taken=6)
    SessionFactory(opportunity=OpportunityFactory(title="Birch"), capacity=6, places_taken=5)
    SessionFactory(opportunity=OpportunityFactory(title="Cedar"), capacity=None)
    assert titles(find(places="1")) == {"Birch", "Cedar"}


def test_area_and_distance_narrow_the_list(find):
    north, south = AreaFactory(slug="north"), AreaFactory(slug="south")
    near = {"latitude": "40.75", "longitude": "-73.99"}
    offered("Alder", area=north, **near)
    offered("Birch", area=south, latitude="40.90", longitude="-73.99")
    assert titles(find(area="north")) == {"Alder"}
    assert titles(find(near="10001", far="2")) == {"Alder"}
    assert titles(find(near="10001", far="25")) == {"Alder", "Birch"}
    assert titles(find(near="90210", far="50")) == set()


def test_support_group_is_not_found_by_its_place(find):
    here = AreaFactory(slug="here", label="Northgate")
    AreaFactory(slug="there")
    offered("Alder", kind="group", area=here, latitude="40.75", longitude="-73.99")
    for parameters in [{"area": "here"}, {"area": "there"}, {"near": "10001"}, {"near": "90210"}]:
        page = find(**parameters)
        assert titles(page) == {"Alder"}
        assert "Place shared after you join" in page.content.decode()
    assert "Northgate (0)" in find().content.decode()


def test_newest_first(find):
    first = at(9, 9, opportunity=OpportunityFactory(title="Alder"))
    at(2, 9, opportunity=OpportunityFactory(title="Birch"))
    text = find(sort="newest").content.decode()
    assert first.opportunity.pk
    assert text.index(">Birch<") < text.index(">Alder<")


def test_someone_kept_apart_is_not_told_by_the_filter_for_places(
    as_person, stranger, participant, another_participant, block
):
    """They read what everybody reads, before they were refused and after."""
    session = SessionFactory(opportunity=OpportunityFactory(title="Alder"))
    SignUpFactory(session=session, person=another_participant)
    now, url = timezone.now(), reverse("opportunities:find")
    block(another_participant, participant, now)
    for client in (as_person(participant), stranger):
        assert titles(client.get(url, {"places": "1"})) == {"Alder"}
    sign_up(session=session, by=participant, alias="Wren", now=now)
    cache.clear()
    for client in (as_person(participant), stranger):
        assert titles(client.get(url, {"places": "1"})) == set()
        page = client.get(url)
        assert titles(page) == {"Alder"}
        assert "Full · waiting list" in page.content.decode()


@pytest.mark.parametrize(
    "parameters",
    [
        {"kind": "robbery"},
        {"need": "' OR 1=1 --"},
        {"interest": "<script>alert(1)</script>"},
        {"when": "never"},
        {"area": "atlantis"},
        {"near": "00000"},
        {"near": "1000"},
        {"near": "١٢٣٤٥"},
        {"near": "10001<b>"},
        {"far": "-1"},
        {"far": "1e99"},
        {"from": "yesterday"},
        {"from": "2026-02-30"},
        {"from": "0001-01-01"},
        {"from": "9999-12-31"},
        {"places": "many"},
        {"sort": "nearest"},
        {"after": "abc"},
        {"after": "A" * 22},
        {"after": "_" * 22},
        {"before": "%00"},
        {"q": "x" * 121},
        {"q": "x" * 3000},
    ],
)
def test_what_cannot_be_understood_gives_the_form_again(find, parameters):
    offered("Alder")
    page = find(**parameters)
    assert page.status_code == 400
    text = page.content.decode()
    assert "<title>Error: Find something to do" in text
    assert "<script>alert" not in text
    assert "another look" in text
    assert titles(page) == set()


def test_what_was_typed_is_kept_beside_a_mistake(find):
    text = find(q="plum <b>jam</b>", near="00000", kind="class").content.decode()
    assert "There is no ZIP code like that" in text
    assert 'value="plum &lt;b&gt;jam&lt;/b&gt;"' in text
    assert 'value="00000"' in text
    assert 'value="class" checked' in text


def test_unknown_parameters_are_ignored(find):
    offered("Alder")
    page = find(utm_source="x", page="7")
    assert titles(page) == {"Alder"}
    assert "utm_source" not in page.content.decode()


def test_empty_parameters_of_a_sent_form_change_nothing(find):
    offered("Alder")
    page = find(q="", near="", far="10", area="", sort="soonest", **{"from": ""})
    assert page.status_code == 200
    assert "1 thing to do" in page.content.decode()


def test_chips_drop_one_filter_each(find):
    PracticalNeedFactory(slug="no-id", label="No ID needed")
    text = find(need="no-id", kind="class").content.decode()
    assert '<a class="chip chip--on" href="/opportunities/?need=no-id">' in text
    assert '<a class="chip chip--on" href="/opportunities/?kind=class">' in text
    assert '<a class="chip chip--bare" href="/opportunities/">' in text


def test_zip_code_that_does_not_exist_has_no_centre():
    assert centre_of("00000") is None
    assert centre_of("10001") == pytest.approx((40.75, -73.99), abs=0.02)


def test_criteria_leave_out_what_is_dropped():
    criteria = Criteria(q="jam", kind=("class",), near="10001", since=dt.date(2026, 5, 4))
    for name, value in criteria.active():
        assert (name, value) not in criteria.without(name, value).pairs()
    assert dict(criteria.without("near", "10001").pairs()).get("far") is None


@given(
    st.datetimes(min_value=dt.datetime(1971, 1, 1), max_value=dt.datetime(2200, 1, 1)),
    st.integers(min_value=1, max_value=2**63 - 1),
)
def test_cursor_reads_back_what_it_wrote(moment, pk):
    cursor = Cursor(moment.replace(tzinfo=dt.UTC), pk)
    assert Cursor.read(str(cursor)) == cursor
    assert cursor.at > EPOCH


@given(st.text(max_size=60))
def test_no_text_breaks_a_cursor(text):
    with contextlib.suppress(ValueError):
        Cursor.read(text)


@given(st.dictionaries(st.sampled_from(["q", "near", "far", "from", "after"]), st.text()))
def test_no_text_breaks_the_form(typed):
    data = QueryDict(mutable=True)
    data.update(typed)
    form = FilterForm(data, words=WORDS)
    if form.is_valid():
        assert isinstance(form.criteria().words, str)


def test_form_offers_every_distance_and_keeps_what_was_chosen(find):
    page = find(near="10001", far="25", **{"from": "2031-05-06"}).content.decode()
    for prefix in ("p", "d"):
        form = page.partition(f'<select class="input" id="{prefix}-far"')[2].partition("</form>")[0]
        assert form.count("<option") == len(MILES)
        assert '<option value="25" selected>' in form
        assert f'id="{prefix}-from" name="from" value="2031-05-06"' in form
