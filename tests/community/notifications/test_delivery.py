"""The sweep against a mail server that works: who gets what, and when."""

import datetime as dt
import logging
import time
import uuid
import zoneinfo

import pytest
from django.db import connection

from community.notifications.actions import deliver_due, delivery, leases, withdraw
from community.notifications.models import Message, Outcome, Wording
from tests.factories.notifications import ContactPreferenceFactory, MessageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
MIDNIGHT = dt.datetime(2026, 5, 5, 4, 0, tzinfo=dt.UTC)  # in New York
EIGHT = dt.datetime(2026, 5, 5, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def count_queries():
    """A list that grows by each statement sent to the database."""
    seen: list[str] = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def test_deliver_due_sends_what_is_due_and_wipes_its_words(mail_server, participant, now):
    message = MessageFactory(recipient=participant, created_at=now)
    assert deliver_due(now=now) == 1
    ((to, mail),) = mail_server.mails
    assert (to, mail["Subject"]) == (participant.email, "Tuesday")
    assert mail.get_payload() == "Tue 10 am. See you there.\r\n"
    message.refresh_from_db()
    assert (message.outcome, message.reason, message.attempts) == (Outcome.SENT, "", 1)
    assert (message.subject, message.body) == ("", "")
    assert (message.lease_id, message.lease_until, message.attempting_at) == (None, None, None)
    assert now <= message.ended_at < now + dt.timedelta(seconds=10)


def test_deliver_due_twice_sends_once(mail_server, now):
    MessageFactory(created_at=now)
    assert [deliver_due(now=now), deliver_due(now=now + HOUR)] == [1, 0]
    assert len(mail_server.mails) == 1


def test_deliver_due_with_nothing_due_opens_no_line(mail_server, now):
    MessageFactory(created_at=now, due_at=now + HOUR)
    MessageFactory(created_at=now, outcome=Outcome.SENT, ended_at=now)
    assert deliver_due(now=now) == 0
    assert mail_server.lines == 0


def test_deliver_due_earliest_first(mail_server, now):
    late, early = (
        MessageFactory(created_at=now - hours * HOUR).recipient.email for hours in (1, 2)
    )
    deliver_due(now=now)
    assert mail_server.recipients == [early, late]


def test_deliver_due_goes_on_until_nothing_is_due_over_one_line(mail_server, now, monkeypatch):
    monkeypatch.setattr(leases, "BATCH", 3)
    MessageFactory.create_batch(8, created_at=now)
    assert deliver_due(now=now) == 8
    assert mail_server.lines == 1
    assert len(set(mail_server.recipients)) == 8


def test_deliver_due_costs_two_queries_a_message(mail_server, now, count_queries):
    MessageFactory.create_batch(100, created_at=now)
    count_queries.clear()
    assert deliver_due(now=now) == 100
    assert len(count_queries) <= 210


def test_deliver_due_greets_by_the_neutral_domain(mail_server, now, settings):
    settings.DEFAULT_FROM_EMAIL = "notes@plain.example"
    MessageFactory(created_at=now)
    deliver_due(now=now)
    assert mail_server.hellos == ["plain.example"]


def test_deliver_due_uses_the_address_of_the_moment(mail_server, participant, now):
    MessageFactory(recipient=participant, created_at=now)
    participant.email = "new@example.org"
    participant.save()
    deliver_due(now=now)
    assert mail_server.recipients == ["new@example.org"]


def test_deliver_due_account_mail_goes_to_the_address_it_names(mail_server, participant, now):
    MessageFactory(recipient=participant, address="other@example.org", created_at=now)
    message = MessageFactory(recipient=None, address="third@example.org", created_at=now)
    deliver_due(now=now)
    assert mail_server.recipients == ["other@example.org", "third@example.org"]
    assert not Message.objects.filter(address="other@example.org").exists()
    message.refresh_from_db()
    assert (message.outcome, message.body) == (Outcome.SENT, "")


@pytest.mark.parametrize(
    ("person", "wording", "fields", "reason"),
    [
        ({"email": ""}, Wording.PRIVATE, {"minds_quiet_hours": False}, "no-address"),
        ({"is_active": False}, Wording.PRIVATE, {}, "inactive"),
        ({"is_active": False}, Wording.PRIVATE, {"minds_quiet_hours": False}, "inactive"),
        ({}, Wording.NONE, {}, "not-wanted"),
        ({}, Wording.PRIVATE, {"expires_at": "now"}, "expired"),
        ({}, Wording.PRIVATE, {"expires_at": "now", "minds_quiet_hours": False}, "expired"),
    ],
)
def test_deliver_due_drops_what_may_not_go(mail_server, now, person, wording, fields, reason):
    preference = ContactPreferenceFactory(person=UserFactory(**person), wording=wording)
    fields = {name: now if value == "now" else value for name, value in fields.items()}
    message = MessageFactory(recipient=preference.person, created_at=now, **fields)
    allowed = MessageFactory(created_at=now)
    assert deliver_due(now=now) == 1
    assert mail_server.recipients == [allowed.recipient.email]
    message.refresh_from_db()
    assert (message.outcome, message.reason) == (Outcome.DROPPED, reason)
    assert (message.subject, message.body) == ("", "")


def test_deliver_due_account_mail_goes_without_a_wish_for_reminders(mail_server, now):
    preference = ContactPreferenceFactory(wording=Wording.NONE)
    MessageFactory(recipient=preference.person, created_at=now, minds_quiet_hours=False)
    assert deliver_due(now=now) == 1


# -- quiet hours ---------------------------------------------------------------------------------
def test_deliver_due_waits_for_the_morning(mail_server, participant):
    message = MessageFactory(recipient=participant, created_at=MIDNIGHT)
    at_once = MessageFactory(minds_quiet_hours=False, created_at=MIDNIGHT)
    assert deliver_due(now=MIDNIGHT) == 1
    assert mail_server.recipients == [at_once.recipient.email]
    message.refresh_from_db()
    assert (message.due_at, message.ended_at, message.lease_id) == (EIGHT, None, None)
    assert message.body
    assert deliver_due(now=EIGHT - dt.timedelta(seconds=1)) == 0
    assert deliver_due(now=EIGHT) == 1


def test_deliver_due_keeps_here_what_would_only_be_allowed_too_late(mail_server, participant):
    before = MessageFactory(created_at=MIDNIGHT, expires_at=EIGHT)
    after = MessageFactory(created_at=MIDNIGHT, expires_at=EIGHT + HOUR)
    assert deliver_due(now=MIDNIGHT) == 0
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.outcome, before.reason) == (Outcome.KEPT, "no-safe-hour")
    assert (after.outcome, after.due_at) == ("", EIGHT)
    assert mail_server.lines == 0


def test_deliver_due_knows_each_persons_own_hours_and_zone(mail_server):
    awake = ContactPreferenceFactory(
        person__time_zone="Asia/Tokyo", quiet_from=dt.time(21), quiet_until=dt.time(8)
    )
    never = ContactPreferenceFactory(quiet_from=dt.time(0), quiet_until=dt.time(0))
    asleep = ContactPreferenceFactory(person__time_zone="America/Chicago")
    for preference in (awake, never, asleep):
        MessageFactory(recipient=preference.person, created_at=MIDNIGHT)
    assert deliver_due(now=MIDNIGHT) == 2
    assert mail_server.recipients == [awake.person.email, never.person.email]
    waiting = Message.objects.get(ended_at=None)
    chicago = zoneinfo.ZoneInfo("America/Chicago")
    assert waiting.due_at == dt.datetime(2026, 5, 5, 8, tzinfo=chicago)


def test_deliver_due_asks_again_at_the_moment_of_sending(mail_server, participant):
    """The wish that counts is the one at eight, not the one at midnight."""
    message = MessageFactory(recipient=participant, created_at=MIDNIGHT)
    deliver_due(now=MIDNIGHT)
    ContactPreferenceFactory(person=participant, wording=Wording.NONE)
    assert deliver_due(now=EIGHT) == 0
    message.refresh_from_db()
    assert message.reason == "not-wanted"


# -- leases --------------------------------------------------------------------------------------
def test_deliver_due_leaves_what_another_worker_has(mail_server, now):
    message = MessageFactory(
        created_at=now, lease_id=uuid.uuid4(), lease_until=now + dt.timedelta(minutes=1)
    )
    assert deliver_due(now=now) == 0
    message.refresh_from_db()
    assert message.lease_id is not None
    assert deliver_due(now=now + dt.timedelta(minutes=1)) == 1


@pytest.mark.parametrize("unclear", [0, 1])
def test_deliver_due_sends_once_more_what_a_dead_worker_had_begun(mail_server, now, unclear):
    message = MessageFactory(
        created_at=now,
        lease_id=uuid.uuid4(),
        lease_until=now,
        attempting_at=now - HOUR,
        attempts=1,
        unclear=unclear,
    )
    assert deliver_due(now=now) == (0 if unclear else 1)
    message.refresh_from_db()
    if unclear:
        assert (message.outcome, message.reason) == (Outcome.PARKED, "unclear")
    else:
        assert (message.outcome, message.unclear, message.attempts) == (Outcome.SENT, 1, 2)


def test_deliver_due_remembers_over_night_that_a_message_was_begun(mail_server, participant):
    message = MessageFactory(
        recipient=participant, created_at=MIDNIGHT, attempting_at=MIDNIGHT, lease_until=MIDNIGHT
    )
    deliver_due(now=MIDNIGHT)
    message.refresh_from_db()
    assert (message.due_at, message.unclear, message.attempting_at) == (EIGHT, 1, None)


def test_deliver_due_ends_in_time_and_hands_back_the_rest(mail_server, now, monkeypatch):
    monkeypatch.setattr(delivery, "SWEEP_SECONDS", 0.3)
    mail_server.on_mail = lambda _to: time.sleep(0.2)
    MessageFactory.create_batch(5, created_at=now)
    sent = deliver_due(now=now)
    assert 0 < sent < 5
    left = Message.objects.filter(ended_at=None)
    assert {(m.lease_id, m.lease_until, m.attempting_at, m.attempts) for m in left} == {
        (None, None, None, 0)
    }
    mail_server.on_mail = None
    assert deliver_due(now=now) == 5 - sent
    assert len(set(mail_server.recipients)) == 5


# -- rows that make us stumble -------------------------------------------------------------------
def test_deliver_due_parks_a_poisoned_row_and_sends_the_rest(mail_server, now):
    no_domain = MessageFactory(created_at=now, recipient__email="sam@b\u05d0a.org")
    bad_address = MessageFactory(created_at=now, recipient__email="nobody at all")
    good = MessageFactory(created_at=now)
    assert deliver_due(now=now) == 1
    assert mail_server.recipients == [good.recipient.email]
    for message, reason in ((no_domain, "unreadable-UnicodeError"), (bad_address, "bad-address")):
        message.refresh_from_db()
        assert (message.outcome, message.reason) == (Outcome.PARKED, reason)
        assert message.body  # staff may release it once the cause is gone


@pytest.mark.parametrize(
    "email", ["a@b.org\r\nBcc: all@example.org", "x@y.org>\r\nRCPT TO:<z@y.org"]
)
def test_deliver_due_lets_no_address_speak_to_the_server(mail_server, now, email):
    MessageFactory(created_at=now, recipient__email=email)
    assert deliver_due(now=now) == 0
    assert (mail_server.tried, mail_server.mails) == ([], [])


def test_deliver_due_logs_no_person(mail_server, participant, now, caplog):
    caplog.set_level(logging.DEBUG)
    mail_server.at_rcpt[participant.email] = f"550 no such user {participant.email}"
    refused = MessageFactory(recipient=participant, created_at=now, body="Sallow Lane")
    MessageFactory(created_at=now, body="Sallow Lane")
    deliver_due(now=now)
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("community")]
    assert ours == [f"Message {refused.public_id} is parked: refused-550"]
    assert not any(word in line for line in ours for word in ("@", "Sallow", "Tuesday", "Sam"))


# -- taken back meanwhile ------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_deliver_due_holds_no_transaction_while_it_talks(mail_server, now):
    """Somebody cancels while the first mail is handed over: neither waits for the other."""
    first, second, third = (MessageFactory(created_at=now, about=uuid.uuid4()) for _ in range(3))

    def cancel(_to: str) -> None:
        mail_server.on_mail = None
        try:
            withdraw(about=[first.about, third.about])
        finally:
            connection.close()

    mail_server.on_mail = cancel
    assert deliver_due(now=now) == 2
    assert mail_server.recipients == [first.recipient.email, second.recipient.email]
    first.refresh_from_db()
    assert first.outcome == Outcome.SENT
    assert not Message.objects.filter(pk=third.pk).exists()
