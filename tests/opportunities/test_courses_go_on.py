"""A course as time passes, and as its dates move, are called off or are added."""

import datetime as dt

import pytest

from community.notifications.models import Message
from opportunities.actions.adding import MOST_DATES, CourseIsOver, TooManyDates
from opportunities.actions.attendance import mark_here
from opportunities.actions.courses import set_course
from opportunities.actions.schedules import NoEnd, add_schedule
from opportunities.actions.sessions import (
    add_session,
    cancel_session,
    move_session,
)
from opportunities.actions.signups import (
    CourseHasBegun,
    SessionOver,
    cancel_sign_up,
)
from opportunities.models import (
    Course,
    Hours,
    Rhythm,
    State,
)
from tests.factories.opportunities import OpportunityFactory
from tests.factories.people import UserFactory

from .taking_part import enrol, is_in_step, states, weekly

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def posting(now):
    return OpportunityFactory(course=Course.START)


@pytest.fixture
def dates(posting, now):
    return weekly(posting, now, number=4, capacity=2)


# -- as time passes ---------------------------------------------------------------------


def test_who_leaves_half_way_keeps_what_is_behind_them(posting, dates, participant, now):
    row = enrol(dates[0], participant, now)
    mark_here(sign_up=row, now=dates[0].starts_at + HOUR)
    cancel_sign_up(sign_up=row, now=dates[0].ends_at)
    assert states(participant, posting) == [State.ATTENDED, *[State.CANCELLED] * 3]
    assert Hours.objects.count() == 1


def test_mark_goes_with_the_place_if_it_is_left_before_it_begins(posting, dates, participant, now):
    row = enrol(dates[0], participant, now)
    before = dates[0].starts_at - HOUR
    mark_here(sign_up=row, now=before)
    assert is_in_step(posting, now)
    cancel_sign_up(sign_up=row, now=before)
    assert states(participant, posting) == [State.CANCELLED] * 4
    assert not Hours.objects.exists()
    assert is_in_step(posting, now)


def test_people_begin_until_the_second_date(posting, dates, participant, now):
    between = dates[0].ends_at
    enrol(dates[1], participant, between)
    assert states(participant, posting) == [State.CONFIRMED] * 3
    with pytest.raises(CourseHasBegun):
        enrol(dates[2], UserFactory(), dates[1].starts_at + HOUR)


def test_people_begin_later_where_the_organisation_says_so(posting, dates, participant, now):
    set_course(opportunity=posting, course=Course.LATER, now=now)
    dates[3].refresh_from_db()
    dates[3].opportunity = posting
    enrol(dates[3], participant, dates[2].ends_at)
    assert states(participant, posting) == [State.CONFIRMED]
    with pytest.raises(SessionOver):
        enrol(dates[3], UserFactory(), dates[3].starts_at)


def test_nobody_is_moved_up_once_nobody_begins_any_more(posting, dates, participant, now):
    people = UserFactory.create_batch(2)
    rows = [enrol(dates[0], person, now) for person in people]
    enrol(dates[0], participant, now)
    cancel_sign_up(sign_up=rows[0], now=dates[1].ends_at)
    assert states(participant, posting) == [State.WAITING] * 4
    assert is_in_step(posting, dates[1].ends_at)


def test_date_called_off_leaves_the_rest(posting, dates, participant, now):
    enrol(dates[0], participant, now)
    cancel_session(session=dates[0], now=now + HOUR)
    assert Message.objects.filter(key__startswith="off:").count() == 1
    assert states(participant, posting) == [State.CONFIRMED] * 4
    cancel_sign_up(sign_up=participant.sign_ups.first(), now=now + 2 * HOUR)
    assert states(participant, posting) == [State.CONFIRMED, *[State.CANCELLED] * 3]
    assert is_in_step(posting, now)


def test_date_moved_before_the_first_leads_from_then_on(posting, dates, participant, now):
    enrol(dates[0], participant, now)
    starts_at = now + 2 * DAY
    move_session(session=dates[3], starts_at=starts_at, ends_at=starts_at + HOUR, now=now)
    enrol(dates[0], UserFactory(), now)
    waits = UserFactory()
    assert enrol(dates[0], waits, now).session_id == dates[3].pk
    assert states(waits, posting) == [State.WAITING] * 4
    assert is_in_step(posting, now)


# -- dates are added ---------------------------------------------------------------------


@pytest.mark.parametrize("days", [1, 40])
def test_date_that_is_added_has_everybody_in_it_and_they_are_told(
    posting, dates, participant, now, days
):
    enrol(dates[0], participant, now)
    starts_at = now + days * DAY
    new = add_session(
        opportunity=posting, starts_at=starts_at, ends_at=starts_at + HOUR, capacity=9, now=now
    )
    assert states(participant, posting) == [State.CONFIRMED] * 5
    assert is_in_step(posting, now)
    new.refresh_from_db()
    assert new.capacity == 2
    told = Message.objects.filter(key__startswith="added:").get()
    assert (told.recipient, told.about) == (participant, new.sign_ups.get().public_id)
    assert "one more date" in told.body


def test_many_dates_are_told_once_and_a_course_has_an_end(posting, dates, participant, now):
    enrol(dates[0], participant, now)
    starts_at = now + 50 * DAY
    more = {
        "opportunity": posting, "rhythm": Rhythm.WEEKLY, "starts_at": starts_at,
        "ends_at": starts_at + HOUR, "capacity": None, "now": now,
    }  # fmt: skip
    for last_on in (None, (now + 500 * DAY).date()):
        with pytest.raises(NoEnd):
            add_schedule(last_on=last_on, **more)
    add_schedule(last_on=(starts_at + 21 * DAY).date(), **more)
    assert len(states(participant, posting)) == 8
    assert is_in_step(posting, now)
    assert Message.objects.filter(key__startswith="added").count() == 1
    more |= {"starts_at": starts_at + HOUR, "ends_at": starts_at + 2 * HOUR}
    with pytest.raises(TooManyDates):
        add_schedule(last_on=(starts_at + MOST_DATES * 7 * DAY).date(), **more)


def test_course_that_is_over_takes_no_new_date(posting, dates, now):
    over = dates[3].starts_at
    with pytest.raises(CourseIsOver):
        add_session(
            opportunity=posting, starts_at=over + DAY, ends_at=over + 2 * DAY, capacity=2, now=over
        )
