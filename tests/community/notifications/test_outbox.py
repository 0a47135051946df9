"""Writing messages and taking them back."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from community.notifications.actions import (
    AlreadyEnded,
    forget_old_messages,
    new_message,
    parked,
    queue,
    release,
    withdraw,
)
from community.notifications.models import ContactPreference, Message, Outcome, Wording
from tests.factories.notifications import ContactPreferenceFactory, MessageFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def reminder(person, now, **fields) -> Message:
    given = {"key": "reminder:1", "subject": "Tuesday", "body": "See you there.", "due_at": now}
    return new_message(**given | {"recipient": person, "now": now} | fields)


def test_new_message_is_not_stored(participant, now):
    message = reminder(participant, now, about=uuid.uuid4(), expires_at=now + HOUR)
    assert message.pk is None
    assert (message.created_at, message.due_at, message.minds_quiet_hours) == (now, now, True)


def test_new_message_goes_to_somebody(now):
    assert reminder(None, now, address=" sam@example.org ").address == "sam@example.org"
    with pytest.raises(ValueError, match="to a person or to an address"):
        reminder(None, now)


@pytest.mark.parametrize("key", ["", "x" * 121])
def test_new_message_refuses_a_key_that_cannot_be_stored(participant, now, key):
    with pytest.raises(ValueError, match="120"):
        reminder(participant, now, key=key)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Tuesday\r\nBcc: everyone@example.org", "Tuesday Bcc: everyone@example.org"),
        ("Tues\0day\x1b[31m", "Tuesday[31m"),
        ("  Tuesday  \t morning ", "Tuesday morning"),
        ("x" * 500, "x" * 200),
        ("Martes\u2028mañana", "Martes mañana"),
    ],
)
def test_new_message_subject_is_one_short_line(participant, now, given, kept):
    assert reminder(participant, now, subject=given).subject == kept


def test_new_message_with_hostile_words_can_be_stored(participant, now):
    queue([reminder(participant, now, body="a\0b", subject="c\0d")])
    assert Message.objects.get().body == "ab"


def test_queue_is_one_query_and_skips_known_keys(participant, now, django_assert_num_queries):
    queue([reminder(participant, now, body="first")])
    with django_assert_num_queries(1):
        queue(reminder(participant, now, key=f"reminder:{n}", body="again") for n in (1, 2, 3))
    assert Message.objects.count() == 3
    assert Message.objects.get(key="reminder:1").body == "first"


def test_queue_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        queue([])


def test_queue_is_undone_with_what_it_tells_of(participant, now):
    @transaction.atomic
    def sign_up_and_fail():
        queue([reminder(participant, now)])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sign_up_and_fail()
    assert not Message.objects.exists()


def test_withdraw_takes_back_what_is_not_sent_and_nothing_else():
    mine, others = uuid.uuid4(), uuid.uuid4()
    MessageFactory.create_batch(2, about=mine)
    sent = MessageFactory(about=mine, outcome=Outcome.SENT, ended_at=dt.datetime.now(dt.UTC))
    other = MessageFactory(about=others)
    without = MessageFactory()
    assert withdraw(about=[mine]) == 2
    assert set(Message.objects.all()) == {sent, other, without}
    assert withdraw(about=[mine]) == 0


def test_withdraw_about_nothing_touches_nothing():
    MessageFactory()
    assert withdraw(about=[]) == 0
    assert Message.objects.count() == 1


def test_withdraw_lets_a_message_go_that_is_being_handed_over_but_not_twice(now):
    about = uuid.uuid4()
    message = MessageFactory(about=about, attempting_at=now, lease_id=uuid.uuid4())
    assert withdraw(about=[about]) == 0
    message.refresh_from_db()
    assert message.expires_at == now  # whatever comes of it, it is past for the next sweep


def test_release_sends_a_parked_message_again_as_itself(now):
    message = MessageFactory(
        outcome=Outcome.PARKED, ended_at=now, reason="refused-550", attempts=3, unclear=1
    )
    assert list(parked()) == [message]
    released = release(message=message, now=now + HOUR)
    assert not parked().exists()
    assert (released.due_at, released.ended_at, released.reason) == (now + HOUR, None, "")
    assert (released.attempts, released.unclear) == (0, 0)
    assert (released.public_id, released.body) == (message.public_id, message.body)


@pytest.mark.parametrize("outcome", ["", Outcome.SENT, Outcome.DROPPED])
def test_release_refuses_what_is_not_parked(now, outcome):
    message = MessageFactory(outcome=outcome, ended_at=now if outcome else None)
    with pytest.raises(AlreadyEnded, match="not waiting"):
        release(message=message, now=now)


def test_release_twice_is_once(now):
    message = MessageFactory(outcome=Outcome.PARKED, ended_at=now)
    release(message=message, now=now)
    with pytest.raises(AlreadyEnded):
        release(message=message, now=now)


def test_parked_oldest_first_and_nothing_else(now):
    newer = MessageFactory(outcome=Outcome.PARKED, ended_at=now)
    older = MessageFactory(outcome=Outcome.PARKED, ended_at=now - HOUR)
    MessageFactory(outcome=Outcome.DROPPED, ended_at=now)
    MessageFactory()
    assert list(parked()) == [older, newer]


def test_forget_old_messages_after_fourteen_days(now):
    fortnight = dt.timedelta(days=14)
    for outcome in Outcome:
        MessageFactory(outcome=outcome, ended_at=now - fortnight)
    young = MessageFactory(outcome=Outcome.SENT, ended_at=now - fortnight + dt.timedelta(seconds=1))
    waiting = MessageFactory(created_at=now - dt.timedelta(days=90))
    assert forget_old_messages(now=now) == len(Outcome)
    assert set(Message.objects.all()) == {young, waiting}


def test_contact_preference_defaults_are_private_words_and_quiet_nights(participant):
    stored = ContactPreferenceFactory(person=participant)
    for preference in (ContactPreference(), ContactPreference.objects.get(pk=stored.pk)):
        assert preference.wording == Wording.PRIVATE
        assert (preference.quiet_from, preference.quiet_until) == (dt.time(21), dt.time(8))
    assert str(stored) == f"contact preference {stored.pk}"


def test_message_says_nothing_about_whom_it_is_for(participant):
    message = MessageFactory(recipient=participant)
    assert str(message) == f"message {message.public_id}"


@pytest.mark.parametrize(
    "fields",
    [
        {"recipient": None},
        {"outcome": Outcome.SENT},
        {"ended_at": dt.datetime(2026, 5, 4, tzinfo=dt.UTC)},
    ],
)
def test_message_the_database_refuses_half_truths(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(**fields)


def test_message_key_exists_once():
    MessageFactory(key="reminder:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(key="reminder:1")
