"""The list asks questions that were written down once: they must say the same."""

import datetime as dt
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from opportunities.actions.publishing import hold_reported
from opportunities.forms.filters import NEWEST, Criteria, Cursor
from opportunities.models import Kind
from opportunities.views import results, written
from opportunities.views.facets import uncounted
from opportunities.views.narrowing import fitting_sessions, is_narrow, listed
from tests.factories.opportunities import (
    AreaFactory,
    InterestFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


def make_town():
    """Enough for three pages, and some of what must not be on any."""
    now = timezone.now()
    needs = [PracticalNeedFactory(slug="no-id"), PracticalNeedFactory(slug="childcare")]
    garden, music = InterestFactory(slug="garden"), InterestFactory(slug="music")
    north = AreaFactory(slug="north")
    for number in range(47):
        opportunity = OpportunityFactory(
            title="Garden table" if number % 5 else "Song",
            kind=Kind.GROUP if number % 11 == 0 else Kind.VOLUNTEER,
            area=north if number % 4 else None,
            needs=needs[: number % 3],
            interests=[garden, music][number % 2 :],
        )
        starts_at = now + dt.timedelta(hours=5 + number // 2)
        SessionFactory(opportunity=opportunity, starts_at=starts_at, capacity=5, places_taken=5)
        SessionFactory(opportunity=opportunity, starts_at=starts_at + dt.timedelta(days=number))
    held, _draft = SessionFactory().opportunity, SessionFactory(opportunity__live=False)
    hold_reported(opportunity=held, now=now)
    lapsed = OrganisationFactory(verified_until=now.date() - dt.timedelta(days=3))
    SessionFactory(opportunity__organisation=lapsed)
    return now


town = made_once(make_town)


def as_written(criteria, now, **cursors):
    words = uncounted()
    assert written.is_written_down(criteria, words)
    return written.page_as_written(criteria, words, now, **cursors)


def of_orm(criteria, now, **cursors):
    found = listed(criteria, uncounted(), AnonymousUser(), now)
    return results.page(found, criteria.sort, fitting=fitting_sessions(criteria, now), **cursors)


ASKED = {
    "everything": Criteria(),
    "newest": Criteria(sort=NEWEST),
    "kinds": Criteria(kind=(Kind.VOLUNTEER, Kind.GROUP)),
    "choices": Criteria(interest=("garden",), need=("no-id",), area="north"),
    "words": Criteria(q="garden"),
    "two words": Criteria(q="garden table", sort=NEWEST),
    "words and choices": Criteria(q="garden", interest=("music", "garden"), area="north"),
    "words and kind": Criteria(q="song", kind=(Kind.GROUP,)),
    "places": Criteria(places=True),
    "words and places": Criteria(q="table", places=True, sort=NEWEST),
    "parts of the day": Criteria(when=("mornings", "weekends"), q="garden"),
    "once": Criteria(when=("once",)),
    "agreed": Criteria(when=("agreed", "evenings")),
    "no word of it": Criteria(q="zeppelin"),
    "signs": Criteria(q="gard'en & table | !song"),
    "the sign of a gap": Criteria(q="standin"),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_every_page_is_the_one_that_the_filters_give(town, asked):
    """Forwards to the end and back again, with moments and cursors that change each time."""
    seen, page = [], as_written(asked, town)
    assert page == of_orm(asked, town)
    while page.next:
        seen += page.rows
        after = page.next
        page = as_written(asked, town, after=after)
        assert page == of_orm(asked, town, after=after)
    seen += page.rows
    assert len({row.pk for row in seen}) == len(seen)
    if page.previous:
        back = as_written(asked, town, before=page.previous)
        assert back == of_orm(asked, town, before=page.previous)
        assert [row.pk for row in back.rows] == [
            row.pk for row in seen[-len(page.rows) - 20 :][:20]
        ]


def test_what_these_ask_for_is_found_in_town(town):
    """Else the pages above would be alike for being empty."""
    found = {name: len(as_written(asked, town).rows) for name, asked in ASKED.items()}
    assert {name for name, number in found.items() if not number} == {
        *("no word of it", "signs", "the sign of a gap", "once"),
    }
    assert found["everything"] == found["words"] == 20


@pytest.mark.parametrize("day", [-400, 0, 1, 20, 400])
def test_day_from_which_on_is_its_own_at_each_visit(town, day):
    since = town.date() + dt.timedelta(days=day)
    for asked in (Criteria(since=since), Criteria(since=since, q="garden", places=True)):
        assert as_written(asked, town) == of_orm(asked, town)


def test_each_visit_asks_with_its_own_moment(town):
    later = town + dt.timedelta(hours=12)
    for now in (town, later, town, town + dt.timedelta(days=90)):
        page = as_written(Criteria(), now)
        assert page == of_orm(Criteria(), now)
        assert all(row.next_session_at > now for row in page.rows)
    assert page.rows == []


def test_verification_that_ends_between_two_visits_is_seen_by_the_second(town):
    day = dt.timedelta(days=1)
    trusted = OrganisationFactory(verified_until=(town + 140 * day).date())
    SessionFactory(opportunity__organisation=trusted, starts_at=town + 160 * day)
    assert len(as_written(Criteria(), town + 139 * day).rows) == 1
    assert as_written(Criteria(), town + 142 * day).rows == []


def test_cursor_before_the_first_row_and_after_the_last_gives_nothing(town):
    far = Cursor(town + dt.timedelta(days=900), 10**9)
    assert as_written(Criteria(), town, after=far).rows == []
    long_ago = Cursor(town - dt.timedelta(days=900), 1)
    assert as_written(Criteria(), town, before=long_ago).rows == []


def test_question_is_written_down_once_for_each_way_to_ask(town):
    written._question.cache_clear()
    for number in range(3):
        now = town + dt.timedelta(days=number)
        as_written(Criteria(), now)
        as_written(Criteria(), now, after=Cursor(town, number + 1))
        as_written(Criteria(q=f"word{number}", area="north"), now)
        as_written(Criteria(q="garden", since=now.date() + dt.timedelta(days=2)), now)
    assert written._question.cache_info().misses == 4


def test_nothing_that_was_typed_is_kept(town):
    written._question.cache_clear()
    typed = Criteria(q="canarysearch", since=dt.date(2099, 7, 9))
    as_written(typed, town)
    with patch.object(written, "listed") as written_anew:
        as_written(Criteria(q="another", since=dt.date(2098, 1, 1)), town)
    written_anew.assert_not_called()


def test_zip_code_and_what_somebody_keeps_away_are_asked_as_the_filters_put_them():
    assert not written.is_written_down(Criteria(near="10001"), uncounted())
    assert not written.is_written_down(Criteria(q="!!"), uncounted())
    assert not written.is_written_down(Criteria(), uncounted(are_everybodys=False))


@pytest.mark.parametrize(
    ("asked", "leaves_few"),
    [
        ({"q": "garden", "interest": ("food",)}, True),
        ({"q": "garden", "need": ("no-id",)}, True),
        ({"q": "garden", "area": "north", "since": dt.date(2031, 2, 3)}, True),
        ({"q": "garden"}, False),
        ({"q": "garden", "kind": ("class",), "places": True}, False),
        ({"q": "!!", "interest": ("food",), "area": "north"}, False),
        ({"interest": ("food",), "area": "north"}, False),
    ],
)
def test_few_are_left_by_a_word_and_something_else_that_the_index_knows(asked, leaves_few):
    assert is_narrow(Criteria(**asked)) is leaves_few


def test_plan_serves_any_visit_only_where_nothing_is_chosen(monkeypatch):
    """A plan for any word or interest would read a whole index for the common ones."""
    planned_once = []

    def note(_question, _meant, **how):
        planned_once.append(how.get("planned_once", False))
        return []

    monkeypatch.setattr(written.WrittenDown, "answer", note)
    now = timezone.now()
    for criteria in (
        Criteria(),
        Criteria(sort=NEWEST),
        Criteria(q="garden"),
        Criteria(places=True),
    ):
        written.page_as_written(criteria, uncounted(), now)
    written.rows_as_written([1], NEWEST, now)
    assert planned_once == [True, True, False, False, True]
