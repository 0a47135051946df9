"""The clock, partners and people at one schedule at the same moment, on both databases."""

import datetime as dt
from functools import partial

import pytest

from opportunities.actions.rescheduling import call_off, change_dates
from opportunities.actions.schedules import add_schedule, materialise
from opportunities.actions.signups import sign_up
from opportunities.models import Reach, Rhythm, Schedule, Session
from tests.factories.opportunities import OpportunityFactory
from tests.factories.people import UserFactory
from tests.opportunities.test_concurrency import all_at_once, is_exact, problems

pytestmark = pytest.mark.django_db(transaction=True)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def schedule(now):
    return add_schedule(
        opportunity=OpportunityFactory(),
        rhythm=Rhythm.WEEKLY,
        starts_at=now + DAY,
        ends_at=now + DAY + HOUR,
        last_on=None,
        capacity=4,
        now=now,
    )


def dates_of(schedule):
    sessions = Session.objects.filter(opportunity=schedule.opportunity_id)
    return list(sessions.select_related("opportunity__organisation").order_by("starts_at"))


def change(session, hours, reach, now):
    return partial(
        change_dates,
        session=session,
        reach=reach,
        starts_at=session.starts_at + hours * HOUR,
        ends_at=session.ends_at + hours * HOUR,
        capacity=4,
        now=now,
    )


def test_clocks_that_run_at_once_make_each_date_once(schedule, now):
    later = now + 70 * DAY
    made = all_at_once([partial(materialise, now=later)] * 8)
    assert problems(made) == []
    assert sum(made) == 10
    days = [one.occurs_on for one in dates_of(schedule)]
    assert len(days) == len(set(days)) == 63


def test_clock_partners_and_people_at_once_lose_and_double_nothing(schedule, now):
    dates = dates_of(schedule)
    later = now + 21 * DAY
    people = UserFactory.create_batch(6)
    calls = [partial(materialise, now=later)] * 3
    calls += [change(dates[n], hours, Reach.FOLLOWING, later) for n, hours in ((8, 1), (12, 2))]
    calls += [change(dates[6], 3, Reach.ALL, later)]
    calls += [partial(call_off, session=dates[30], reach=Reach.FOLLOWING, now=later)]
    calls += [
        partial(sign_up, session=dates[n], by=person, alias="Sam", now=later)
        for n in (8, 13)
        for person in people
    ]
    assert problems(all_at_once(calls)) == []
    after = dates_of(schedule)
    assert len({(one.schedule_id, one.occurs_on) for one in after}) == len(after)
    assert {one.pk for one in dates} <= {one.pk for one in after}
    for n in (8, 13):
        assert is_exact(dates[n])
        assert dates[n].places_taken == 4
    off = Session.objects.filter(cancelled_at=later)
    assert off.filter(pk__in=[one.pk for one in dates[30:]]).count() == 23
    assert not Schedule.objects.exclude(next_on=None).exists()
