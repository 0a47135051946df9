"""One date of a schedule, those after it, or all: moved, with other places, called off."""

import datetime as dt
import zoneinfo
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from opportunities.actions.rescheduling import FirstInThePast, call_off, change_dates
from opportunities.actions.schedules import add_schedule, materialise
from opportunities.actions.sessions import (
    EndsTooEarly,
    StartsTooEarly,
    cancel_session,
    move_session,
)
from opportunities.actions.signups import SessionNotOpen, SessionOver
from opportunities.models import Reach, Rhythm, Schedule, Session
from tests.conftest import NOON
from tests.factories.opportunities import OpportunityFactory, SessionFactory

pytestmark = pytest.mark.django_db

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
TUESDAY = dt.datetime(2026, 5, 5, 10, tzinfo=NEW_YORK)
UNSET = object()


def weekly(opportunity=None, starts_at=TUESDAY, rhythm=Rhythm.WEEKLY, **values):
    chosen = {"last_on": None, "capacity": 2, "now": NOON}
    return add_schedule(
        opportunity=opportunity or OpportunityFactory(),
        rhythm=rhythm,
        starts_at=starts_at.astimezone(dt.UTC),
        ends_at=(starts_at + 2 * HOUR).astimezone(dt.UTC),
        **(chosen | values),
    )


@pytest.fixture
def schedule(db):
    return weekly()


def dates_of(schedule) -> list[Session]:
    sessions = Session.objects.filter(opportunity=schedule.opportunity_id)
    return list(sessions.select_related("opportunity__organisation").order_by("pk"))


def change(session, reach, by=dt.timedelta(), now=NOON, capacity=UNSET, longer=dt.timedelta()):
    change_dates(
        session=session,
        reach=reach,
        starts_at=session.starts_at + by,
        ends_at=session.ends_at + by + longer,
        capacity=session.given_capacity if capacity is UNSET else capacity,
        now=now,
    )


def shifts(schedule, before: list[Session]) -> list[dt.timedelta]:
    """By how much each date was moved."""
    now = {one.pk: one.starts_at for one in dates_of(schedule)}
    return [now[one.pk] - one.starts_at for one in before]


# -- how far a change goes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reach", "first", "last"), [(Reach.ONE, 3, 3), (Reach.FOLLOWING, 3, 52), (Reach.ALL, 0, 52)]
)
def test_new_time_goes_as_far_as_was_said(schedule, reach, first, last):
    before = dates_of(schedule)
    change(before[3], reach, by=HOUR)
    moved = [HOUR if first <= n <= last else 0 * HOUR for n in range(53)]
    assert shifts(schedule, before) == moved


@pytest.mark.parametrize(
    ("reach", "first", "last"), [(Reach.ONE, 3, 3), (Reach.FOLLOWING, 3, 52), (Reach.ALL, 0, 52)]
)
def test_new_number_of_places_goes_as_far_as_was_said(schedule, reach, first, last):
    before = dates_of(schedule)
    change(before[3], reach, capacity=9)
    given = [9 if first <= n <= last else 2 for n in range(53)]
    assert [one.capacity for one in dates_of(schedule)] == given
    assert shifts(schedule, before) == [0 * HOUR] * 53


@pytest.mark.parametrize(
    ("reach", "first", "last"), [(Reach.ONE, 3, 3), (Reach.FOLLOWING, 3, 52), (Reach.ALL, 0, 52)]
)
def test_calling_off_goes_as_far_as_was_said(schedule, reach, first, last):
    call_off(session=dates_of(schedule)[3], reach=reach, now=NOON)
    is_off = [one.cancelled_at is not None for one in dates_of(schedule)]
    assert is_off == [first <= n <= last for n in range(53)]
    schedule.opportunity.refresh_from_db()
    expected = None if reach == Reach.ALL else dates_of(schedule)[0]
    assert schedule.opportunity.next_session == expected


def test_date_that_has_begun_is_in_no_reach(schedule):
    before = dates_of(schedule)
    now = before[1].starts_at + HOUR
    change(before[4], Reach.ALL, by=HOUR, now=now)
    assert shifts(schedule, before)[:3] == [0 * HOUR, 0 * HOUR, HOUR]
    with pytest.raises(SessionOver):
        change(before[1], Reach.ALL, by=30 * DAY, now=now)
    with pytest.raises(SessionOver):
        call_off(session=before[1], reach=Reach.FOLLOWING, now=now)
    assert not Session.objects.filter(cancelled_at__isnull=False).exists()


def test_other_schedules_and_single_dates_stay(schedule):
    other = weekly(schedule.opportunity, starts_at=TUESDAY + 3 * HOUR)
    single = SessionFactory(opportunity=schedule.opportunity)
    theirs = [*other.sessions.values(), Session.objects.filter(pk=single.pk).values().get()]
    change(dates_of(schedule)[0], Reach.ALL, by=HOUR, capacity=9)
    call_off(session=dates_of(schedule)[0], reach=Reach.ALL, now=NOON)
    single = Session.objects.filter(pk=single.pk).values().get()
    assert [*other.sessions.values(), single] == theirs


def test_single_date_has_no_others(now):
    session = SessionFactory(starts_at=now + DAY, capacity=2)
    session.refresh_from_db()
    change(session, Reach.ALL, by=HOUR, capacity=5)
    session.refresh_from_db()
    assert (session.starts_at, session.capacity) == (now + DAY + HOUR, 5)
    call_off(session=session, reach=Reach.ALL, now=now)
    session.refresh_from_db()
    assert session.cancelled_at == now


# -- other days ------------------------------------------------------------------------------


def test_other_weekday_takes_the_others_along(schedule):
    before = dates_of(schedule)
    change(before[3], Reach.ALL, by=2 * DAY)
    assert shifts(schedule, before) == [2 * DAY] * 53
    new = Schedule.objects.get(ended_at=None)
    assert new.rule == "FREQ=WEEKLY;BYDAY=TH"
    assert new.next_on == schedule.next_on + 2 * DAY


@pytest.mark.parametrize(
    ("reach", "days", "made"),
    [(Reach.ALL, -1, 0), (Reach.ALL, -3, 0), (Reach.FOLLOWING, -6, 1), (Reach.ONE, -6, 0)],
)
def test_dates_that_come_nearer_than_a_year_are_made_at_once(reach, days, made):
    """The last of a year of Sundays is six days before the horizon; moved nearer, one more fits."""
    sunday = dt.datetime(2026, 5, 10, 10, tzinfo=NEW_YORK)
    schedule = weekly(starts_at=sunday)
    before = dates_of(schedule)
    change(before[2], reach, by=days * DAY, capacity=3)
    new = dates_of(schedule)[len(before) :]
    assert len(new) == made
    assert [one.capacity for one in new] == [3] * made
    assert materialise(now=NOON) == 0


def test_monthly_date_on_another_weekday_is_that_one_of_each_month():
    schedule = weekly(
        starts_at=dt.datetime(2026, 5, 12, 10, tzinfo=NEW_YORK), rhythm=Rhythm.MONTHLY
    )
    change(dates_of(schedule)[2], Reach.ALL, by=DAY + HOUR)  # 14 July: the second Tuesday
    days = [one.local_start.date() for one in dates_of(schedule)]
    assert len(days) == 12
    assert [(day.year * 12 + day.month) - (2026 * 12 + 5) for day in days] == list(range(12))
    assert {day.weekday() for day in days} == {2}
    assert {(day.day - 1) // 7 for day in days} == {2}  # 15 July is the third Wednesday
    assert {one.local_start.hour for one in dates_of(schedule)} == {11}


def test_last_one_of_the_month_stays_the_last_one():
    schedule = weekly(
        starts_at=dt.datetime(2026, 5, 30, 10, tzinfo=NEW_YORK), rhythm=Rhythm.MONTHLY
    )
    change(dates_of(schedule)[0], Reach.FOLLOWING, by=-DAY)
    assert Schedule.objects.get(ended_at=None).rule == "FREQ=MONTHLY;BYDAY=-1FR"
    days = [one.local_start.date() for one in dates_of(schedule)]
    assert {(day + 7 * DAY).month != day.month for day in days} == {True}


def test_wall_clock_is_kept_over_the_change_of_clocks(schedule):
    change(dates_of(schedule)[0], Reach.ALL, by=HOUR)
    assert {one.local_start.time() for one in dates_of(schedule)} == {dt.time(11)}


def test_day_that_would_put_another_date_into_the_past_is_refused(schedule, now):
    before = dates_of(schedule)
    with pytest.raises(FirstInThePast):
        change(before[3], Reach.ALL, by=-DAY)  # the first of them is tomorrow
    assert shifts(schedule, before) == [0 * HOUR] * 53
    change(before[3], Reach.FOLLOWING, by=-DAY)
    assert shifts(schedule, before) == [0 * HOUR] * 3 + [-DAY] * 50


def test_date_that_was_moved_by_itself_keeps_its_time(schedule):
    one = dates_of(schedule)[5]
    move_session(session=one, starts_at=one.starts_at + DAY, ends_at=one.ends_at + DAY, now=NOON)
    before = dates_of(schedule)
    change(before[3], Reach.FOLLOWING, by=HOUR)
    moved = shifts(schedule, before)
    assert (moved[4], moved[5], moved[6]) == (HOUR, 0 * HOUR, HOUR)


def test_date_that_was_moved_by_itself_is_where_the_others_go_on_from(schedule):
    one = dates_of(schedule)[5]
    move_session(session=one, starts_at=one.starts_at + DAY, ends_at=one.ends_at + DAY, now=NOON)
    change(dates_of(schedule)[5], Reach.FOLLOWING, by=HOUR)
    clocks = [(one.local_start.weekday(), one.local_start.hour) for one in dates_of(schedule)[4:8]]
    assert clocks == [(1, 10), (2, 11), (2, 11), (2, 11)]


def test_date_that_was_called_off_stays_off_and_where_it_was(schedule, participant):
    one = dates_of(schedule)[5]
    cancel_session(session=one, now=NOON)
    before = dates_of(schedule)
    change(before[3], Reach.ALL, by=2 * DAY, capacity=9)
    after = dates_of(schedule)[5]
    assert (after.starts_at, after.cancelled_at) == (before[5].starts_at, NOON)
    materialise(now=NOON + DAY)
    assert len(dates_of(schedule)) == 53


# -- what goes on from there -----------------------------------------------------------------


def test_new_dates_are_made_at_the_new_time_with_the_new_places(schedule):
    change(dates_of(schedule)[3], Reach.FOLLOWING, by=DAY + HOUR, capacity=7)
    assert materialise(now=NOON + 15 * DAY) == 2
    new = dates_of(schedule)[53:]
    assert [(one.local_start.weekday(), one.local_start.hour) for one in new] == [(2, 11)] * 2
    assert [one.capacity for one in new] == [7, 7]
    days = [one.local_start.date() for one in dates_of(schedule)[3:]]
    assert [later - one for one, later in pairwise(days)] == [7 * DAY] * 51


def test_new_number_alone_is_for_dates_that_are_still_to_be_made_too(schedule):
    change(dates_of(schedule)[0], Reach.ALL, capacity=None)
    materialise(now=NOON + 7 * DAY)
    assert {one.capacity for one in dates_of(schedule)} == {None}


@pytest.mark.parametrize("reach", [Reach.FOLLOWING, Reach.ALL])
def test_after_calling_off_no_more_dates_are_made(schedule, reach):
    call_off(session=dates_of(schedule)[3], reach=reach, now=NOON)
    schedule.refresh_from_db()
    assert schedule.ended_at == NOON
    assert materialise(now=NOON + 400 * DAY) == 0
    assert len(dates_of(schedule)) == 53


def test_calling_off_one_date_leaves_the_schedule(schedule):
    call_off(session=dates_of(schedule)[3], reach=Reach.ONE, now=NOON)
    assert materialise(now=NOON + 7 * DAY) == 1
    assert Session.objects.filter(cancelled_at__isnull=False).count() == 1


def test_dates_before_a_change_can_still_be_changed_and_go_on_nowhere(schedule):
    change(dates_of(schedule)[10], Reach.FOLLOWING, by=HOUR)
    before = dates_of(schedule)
    change(before[2], Reach.FOLLOWING, by=3 * HOUR)
    assert shifts(schedule, before) == [3 * HOUR if 2 <= n < 10 else 0 * HOUR for n in range(53)]
    assert materialise(now=NOON + 7 * DAY) == 1


def test_dates_before_those_called_off_can_still_be_changed(schedule):
    call_off(session=dates_of(schedule)[10], reach=Reach.FOLLOWING, now=NOON)
    before = dates_of(schedule)
    change(before[2], Reach.ALL, by=HOUR)
    assert shifts(schedule, before) == [HOUR if n < 10 else 0 * HOUR for n in range(53)]
    (new,) = Schedule.objects.exclude(pk=schedule.pk)
    assert (new.last_on, new.next_on) == (before[9].occurs_on, None)


def test_last_day_moves_along():
    schedule = weekly(last_on=dt.date(2026, 6, 2))
    change(dates_of(schedule)[1], Reach.ALL, by=2 * DAY)
    new = Schedule.objects.exclude(pk=schedule.pk).get()
    assert (new.last_on, new.next_on) == (dt.date(2026, 6, 4), None)
    assert [one.local_start.day for one in dates_of(schedule)] == [7, 14, 21, 28, 4]


def test_last_day_beyond_the_year_still_ends_it():
    schedule = weekly(last_on=dt.date(2027, 5, 18))
    change(dates_of(schedule)[1], Reach.ALL, by=DAY)
    assert materialise(now=NOON + 200 * DAY) == 2
    assert max(one.local_start.date() for one in dates_of(schedule)) == dt.date(2027, 5, 19)


# -- refusals --------------------------------------------------------------------------------


@pytest.mark.parametrize("reach", Reach)
def test_wrong_times_are_refused(schedule, reach):
    one = dates_of(schedule)[3]
    with pytest.raises(EndsTooEarly):
        change(one, reach, longer=-2 * HOUR)
    with pytest.raises(StartsTooEarly):
        change(one, reach, by=-60 * DAY)


@pytest.mark.parametrize("reach", Reach)
def test_date_that_is_off_is_not_changed(schedule, reach):
    one = dates_of(schedule)[3]
    cancel_session(session=one, now=NOON)
    with pytest.raises(SessionNotOpen):
        change(one, reach, by=HOUR)


# -- properties ------------------------------------------------------------------------------

STEP = st.tuples(
    st.sampled_from(Reach),
    st.integers(0, 12),  # which date
    st.integers(0, 10) | st.just(40),  # days on
    st.integers(-3, 3),  # hours
    st.sampled_from(["change", "off", "night"]),
)


class AnyChangesInAnyOrder(TestCase):
    """Whatever is moved and called off: nothing is lost, doubled or at another time than said."""

    @settings(max_examples=40)
    @given(st.sampled_from(Rhythm), st.lists(STEP, max_size=6))
    def test_dates_are_neither_lost_nor_doubled(self, rhythm, steps):
        schedule = weekly(rhythm=rhythm)
        made, now = len(dates_of(schedule)), NOON
        for reach, n, days, hours, what in steps:
            sessions = dates_of(schedule)
            one = sessions[n % len(sessions)]
            if what == "night":
                now += 3 * DAY
                made += materialise(now=now)
                continue
            try:
                if what == "off":
                    call_off(session=one, reach=reach, now=now)
                else:
                    change(one, reach, by=days * DAY + hours * HOUR, now=now)
            except (SessionOver, SessionNotOpen, StartsTooEarly, FirstInThePast):
                continue
        sessions = dates_of(schedule)
        assert len(sessions) == made
        assert len({(one.schedule_id, one.occurs_on) for one in sessions}) == made
        for one in Schedule.objects.filter(ended_at=None):
            days = [date.occurs_on for date in one.sessions.all()]
            assert not days or one.next_on is None or max(days) < one.next_on
        assert Schedule.objects.filter(ended_at=None).count() <= 1
