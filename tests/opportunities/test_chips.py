"""The filters that are on, the words on them, and addresses that say the same again."""

import datetime as dt
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from opportunities.forms.filters import (
    MILES,
    NEWEST,
    ORDERS,
    WHEN,
    Criteria,
    Cursor,
    FilterForm,
    centre_of,
)
from opportunities.models import Kind
from opportunities.views.chips import address, chips, label, letting_go
from opportunities.views.facets import Facets, Word

WORDS = Facets(
    kind=tuple(Word(0, kind, str(kind.label)) for kind in Kind),
    need=(Word(1, "no-id", "No ID needed"), Word(2, "childcare", "Childcare")),
    when=tuple(Word(0, slug, str(said)) for slug, said in WHEN),
    interest=(Word(3, "food", "Food"), Word(4, "music", "Music")),
    area=(Word(5, "northgate", "Northgate"),),
)
ZIPS = ("10001", "28801", "99950", "00601")


def some(values) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(values)), unique=True, max_size=3).map(tuple)


everything = st.builds(
    Criteria,
    q=st.text("abc é&=?#+%“\"'<>", max_size=20).map(str.strip),
    kind=some(Kind.values),
    need=some(["no-id", "childcare"]),
    when=some([slug for slug, _said in WHEN]),
    interest=some(["food", "music"]),
    area=st.sampled_from(["", "northgate"]),
    near=st.sampled_from(["", *ZIPS]),
    since=st.one_of(st.none(), st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))),
    places=st.booleans(),
    sort=st.sampled_from([name for name, _said in ORDERS]),
)


def read(url: str) -> Criteria:
    """What the form makes of an address."""
    form = FilterForm(QueryDict(urlsplit(url).query), words=WORDS.slugs())
    assert form.is_valid(), form.errors
    return form.criteria()


@given(everything)
def test_address_says_the_same_again(criteria):
    again = read(address(criteria))
    assert again == criteria


@given(everything)
def test_each_chip_drops_its_own_filter_and_no_other(criteria):
    active = criteria.active()
    for position, chip in enumerate(chips(criteria, WORDS)):
        kept = read(chip["url"]).active()
        assert kept == active[:position] + active[position + 1 :]


@given(everything)
def test_dropping_every_filter_in_turn_leaves_the_whole_list(criteria):
    for name, value in criteria.active():
        criteria = criteria.without(name, value)
    assert criteria.active() == []
    assert address(criteria).split("?")[0] == "/opportunities/"


@given(everything)
def test_order_and_distance_are_no_chips(criteria):
    assert {name for name, _value in criteria.active()}.isdisjoint({"sort", "far"})


def test_address_of_the_whole_list_has_no_question_mark():
    assert address(Criteria()) == "/opportunities/"


def test_address_carries_the_cursor_beside_the_filters():
    cursor = Cursor(dt.datetime(2026, 5, 5, tzinfo=dt.UTC), 7)
    url = address(Criteria(kind=("class",), sort=NEWEST), after=cursor)
    asked = dict(parse_qsl(urlsplit(url).query))
    assert asked == {"kind": "class", "sort": NEWEST, "after": str(cursor)}
    assert Cursor.read(asked["after"]) == cursor


@pytest.mark.parametrize(
    ("name", "value", "criteria", "said"),
    [
        ("q", "soup", Criteria(q="soup"), "“soup”"),
        ("kind", "group", Criteria(), "Support group"),
        ("need", "no-id", Criteria(), "No ID needed"),
        ("when", "evenings", Criteria(), "Evenings"),
        ("area", "northgate", Criteria(), "Northgate"),
        ("places", "1", Criteria(), "Places left"),
        ("near", "10001", Criteria(near="10001", far=2), "Up to 2 miles from 10001"),
        ("from", "2026-05-05", Criteria(since=dt.date(2026, 5, 5)), "From Tue 5 May"),
        ("interest", "gone-since", Criteria(), "gone-since"),
    ],
)
def test_chip_says_its_filter_in_words(name, value, criteria, said):
    assert label(name, value, criteria, WORDS) == said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("when", "mornings", "Any time, not just mornings"),
        ("when", "once", "Without “Just once, not every week”"),
        ("places", "1", "Full ones, too"),
        ("near", "10001", "Any distance"),
        ("from", "2026-05-05", "On any day"),
        ("need", "no-id", "Without “No ID needed”"),
        ("q", "soup", "Without the words “soup”"),
    ],
)
def test_letting_a_filter_go_is_said_in_words(name, value, said):
    criteria = Criteria(near="10001", since=dt.date(2026, 5, 5))
    assert letting_go(name, value, criteria, WORDS) == said


@pytest.mark.parametrize("miles", [miles for miles, _said in MILES])
def test_every_distance_can_be_asked_for_and_said(miles):
    criteria = Criteria(near="10001", far=miles)
    assert read(address(criteria)).far == miles
    assert str(miles) in label("near", "10001", criteria, WORDS)


@given(st.text(max_size=60))
def test_words_to_search_for_hold_no_sign_that_steers_the_engine(typed):
    words = Criteria(q=typed).words.split()
    assert len(words) <= 8
    assert all(word.replace("_", "a").isalnum() or not word.isascii() for word in words)


@given(st.integers(0, 99_999).map(lambda number: f"{number:05}"))
def test_centre_of_a_zip_code_lies_in_the_united_states_or_nowhere(code):
    centre = centre_of(code)
    if centre is not None:
        latitude, longitude = centre
        assert -15 <= latitude <= 72
        assert -180 <= longitude <= 180


def test_names_of_words_that_are_gone_are_what_was_typed():
    assert WORDS.label("need", "gone") == "gone"
    assert WORDS.ids("need", ("gone", "no-id")) == [1]
    assert WORDS.places_in(5) == "Northgate"
    assert WORDS.places_in(None) == WORDS.places_in(99) == ""
