"""A break, coming again, the end, and what becomes of it when a schedule changes (decision 43)."""

import pytest

from community.notifications.models import Message
from opportunities.actions.regulars import (
    come_again,
    save_places_of_regulars,
    stop,
    take_a_break,
)
from opportunities.actions.rescheduling import call_off, change_dates
from opportunities.actions.sessions import cancel_session
from opportunities.actions.signups import sign_up
from opportunities.models import (
    Often,
    Reach,
    Regular,
    SignUp,
    State,
)
from tests.factories.opportunities import (
    OpportunityFactory,
)
from tests.factories.people import UserFactory
from tests.opportunities.coming import DAY, FIRST, HOUR, comes, dates_of, days_of, made, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule(now):
    """Every Tuesday at noon, from tomorrow on, four places each."""
    return made(OpportunityFactory(), now)


# -- a break, coming again, and the end ---------------------------------------------------


def test_break_gives_back_what_is_in_it_and_the_line_moves(participant, schedule, now):
    regular = comes(schedule, participant, now)
    waits = UserFactory()
    date = dates_of(schedule)[1]
    for person in [*UserFactory.create_batch(3), waits]:
        sign_up(session=date, by=person, alias="Bo", now=now)
    assert SignUp.objects.get(person=waits).state == State.WAITING
    take_a_break(regular=regular, back_on=FIRST + 14 * DAY, gives_back=True, now=now)
    assert days_of(participant, State.CANCELLED) == [0, 1]
    assert days_of(participant) == [2, 3]
    assert SignUp.objects.get(person=waits).state == State.OFFERED
    assert not Message.objects.filter(
        about=SignUp.objects.get(person=participant, session=date).public_id
    ).exists()


def test_break_without_giving_back_keeps_what_is_there(participant, schedule, now):
    regular = comes(schedule, participant, now)
    take_a_break(regular=regular, back_on=None, gives_back=False, now=now)
    for day in range(0, 60, 3):
        assert save_places_of_regulars(now=now + day * DAY) == 0
    assert days_of(participant) == [0, 1, 2, 3]
    come_again(regular=regular, now=now + 60 * DAY)
    assert days_of(participant) == [0, 1, 2, 3, 9, 10, 11, 12]
    assert not told(participant).exists()


def test_break_with_a_day_ends_by_itself(participant, schedule, now):
    regular = comes(schedule, participant, now)
    back_on = FIRST + 49 * DAY
    take_a_break(regular=regular, back_on=back_on, gives_back=False, now=now)
    for day in range(49):
        save_places_of_regulars(now=now + day * DAY)
    assert days_of(participant)[:5] == [0, 1, 2, 3, 7]
    assert Regular.objects.get().back_on == back_on
    save_places_of_regulars(now=now + 50 * DAY)
    after = Regular.objects.get()
    assert (after.on_break, after.back_on) == (False, None)


def test_break_that_becomes_shorter_counts_from_then_on(participant, schedule, now):
    regular = comes(schedule, participant, now)
    take_a_break(regular=regular, back_on=FIRST + 70 * DAY, gives_back=False, now=now)
    later = now + 30 * DAY
    assert save_places_of_regulars(now=later) == 0
    take_a_break(regular=regular, back_on=FIRST + 42 * DAY, gives_back=False, now=later)
    save_places_of_regulars(now=later)
    assert days_of(participant) == [0, 1, 2, 3, 6, 7, 8]


def test_who_stops_keeps_what_they_have_and_gets_no_more(participant, schedule, now):
    regular = comes(schedule, participant, now)
    stop(regular=regular)
    stop(regular=regular)
    assert save_places_of_regulars(now=now + 20 * DAY) == 0
    assert days_of(participant) == [0, 1, 2, 3]
    assert not Regular.objects.exists()
    take_a_break(regular=regular, back_on=None, gives_back=True, now=now)  # a page from before
    come_again(regular=regular, now=now)
    assert not Regular.objects.exists()
    assert days_of(participant) == [0, 1, 2, 3]


# -- what becomes of the schedule ----------------------------------------------------------


def change(date, reach, hours, now):
    change_dates(
        session=date,
        reach=reach,
        starts_at=date.starts_at + hours * HOUR,
        ends_at=date.ends_at + hours * HOUR,
        capacity=4,
        now=now,
    )


def test_new_time_for_all_dates_takes_them_along(participant, schedule, now):
    regular = comes(schedule, participant, now)
    change(dates_of(schedule)[0], Reach.ALL, 1, now)
    save_places_of_regulars(now=now + 9 * DAY)
    own = Regular.objects.get()
    assert own.public_id == regular.public_id
    assert own.schedule_id != schedule.pk
    assert days_of(participant) == [0, 1, 2, 3, 4, 5]
    assert not told(participant, "regular").exclude(body__startswith="Your next dates").exists()


@pytest.mark.parametrize(("often", "expected"), [
    (Often.EVERY, list(range(13))), (Often.SECOND, list(range(0, 13, 2))),
])  # fmt: skip
def test_new_time_from_a_later_date_on_loses_and_doubles_none(
    participant, schedule, now, often, expected
):
    comes(schedule, participant, now, often=often)
    change(dates_of(schedule)[7], Reach.FOLLOWING, 25, now)  # the day after, an hour later
    assert Regular.objects.count() == 2
    for day in range(0, 70, 2):
        save_places_of_regulars(now=now + day * DAY)
    assert days_of(participant) == expected
    assert Regular.objects.count() == 1  # of the older one nothing is ahead


def test_both_parts_of_one_that_changed_are_stopped_as_one(participant, schedule, now):
    regular = comes(schedule, participant, now)
    change(dates_of(schedule)[7], Reach.FOLLOWING, 1, now)
    take_a_break(regular=regular, back_on=None, gives_back=False, now=now)
    assert set(Regular.objects.values_list("on_break", flat=True)) == {True}
    come_again(regular=regular, now=now)
    assert set(Regular.objects.values_list("on_break", flat=True)) == {False}
    stop(regular=regular)
    assert not Regular.objects.exists()


def test_what_is_called_off_for_good_is_forgotten_without_a_word_of_it(participant, schedule, now):
    comes(schedule, participant, now)
    call_off(session=dates_of(schedule)[0], reach=Reach.ALL, now=now)
    save_places_of_regulars(now=now)
    assert not Regular.objects.exists()
    assert not told(participant).exists()
    assert told(participant, "off").count() == 1  # of the dates, as everybody


def test_one_date_off_is_left_out(participant, schedule, now):
    comes(schedule, participant, now)
    cancel_session(session=dates_of(schedule)[4], now=now)
    save_places_of_regulars(now=now + 9 * DAY)
    assert days_of(participant) == [0, 1, 2, 3, 5]


def test_schedule_that_is_over_is_forgotten(participant, now):
    schedule = made(OpportunityFactory(), now, last_on=FIRST + 14 * DAY)
    comes(schedule, participant, now)
    assert days_of(participant) == [0, 1, 2]
    assert Regular.objects.get().next_on is None
    save_places_of_regulars(now=now + 14 * DAY)
    assert Regular.objects.exists()
    save_places_of_regulars(now=now + 16 * DAY)
    assert not Regular.objects.exists()
