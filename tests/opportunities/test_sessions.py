import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from community.notifications.models import ContactPreference, Message
from opportunities import tasks
from opportunities.actions import sessions as actions
from opportunities.actions.sessions import (
    EndsTooEarly,
    StartsTooEarly,
    TooFewPlaces,
    add_session,
    cancel_session,
    move_session,
    refresh_next_session,
    refresh_next_sessions,
    set_capacity,
)
from opportunities.actions.signups import SessionNotOpen, SessionOver, cancel_sign_up, sign_up
from opportunities.models import Opportunity, Session, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 3 * DAY, capacity=2)


def join(session, person, now):
    return sign_up(session=session, by=person, alias="Sam", now=now)


def move(session, by, now):
    return move_session(
        session=session,
        starts_at=session.starts_at + by,
        ends_at=session.ends_at + by,
        now=now,
    )


def next_of(opportunity):
    opportunity.refresh_from_db()
    return opportunity.next_session, opportunity.next_session_at


def kinds(**of):
    keys = Message.objects.filter(ended_at=None, **of).values_list("key", flat=True)
    return sorted(key.split(":")[0] for key in keys)


# -- the next session ------------------------------------------------------------------------


def test_added_session_becomes_the_next_one_only_if_it_is_sooner(now):
    opportunity = OpportunityFactory()

    def add(days):
        return add_session(
            opportunity=opportunity,
            starts_at=now + days * DAY,
            ends_at=now + days * DAY + HOUR,
            capacity=4,
            now=now,
        )

    first = add(3)
    assert next_of(opportunity) == (first, first.starts_at)
    add(5)
    assert next_of(opportunity) == (first, first.starts_at)
    sooner = add(1)
    assert next_of(opportunity) == (sooner, sooner.starts_at)
    add(-1)
    assert next_of(opportunity) == (sooner, sooner.starts_at)


def test_session_that_ends_before_it_starts_is_refused(now, session):
    with pytest.raises(EndsTooEarly):
        add_session(
            opportunity=session.opportunity, starts_at=now, ends_at=now, capacity=1, now=now
        )
    with pytest.raises(EndsTooEarly):
        move_session(
            session=session, starts_at=now + 2 * DAY, ends_at=now + 2 * DAY - HOUR, now=now
        )
    assert Session.objects.count() == 1


def test_next_session_follows_moving_and_cancelling(now, session):
    later = SessionFactory(opportunity=session.opportunity, starts_at=now + 5 * DAY)
    move(session, 4 * DAY, now)
    assert next_of(session.opportunity) == (later, later.starts_at)
    cancel_session(session=later, now=now)
    assert next_of(session.opportunity) == (session, now + 7 * DAY)
    cancel_session(session=session, now=now)
    assert next_of(session.opportunity) == (None, None)


def test_tick_moves_on_when_a_session_has_begun(now):
    opportunity = OpportunityFactory()
    begun = SessionFactory(opportunity=opportunity, starts_at=now - HOUR)
    Opportunity.objects.update(next_session=begun, next_session_at=begun.starts_at)
    SessionFactory(opportunity=opportunity, starts_at=now + DAY, cancelled_at=now)
    upcoming = SessionFactory(opportunity=opportunity, starts_at=now + 2 * DAY)
    Opportunity.objects.update(next_session=begun, next_session_at=begun.starts_at)
    assert refresh_next_sessions(now=now) == 1
    assert next_of(opportunity) == (upcoming, upcoming.starts_at)
    assert refresh_next_sessions(now=now) == 0


def test_tick_leaves_other_opportunities_alone(now, session):
    refresh_next_session(opportunity_ids=[session.opportunity_id], now=now)
    untouched = next_of(session.opportunity)
    assert refresh_next_sessions(now=now) == 0
    assert next_of(session.opportunity) == untouched
    assert refresh_next_sessions(now=session.starts_at) == 1
    assert next_of(session.opportunity) == (None, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_next_sessions_cost_two_statements_a_batch(now, rows, django_assert_num_queries):
    opportunities = [SessionFactory(starts_at=now + DAY).opportunity for _ in range(rows)]
    ids = [opportunity.pk for opportunity in opportunities]
    # Two more begin and end a savepoint.
    with django_assert_num_queries(4):
        refresh_next_session(opportunity_ids=ids, now=now)
    assert refresh_next_sessions(now=now + DAY) == rows


def test_tick_goes_on_until_no_batch_is_left(now, monkeypatch):
    ids = [SessionFactory(starts_at=now + DAY).opportunity_id for _ in range(5)]
    refresh_next_session(opportunity_ids=ids, now=now)
    monkeypatch.setattr(actions, "BATCH", 2)
    assert refresh_next_sessions(now=now + DAY) == 5
    assert not Opportunity.objects.exclude(next_session_at=None).exists()


def test_minute_tick_refreshes(now, time_machine):
    session = SessionFactory(starts_at=now + DAY)
    Opportunity.objects.update(next_session=session, next_session_at=session.starts_at)
    time_machine.move_to(now + DAY)
    tasks.refresh_next_sessions()
    assert next_of(session.opportunity) == (None, None)


# -- moving ----------------------------------------------------------------------------------


def test_moved_session_takes_its_reminders_along(now, session, participant):
    row = join(session, participant, now)
    before = set(Message.objects.values_list("key", flat=True))
    moved = move(session, DAY, now)
    assert (moved.starts_at, moved.ends_at) == (now + 4 * DAY, now + 4 * DAY + 2 * HOUR)
    reminders = Message.objects.filter(key__startswith="reminder:")
    assert before.isdisjoint(reminders.values_list("key", flat=True))
    assert sorted(reminders.values_list("due_at", flat=True)) == [
        now + 3 * DAY,
        now + 4 * DAY - 2 * HOUR,
    ]
    assert set(reminders.values_list("expires_at", flat=True)) == {now + 4 * DAY}
    assert set(reminders.values_list("about", flat=True)) == {row.public_id}


def test_everybody_in_a_moved_session_is_told_once(now, session):
    people = UserFactory.create_batch(3)
    rows = [join(session, person, now) for person in people]
    gone = cancel_sign_up(sign_up=join(session, UserFactory(), now), now=now)
    move(session, DAY, now)
    moved = Message.objects.filter(key__startswith="moved:")
    assert {message.about for message in moved} == {row.public_id for row in rows}
    assert len(moved) == 3
    assert {message.body for message in moved} == {"The time has changed. It is now Fri 12 noon."}
    assert not Message.objects.filter(about=gone.public_id).exists()


def test_session_moved_twice_before_anything_was_sent_tells_the_last_time_only(
    now, session, participant
):
    join(session, participant, now)
    session = move(session, DAY, now)
    move(session, DAY, now + dt.timedelta(seconds=1))
    assert kinds() == ["moved", "reminder", "reminder"]
    assert "Sat 12 noon" in Message.objects.get(key__startswith="moved:").body


def test_person_who_does_not_know_of_their_place_learns_it_with_the_new_time(now):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=1)
    first = join(session, UserFactory(), now)
    waits = join(session, UserFactory(), now)
    cancel_sign_up(sign_up=first, now=now)
    move(session, DAY, now)
    assert kinds(about=waits.public_id) == ["offer"]
    news = Message.objects.get(key__startswith="offer:")
    assert news.body == "A place is held for you: Fri 12 noon. Please say yes or no."


def test_same_time_again_tells_nobody(now, session, participant):
    join(session, participant, now)
    before = list(Message.objects.values_list("pk", flat=True).order_by("pk"))
    move(session, dt.timedelta(0), now)
    assert list(Message.objects.values_list("pk", flat=True).order_by("pk")) == before


def test_another_end_is_told_and_keeps_the_reminders(now, session, participant):
    join(session, participant, now)
    move_session(
        session=session, starts_at=session.starts_at, ends_at=session.ends_at + HOUR, now=now
    )
    assert kinds() == ["moved", "reminder", "reminder"]


def test_session_is_not_moved_into_the_past_nor_after_it_began_nor_when_it_is_off(now, session):
    with pytest.raises(StartsTooEarly):
        move(session, -3 * DAY, now)
    with pytest.raises(SessionOver):
        move(session, DAY, session.starts_at)
    cancel_session(session=session, now=now)
    with pytest.raises(SessionNotOpen):
        move(session, DAY, now)
    session.refresh_from_db()
    assert session.starts_at == now + 3 * DAY


@pytest.mark.parametrize("people", [1, 10])
def test_moving_costs_the_same_for_many_people(now, people, django_assert_num_queries):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=None)
    for row in SignUpFactory.create_batch(people, session=session):
        ContactPreference.objects.create(person=row.person)
    # Of which eight begin and end savepoints.
    with django_assert_num_queries(21):
        move(session, DAY, now)
    assert Message.objects.count() == 3 * people


# -- calling it off --------------------------------------------------------------------------


def test_cancelled_session_takes_its_reminders_back_and_tells(now, session):
    rows = [join(session, UserFactory(), now) for _ in range(3)]
    gone = cancel_sign_up(sign_up=rows.pop(), now=now)
    off = cancel_session(session=session, now=now)
    assert off.cancelled_at == now
    assert kinds() == ["off", "off"]
    assert {message.about for message in Message.objects.all()} == {r.public_id for r in rows}
    assert Message.objects.first().body == "Thu 12 noon is off. There is nothing you need to do."
    assert gone.state == State.CANCELLED


def test_sign_ups_of_a_cancelled_session_stay_as_they_were(now, session):
    for _ in range(3):
        join(session, UserFactory(), now)
    cancel_session(session=session, now=now)
    states = sorted(session.sign_ups.values_list("state", flat=True))
    assert states == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


def test_who_leaves_a_cancelled_session_promotes_nobody(now, session):
    rows = [join(session, UserFactory(), now) for _ in range(3)]
    cancel_session(session=session, now=now)
    cancel_sign_up(sign_up=rows[0], now=now)
    assert kinds(about=rows[0].public_id) == []
    rows[2].refresh_from_db()
    assert rows[2].state == State.WAITING
    session.refresh_from_db()
    assert session.places_taken == session.sign_ups.holding_a_place().count() == 1


def test_cancelling_a_session_twice_tells_once(now, session, participant):
    join(session, participant, now)
    cancel_session(session=session, now=now)
    again = cancel_session(session=session, now=now + HOUR)
    assert again.cancelled_at == now
    assert kinds() == ["off"]


def test_session_that_has_begun_is_not_cancelled(now, session):
    with pytest.raises(SessionOver):
        cancel_session(session=session, now=session.starts_at)


def test_who_wants_no_messages_is_told_nothing(now, session, participant):
    ContactPreference.objects.create(person=participant, wording="none")
    join(session, participant, now)
    cancel_session(session=move(session, DAY, now), now=now)
    assert not Message.objects.exists()


# -- how many fit ----------------------------------------------------------------------------


def test_more_places_go_to_who_waits_in_order(now, session):
    rows = [join(session, UserFactory(), now + dt.timedelta(seconds=n)) for n in range(6)]
    changed = set_capacity(session=session, capacity=4, now=now)
    assert (changed.capacity, changed.places_taken) == (4, 4)
    states = [type(row).objects.get(pk=row.pk).state for row in rows]
    assert states == [State.CONFIRMED] * 2 + [State.OFFERED] * 2 + [State.WAITING] * 2
    assert Message.objects.filter(key__startswith="offer:").count() == 2


def test_no_limit_promotes_everybody(now, session):
    for _ in range(5):
        join(session, UserFactory(), now)
    assert set_capacity(session=session, capacity=None, now=now).places_taken == 5
    assert not session.sign_ups.in_line().exists()


def test_fewer_places_than_people_is_refused_and_nobody_loses_a_place(now, session):
    for _ in range(2):
        join(session, UserFactory(), now)
    with pytest.raises(TooFewPlaces, match="More people than that have a place"):
        set_capacity(session=session, capacity=1, now=now)
    session.refresh_from_db()
    assert (session.capacity, session.places_taken) == (2, 2)
    assert set_capacity(session=session, capacity=2, now=now).capacity == 2


def test_fewer_places_that_nobody_has_is_fine(now, session, participant):
    join(session, participant, now)
    assert set_capacity(session=session, capacity=1, now=now).is_full


def test_database_itself_refuses_an_oversold_session(session):
    session.places_taken = 3
    with pytest.raises(IntegrityError, match="session_is_never_oversold"), transaction.atomic():
        session.save()
