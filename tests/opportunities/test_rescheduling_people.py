"""A date of a schedule is changed or called off: what becomes of the people in it."""

import pytest

from community.notifications.models import Message
from opportunities.actions.contact import remind_anew
from opportunities.actions.rescheduling import call_off
from opportunities.actions.sessions import TooFewPlaces
from opportunities.actions.signups import sign_up
from opportunities.models import Reach, Schedule, Session, SignUp, State
from tests.conftest import NOON
from tests.factories.people import UserFactory

from .test_rescheduling import DAY, HOUR, change, dates_of, weekly

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule(db):
    return weekly()


def join(session, person, now=NOON) -> SignUp:
    return sign_up(session=session, by=person, alias="Sam", now=now)


def told(person) -> list[str]:
    """The kinds of news that this person is told."""
    keys = Message.objects.filter(recipient=person).values_list("key", flat=True)
    kinds = (key.split(":")[0] for key in keys)
    return sorted(kind for kind in kinds if kind != "reminder")


def test_everybody_keeps_their_place_and_reminders_move(schedule, participant):
    dates = dates_of(schedule)
    rows = [join(dates[n], participant) for n in (0, 3, 4)]
    change(dates[3], Reach.FOLLOWING, by=HOUR)
    for row in rows:
        row.refresh_from_db()
        assert row.state == State.CONFIRMED
    reminders = Message.objects.filter(key__startswith="reminder:", about=rows[1].public_id)
    assert {one.expires_at for one in reminders} == {dates[3].starts_at + HOUR}
    assert reminders.count() == 2
    untouched = Message.objects.filter(key__startswith="reminder:", about=rows[0].public_id)
    assert {one.expires_at for one in untouched} == {dates[0].starts_at}


def test_each_person_is_told_once_however_many_dates_they_have(schedule, participant):
    other, aside = UserFactory.create_batch(2)
    dates = dates_of(schedule)
    for n in (4, 3, 6):
        join(dates[n], participant)
    join(dates[5], other)
    join(dates[0], aside)
    change(dates[3], Reach.FOLLOWING, by=2 * DAY)
    assert told(participant) == ["moved-more"]
    message = Message.objects.get(recipient=participant, key__startswith="moved-more")
    assert "It is now Thu 28 May, 10 am, and later dates change with it." in message.body
    assert told(other) == ["moved"]
    assert told(aside) == []


def test_who_waits_is_told_too_and_gets_a_new_place(schedule, participant):
    dates = dates_of(schedule)
    for person in UserFactory.create_batch(2):
        join(dates[3], person)
    waits = join(dates[3], participant)
    assert waits.state == State.WAITING
    change(dates[3], Reach.FOLLOWING, by=HOUR)
    assert told(participant) == ["moved"]
    dates = dates_of(schedule)
    change(dates[3], Reach.FOLLOWING, capacity=3)
    waits.refresh_from_db()
    assert waits.state == State.OFFERED


def test_person_who_does_not_know_of_their_place_yet_reads_that_with_the_new_time(
    schedule, participant
):
    dates = dates_of(schedule)
    holders = [join(dates[3], person) for person in UserFactory.create_batch(2)]
    row = join(dates[3], participant)
    join(dates[4], participant)
    SignUp.objects.filter(pk=holders[0].pk).delete()
    Session.objects.filter(pk=dates[3].pk).update(places_taken=1)
    change(dates_of(schedule)[3], Reach.ONE, capacity=3)
    assert told(participant) == ["offer"]
    change(dates_of(schedule)[3], Reach.FOLLOWING, by=HOUR)
    assert told(participant) == ["moved", "offer"]
    place = Message.objects.get(key__startswith="offer:")
    assert place.about == row.public_id
    assert "11 am" in place.body


def test_each_person_is_told_once_of_all_that_is_off(schedule, participant):
    dates = dates_of(schedule)
    rows = [join(dates[n], participant) for n in (3, 4)]
    other = UserFactory()
    join(dates[9], other)
    call_off(session=dates[3], reach=Reach.FOLLOWING, now=NOON)
    assert told(participant) == ["off-more"]
    (message,) = Message.objects.filter(recipient=participant)
    assert message.body == (
        "Tue 26 May, 10 am is off, and so are its later dates. There is nothing you need to do."
    )
    assert told(other) == ["off"]
    for row in rows:
        row.refresh_from_db()
        assert row.state == State.CONFIRMED
    call_off(session=dates[3], reach=Reach.FOLLOWING, now=NOON + HOUR)
    assert Message.objects.count() == 2


def test_news_of_several_dates_is_not_lost_when_it_is_written_anew(schedule, participant):
    dates = dates_of(schedule)
    for n in (3, 4):
        join(dates[n], participant)
    change(dates[3], Reach.FOLLOWING, by=HOUR)
    remind_anew(person=participant, now=NOON)
    assert told(participant) == ["moved-more"]


def test_places_go_below_nobody_who_has_one(schedule):
    dates = dates_of(schedule)
    for person in UserFactory.create_batch(2):
        join(dates[5], person)
    change(dates[3], Reach.FOLLOWING, capacity=1)
    capacities = [one.capacity for one in dates_of(schedule)]
    assert (capacities[3], capacities[4], capacities[5], capacities[6]) == (1, 1, 2, 1)
    with pytest.raises(TooFewPlaces):
        change(dates_of(schedule)[5], Reach.ALL, capacity=1, by=HOUR)
    assert [one.capacity for one in dates_of(schedule)] == capacities
    assert Schedule.objects.count() == 1
