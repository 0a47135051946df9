"""What takes place again and again: adding it, and its dates a year ahead."""

import datetime as dt
import zoneinfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from opportunities import tasks
from opportunities.actions import schedules as actions
from opportunities.actions.rescheduling import call_off
from opportunities.actions.schedules import (
    LastDayTooEarly,
    TooManySchedules,
    add_schedule,
    materialise,
)
from opportunities.actions.sessions import (
    EndsTooEarly,
    StartsTooEarly,
    cancel_session,
    move_session,
)
from opportunities.models import Opportunity, Reach, Rhythm, Schedule, Session
from tests.conftest import NOON
from tests.factories.opportunities import OpportunityFactory, SessionFactory

pytestmark = pytest.mark.django_db

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
TUESDAY = dt.datetime(2026, 5, 5, 10, tzinfo=NEW_YORK)
YEAR = 365 * DAY


@pytest.fixture
def opportunity():
    return OpportunityFactory()


def weekly(opportunity, now=NOON, starts_at=TUESDAY, **values):
    chosen = {"rhythm": Rhythm.WEEKLY, "last_on": None, "capacity": 8}
    return add_schedule(
        opportunity=opportunity,
        starts_at=starts_at.astimezone(dt.UTC),
        ends_at=values.pop("ends_at", starts_at + 2 * HOUR).astimezone(dt.UTC),
        now=now,
        **(chosen | values),
    )


def days(schedule):
    return list(schedule.sessions.order_by("occurs_on").values_list("occurs_on", flat=True))


def rows():
    return list(Session.objects.order_by("pk").values())


def test_schedule_makes_the_dates_of_a_year(opportunity, now):
    schedule = weekly(opportunity)
    dates = schedule.sessions.order_by("starts_at")
    assert dates.count() == 53
    assert days(schedule)[0] == dt.date(2026, 5, 5)
    assert days(schedule)[-1] == dt.date(2027, 5, 4)
    assert {date.local_start.time() for date in dates} == {dt.time(10)}
    assert {date.ends_at - date.starts_at for date in dates} == {2 * HOUR}
    assert {date.capacity for date in dates} == {8}
    assert {date.opportunity_id for date in dates} == {opportunity.pk}
    assert schedule.next_on == dt.date(2027, 5, 11)
    opportunity.refresh_from_db()
    assert opportunity.next_session == dates[0]


def test_schedule_ends_with_its_last_day(opportunity, now):
    schedule = weekly(opportunity, last_on=dt.date(2026, 5, 19))
    assert [day.day for day in days(schedule)] == [5, 12, 19]
    assert schedule.next_on is None
    assert materialise(now=now + YEAR) == 0


def test_schedule_that_begins_in_more_than_a_year_has_its_first_date(opportunity, now):
    schedule = weekly(opportunity, starts_at=TUESDAY + 70 * 7 * DAY)
    assert days(schedule) == [dt.date(2027, 9, 7)]
    materialise(now=now + 200 * DAY)
    assert len(days(schedule)) == len(set(days(schedule))) == 11


def test_clock_goes_on_a_week_at_a_time_and_loses_nothing_after_a_pause(opportunity, now):
    schedule = weekly(opportunity)
    assert materialise(now=now) == 0
    assert materialise(now=now + 7 * DAY) == 1
    assert materialise(now=now + 7 * DAY) == 0
    assert materialise(now=now + 70 * DAY) == 9
    assert len(days(schedule)) == len(set(days(schedule))) == 63


def test_date_that_was_moved_or_called_off_is_not_made_again(opportunity, now):
    schedule = weekly(opportunity)
    first, second = schedule.sessions.order_by("starts_at")[:2]
    cancel_session(session=first, now=now)
    move_session(
        session=second, starts_at=second.starts_at + DAY, ends_at=second.ends_at + DAY, now=now
    )
    before = rows()
    Schedule.objects.update(next_on=schedule.first_on)  # as if it were all to do again
    materialise(now=now)
    assert rows() == before


def test_days_that_have_passed_get_no_date(opportunity, now):
    schedule = weekly(opportunity)
    schedule.sessions.all().delete()
    Schedule.objects.update(next_on=schedule.first_on)
    materialise(now=now + 20 * DAY)
    assert days(schedule)[0] == dt.date(2026, 5, 26)


def test_new_dates_do_not_lose_the_next_one_of_what_had_none(opportunity, now):
    schedule = weekly(opportunity)
    schedule.sessions.all().delete()
    Opportunity.objects.update(next_session=None, next_session_at=None)
    Schedule.objects.update(next_on=schedule.first_on)
    materialise(now=now)
    opportunity.refresh_from_db()
    assert opportunity.next_session_at == TUESDAY


def test_tick_of_the_clock_makes_dates(opportunity, time_machine):
    schedule = weekly(opportunity)
    time_machine.move_to(NOON + 14 * DAY)
    tasks.materialise()
    assert len(days(schedule)) == 55


def test_site_with_nothing_to_do_asks_once(opportunity, now, django_assert_num_queries):
    for hour in range(3):
        weekly(opportunity, starts_at=TUESDAY + hour * HOUR)
    with django_assert_num_queries(1):
        assert materialise(now=now) == 0


def test_dates_are_written_in_few_statements(opportunity, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        weekly(opportunity)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"ends_at": TUESDAY}, EndsTooEarly),
        ({"starts_at": TUESDAY - 7 * DAY}, StartsTooEarly),
        ({"last_on": dt.date(2026, 5, 4)}, LastDayTooEarly),
    ],
)
def test_wrong_schedule_is_refused_and_nothing_is_made(opportunity, wrong, refusal):
    with pytest.raises(refusal):
        weekly(opportunity, **wrong)
    assert not Schedule.objects.exists()
    assert not Session.objects.exists()


def test_activity_has_only_so_many_that_go_on(opportunity, now, monkeypatch):
    monkeypatch.setattr(actions, "MOST_GOING_ON", 2)
    one = weekly(opportunity)
    weekly(opportunity, starts_at=TUESDAY + HOUR)
    with pytest.raises(TooManySchedules):
        weekly(opportunity)
    call_off(session=one.sessions.earliest("starts_at"), reach=Reach.ALL, now=now)
    weekly(opportunity)
    weekly(OpportunityFactory())


def test_night_over_the_change_of_clocks_keeps_both_ends_on_the_wall(opportunity):
    first = dt.datetime(2026, 10, 24, 22, tzinfo=NEW_YORK)
    schedule = weekly(opportunity, starts_at=first, ends_at=first + 8 * HOUR)
    spans = [
        (one.local_start.hour, one.ends_at.astimezone(NEW_YORK).hour, one.ends_at - one.starts_at)
        for one in schedule.sessions.order_by("starts_at")[:3]
    ]
    assert spans == [(22, 6, 8 * HOUR), (22, 6, 9 * HOUR), (22, 6, 8 * HOUR)]


# -- what the database itself refuses --------------------------------------------------------


def test_database_refuses_a_second_date_of_one_day(opportunity):
    schedule = weekly(opportunity)
    day = {"schedule": schedule, "occurs_on": schedule.first_on, "opportunity": opportunity}
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionFactory(**day)
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionFactory(opportunity=opportunity, schedule=schedule)


@pytest.mark.parametrize(
    "wrong",
    [{"minutes": 0}, {"ended_at": NOON}, {"last_on": dt.date(2026, 6, 1)}],
)
def test_database_refuses_a_schedule_that_contradicts_itself(opportunity, wrong):
    schedule = weekly(opportunity)
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.filter(pk=schedule.pk).update(**wrong)


def test_activity_is_deleted_with_its_schedules_and_dates(opportunity):
    weekly(opportunity)
    opportunity.delete()
    assert not Session.objects.exists()
    assert not Schedule.objects.exists()


# -- properties ------------------------------------------------------------------------------


class SchedulesOfAnyKind(TestCase):
    """Whatever the rhythm, the first day and the end."""

    @settings(max_examples=40)
    @given(
        rhythm=st.sampled_from(Rhythm),
        ahead=st.integers(1, 200),
        hour=st.integers(0, 23),
        lasts=st.none() | st.integers(0, 500),
        naps=st.lists(st.integers(0, 60), min_size=1, max_size=5),
    )
    def test_made_in_one_go_or_in_many_it_is_the_same_and_twice_is_once(
        self, rhythm, ahead, hour, lasts, naps
    ):
        starts_at = dt.datetime(2026, 5, 4, hour, 30, tzinfo=NEW_YORK) + ahead * DAY
        last_on = None if lasts is None else starts_at.date() + lasts * DAY
        schedule = weekly(OpportunityFactory(), starts_at=starts_at, rhythm=rhythm, last_on=last_on)
        now = NOON
        for nap in naps:
            now += nap * DAY
            materialise(now=now)
            assert materialise(now=now) == 0
        schedule.refresh_from_db()
        until = max(actions._horizon(now), schedule.first_on)
        assert days(schedule) == schedule.days_between(schedule.first_on, until)
        assert schedule.next_on == schedule.day_after(until)
