"""Giving a place back, who gets it, and who is never put beside whom."""

import datetime as dt

import pytest
from django.forms.models import model_to_dict

from community.notifications.models import Message
from opportunities.actions.sessions import set_capacity
from opportunities.actions.signups import (
    cancel_sign_up,
    sign_up,
    take_place,
)
from opportunities.models import State
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 3 * DAY, capacity=2)


def join(session, person, now, **more):
    return sign_up(session=session, by=person, alias=more.pop("alias", "Sam"), now=now, **more)


def states(session):
    return list(session.sign_ups.order_by("joined_at", "id").values_list("state", flat=True))


def as_it_is(row):
    row.refresh_from_db()
    return row


def counts_are_right(session):
    session.refresh_from_db()
    return session.places_taken == session.sign_ups.holding_a_place().count()


# -- cancelling ------------------------------------------------------------------------------


def test_cancelling_frees_the_place_and_offers_it_to_the_first_in_line(session, now):
    people = UserFactory.create_batch(4)
    rows = [join(session, person, now + n * SECOND) for n, person in enumerate(people)]
    gone = cancel_sign_up(sign_up=rows[0], now=now + 60 * SECOND)
    assert gone.state == State.CANCELLED
    assert states(session) == [
        State.CANCELLED,
        State.CONFIRMED,
        State.OFFERED,
        State.WAITING,
    ]
    assert as_it_is(rows[2]).changed_at == now + 60 * SECOND
    assert counts_are_right(session)
    assert session.places_taken == 2


def test_cancelling_with_nobody_in_line_leaves_a_free_place(session, participant, now):
    cancel_sign_up(sign_up=join(session, participant, now), now=now)
    assert as_it_is(session).places_taken == 0
    assert join(session, UserFactory(), now).state == State.CONFIRMED


def test_cancelling_twice_promotes_once(session, now):
    rows = [join(session, UserFactory(), now + n * SECOND) for n in range(5)]
    for _ in range(3):
        cancel_sign_up(sign_up=rows[0], now=now)
    assert states(session).count(State.CONFIRMED) == 1
    assert states(session).count(State.OFFERED) == 1
    assert states(session).count(State.WAITING) == 2
    assert counts_are_right(session)


def test_cancelling_while_waiting_promotes_nobody(session, now):
    rows = [join(session, UserFactory(), now + n * SECOND) for n in range(4)]
    cancel_sign_up(sign_up=rows[2], now=now)
    assert as_it_is(rows[3]).state == State.WAITING
    assert as_it_is(session).places_taken == 2
    assert not Message.objects.filter(about=rows[3].public_id).exists()


def test_cancelling_after_it_began_promotes_nobody(session, now):
    rows = [join(session, UserFactory(), now + n * SECOND) for n in range(3)]
    gone = cancel_sign_up(sign_up=rows[0], now=session.starts_at)
    assert gone.state == State.CANCELLED
    assert as_it_is(rows[2]).state == State.WAITING
    assert counts_are_right(session)


@pytest.mark.parametrize("state", [State.ATTENDED, State.EXCUSED])
def test_what_has_been_marked_after_the_day_is_not_cancelled(now, state):
    row = SignUpFactory(session__starts_at=now - DAY, state=state)
    assert cancel_sign_up(sign_up=row, now=now).state == state
    assert counts_are_right(row.session)


def test_cancelling_takes_every_message_back(session, participant, now):
    row = join(session, participant, now)
    assert Message.objects.filter(about=row.public_id).count() == 2
    cancel_sign_up(sign_up=row, now=now)
    assert not Message.objects.filter(about=row.public_id).exists()


def test_person_who_is_offered_a_place_is_told_once_and_reminded_once_it_is_theirs(session, now):
    rows = [join(session, UserFactory(), now + n * SECOND) for n in range(3)]
    assert not Message.objects.filter(about=rows[2].public_id).exists()
    cancel_sign_up(sign_up=rows[0], now=now)
    keys = Message.objects.filter(about=rows[2].public_id).values_list("key", flat=True)
    assert [key.split(":")[0] for key in keys] == ["offer"]
    news = Message.objects.get(key__startswith="offer:")
    assert (news.subject, news.recipient) == ("Thursday", rows[2].person)
    assert news.body == "A place is held for you: Thu 12 noon. Please say yes or no."
    assert news.due_at == now
    assert news.expires_at == as_it_is(rows[2]).offer_ends_at
    take_place(sign_up=rows[2], now=now + SECOND)
    keys = Message.objects.filter(about=rows[2].public_id).values_list("key", flat=True)
    assert [key.split(":")[0] for key in keys] == ["reminder", "reminder"]


def test_person_promoted_again_in_a_new_place_in_line_is_told_again(now):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=1)
    holder, other = UserFactory.create_batch(2)
    first = join(session, holder, now)
    waits = join(session, other, now + SECOND)
    cancel_sign_up(sign_up=first, now=now + 2 * SECOND)
    Message.objects.filter(key__startswith="offer:").update(ended_at=now, outcome="sent")
    cancel_sign_up(sign_up=waits, now=now + 3 * SECOND)
    first = join(session, holder, now + 4 * SECOND)
    join(session, other, now + 5 * SECOND)
    cancel_sign_up(sign_up=first, now=now + 6 * SECOND)
    assert Message.objects.filter(key__startswith="offer:", recipient=other).count() == 2


# -- kept apart ------------------------------------------------------------------------------


@pytest.mark.parametrize("who_asked", ["the one who comes", "the one who is there"])
def test_person_kept_apart_from_somebody_there_gets_what_full_gives(
    participant, another_participant, now, who_asked, block
):
    """Row for row the same as in a session that is really full, but for the ids."""
    full = SessionFactory(starts_at=now + 3 * DAY, capacity=1)
    roomy = SessionFactory(starts_at=now + 3 * DAY, capacity=9)
    join(full, UserFactory(), now)
    join(roomy, another_participant, now)
    pair = [participant, another_participant]
    block(*(pair if who_asked == "the one who comes" else pair[::-1]), now)
    waits_for_a_place = join(full, participant, now, note="A seat")
    kept_apart = join(roomy, participant, now, note="A seat")

    ids = ["id", "session"]
    assert model_to_dict(as_it_is(waits_for_a_place), exclude=ids) == model_to_dict(
        as_it_is(kept_apart), exclude=ids
    )
    assert {kept_apart.state} == {State.WAITING}
    assert not Message.objects.filter(recipient=participant).exists()
    for session in map(as_it_is, (full, roomy)):
        assert (session.places_taken, session.is_full) == (1, True)


def test_person_kept_apart_from_somebody_who_waits_there_waits_too(now, block):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=1)
    first, second, third = UserFactory.create_batch(3)
    place = join(session, first, now)
    block(second, first, now)
    join(session, second, now + SECOND)
    cancel_sign_up(sign_up=place, now=now + 2 * SECOND)
    assert states(session) == [State.CANCELLED, State.OFFERED]
    roomy = SessionFactory(starts_at=now + 3 * DAY, capacity=5)
    join(roomy, first, now)
    join(roomy, second, now + SECOND)
    block(third, second, now)
    assert join(roomy, third, now + 2 * SECOND).state == State.WAITING


def test_person_kept_apart_from_somebody_who_left_gets_a_place(session, now, block):
    one, other = UserFactory.create_batch(2)
    block(one, other, now)
    cancel_sign_up(sign_up=join(session, one, now), now=now)
    assert join(session, other, now).state == State.CONFIRMED


def test_promotion_passes_over_who_is_kept_apart_until_the_other_leaves(now, block):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=2)
    leaves, stays, kept_apart, next_one = UserFactory.create_batch(4)
    block(stays, kept_apart, now)
    rows = [
        join(session, person, now + n * SECOND)
        for n, person in enumerate([leaves, stays, kept_apart, next_one])
    ]
    cancel_sign_up(sign_up=rows[0], now=now)
    assert as_it_is(rows[2]).state == State.WAITING
    assert as_it_is(rows[3]).state == State.OFFERED
    cancel_sign_up(sign_up=rows[1], now=now)
    assert as_it_is(rows[2]).state == State.OFFERED
    assert counts_are_right(session)


def test_of_two_in_line_who_are_kept_apart_the_first_one_counts(now, block):
    """Else either could keep the other out by joining the line."""
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=1)
    place = join(session, UserFactory(), now)
    first, second = UserFactory.create_batch(2)
    rows = [join(session, who, now + n * SECOND) for n, who in enumerate([first, second], 1)]
    block(second, first, now)
    set_capacity(session=session, capacity=3, now=now)
    assert [as_it_is(row).state for row in rows] == [State.OFFERED, State.WAITING]
    cancel_sign_up(sign_up=place, now=now)
    assert as_it_is(rows[1]).state == State.WAITING
    cancel_sign_up(sign_up=rows[0], now=now)
    assert as_it_is(rows[1]).state == State.OFFERED
    assert counts_are_right(session)


def test_person_kept_apart_still_finds_their_own_sign_up(session, now, block):
    one, other = UserFactory.create_batch(2)
    row = join(session, one, now)
    join(session, other, now)
    block(one, other, now)
    assert join(session, one, now + SECOND).pk == row.pk
    assert as_it_is(row).state == State.CONFIRMED
