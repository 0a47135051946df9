"""Many people at one course at once, over real connections of their own, on both databases."""

import datetime as dt
from functools import partial

import pytest

from opportunities.actions.contact import choose_reminders
from opportunities.actions.sessions import add_session, cancel_session, move_session, set_capacity
from opportunities.actions.signups import (
    cancel_sign_up,
    end_offers,
    excuse,
    sign_up,
    take_place,
)
from opportunities.models import Course, SignUp, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.people import UserFactory

from .taking_part import is_in_step, states
from .test_concurrency import all_at_once, problems

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def posting():
    return OpportunityFactory(course=Course.LATER)


@pytest.fixture
def dates(posting, now):
    return [
        SessionFactory(opportunity=posting, starts_at=now + n * DAY, capacity=5)
        for n in (3, 10, 17)
    ]


def enrol(date, person, now):
    return partial(sign_up, session=date, by=person, alias="Sam", now=now)


def test_last_place_of_a_course_goes_to_one_of_two(posting, dates, now):
    set_capacity(session=dates[0], capacity=1, now=now)
    people = UserFactory.create_batch(2)
    # They come by different dates, and each of them presses twice.
    calls = [enrol(dates[n], person, now) for n, person in enumerate(people) for _ in range(2)]
    assert problems(all_at_once(calls)) == []
    found = sorted(states(person, posting) for person in people)
    assert found == [[State.CONFIRMED] * 3, [State.WAITING] * 3]
    assert is_in_step(posting, now)


def test_everything_at_once_stays_in_step(posting, dates, now):
    people = UserFactory.create_batch(12)
    all_at_once([enrol(dates[n % 3], one, now + n * SECOND) for n, one in enumerate(people)])
    assert is_in_step(posting, now)
    later = now + 100 * SECOND
    rows = list(SignUp.objects.filter(person__in=people[:6]).order_by("?")[:10])
    reworded = {
        "wording": "details", "day_before": True, "two_hours_before": False,
        "quiet_from": dt.time(22), "quiet_until": dt.time(7), "now": later,
    }  # fmt: skip
    new, moved = now + 20 * DAY, now + 2 * DAY
    calls = [partial(cancel_sign_up, sign_up=row, now=later) for row in rows[:4]]
    calls += [partial(excuse, sign_up=row, now=later) for row in rows[4:]]
    calls += [enrol(dates[1], person, later) for person in UserFactory.create_batch(4)]
    calls += [partial(set_capacity, session=dates[n], capacity=6 + n, now=later) for n in range(3)]
    calls += [partial(choose_reminders, by=person, **reworded) for person in people]
    calls += [
        partial(
            add_session,
            opportunity=posting,
            starts_at=new,
            ends_at=new + DAY,
            capacity=1,
            now=later,
        ),
        partial(move_session, session=dates[2], starts_at=moved, ends_at=moved + DAY, now=later),
        partial(cancel_session, session=dates[1], now=later),
        partial(end_offers, now=later),
    ]
    assert problems(all_at_once(calls)) == []
    assert posting.sessions.upcoming(later).count() == 3
    assert is_in_step(posting, now)
    offered = list(SignUp.objects.filter(state=State.OFFERED))
    at_once = [partial(take_place, sign_up=row, now=later + SECOND) for row in offered]
    # When their time is over, but before a date begins: one that has begun goes its own way.
    over = max((row.offer_ends_at for row in offered), default=later)
    assert over < moved
    at_once += [partial(end_offers, now=over)]
    assert problems(all_at_once(at_once)) == []
    assert is_in_step(posting, now)
