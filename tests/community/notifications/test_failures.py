"""The sweep against mail servers that refuse, hang up, hang or lie (reliability.md, lesson 10)."""

import datetime as dt
import time

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

from community.notifications.actions import address_given, deliver_due, delivery, parked, release
from community.notifications.models import Message, Outcome
from tests.factories.notifications import MessageFactory

from .mail_server import DROP, HANG, MailServer, closed_port, mute_server

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(seconds=s) for s in (1, 60, 3600, 86400))


def three(now) -> tuple[Message, Message, Message]:
    """Three messages; most tests let the one in the middle fail. They are due all day."""
    return tuple(
        MessageFactory(created_at=now + n * SECOND, due_at=now, minds_quiet_hours=False)
        for n in range(3)
    )


def address(message: Message) -> str:
    return message.recipient.email


def sweeps(now: dt.datetime, length: dt.timedelta, every: dt.timedelta = MINUTE) -> int:
    """Sweep at fixed times as beat would; return how many mails were taken."""
    return sum(deliver_due(now=now + n * every) for n in range(length // every + 1))


@pytest.mark.parametrize("point", ["at_rcpt", "after_data"])
def test_refused_for_good_is_parked_and_never_tried_again(mail_server, now, point):
    first, refused, last = three(now)
    getattr(mail_server, point)[address(refused)] = "550 no"
    assert deliver_due(now=now) == 2
    assert sweeps(now + HOUR, 2 * HOUR) == 0
    refused.refresh_from_db()
    assert list(parked()) == [refused]
    assert (refused.outcome, refused.reason, refused.attempts) == (
        Outcome.PARKED,
        "refused-550",
        1,
    )
    assert mail_server.tried.count(address(refused)) == 1
    assert mail_server.lines == 1
    assert mail_server.recipients == [address(first), address(last)]


def test_refused_and_released_goes_out_as_the_same_mail_to_who_asks_for_it(mail_server, now):
    message = MessageFactory(created_at=now)
    mail_server.at_rcpt[address(message)] = "550 no"
    deliver_due(now=now)
    mail_server.at_rcpt.clear()
    address_given(person=message.recipient, now=now)
    release(message=message, now=now + HOUR)
    assert deliver_due(now=now + HOUR) == 1
    assert list(mail_server.copies) == [f"<{message.public_id.hex}@example.org>"]


@pytest.mark.parametrize("point", ["at_rcpt", "after_data"])
def test_asked_to_try_later_backs_off_and_delays_nobody(mail_server, now, point):
    _first, slow, _last = three(now)
    getattr(mail_server, point)[address(slow)] = "451 later"
    assert deliver_due(now=now) == 2
    slow.refresh_from_db()
    assert (slow.ended_at, slow.attempts, slow.attempting_at) == (None, 1, None)
    assert slow.due_at == now
    assert now + 55 * SECOND < slow.lease_until < now + 65 * SECOND
    assert deliver_due(now=now + 30 * SECOND) == 0
    getattr(mail_server, point).clear()
    assert deliver_due(now=now + 70 * SECOND) == 1


def test_asked_to_try_later_stays_alive_for_a_day_with_growing_pauses(mail_server, now):
    message = MessageFactory(created_at=now, minds_quiet_hours=False)
    mail_server.at_rcpt[address(message)] = "450 greylisted"
    assert sweeps(now, DAY, every=5 * MINUTE) == 0
    assert 20 < len(mail_server.tried) < 40
    message.refresh_from_db()
    assert message.ended_at is None
    mail_server.at_rcpt.clear()
    assert sweeps(now + DAY, 2 * HOUR, every=5 * MINUTE) == 1


def test_asked_to_try_later_for_ever_ends_with_staff(mail_server, now):
    message = MessageFactory(created_at=now, minds_quiet_hours=False, attempts=49)
    mail_server.at_rcpt[address(message)] = "451 later"
    deliver_due(now=now)
    message.refresh_from_db()
    assert (message.outcome, message.reason) == (Outcome.PARKED, "gave-up-451")


def test_asked_to_try_later_ends_when_it_would_be_too_late(mail_server, now):
    message = MessageFactory(created_at=now, expires_at=now + 10 * MINUTE)
    mail_server.at_rcpt[address(message)] = "451 later"
    sweeps(now, HOUR)
    message.refresh_from_db()
    assert (message.outcome, message.reason) == (Outcome.DROPPED, "expired")
    assert 1 < len(mail_server.tried) < 6


def test_hung_up_before_the_words_is_not_sent_and_the_rest_goes_on(mail_server, now):
    _first, lost, _last = three(now)
    mail_server.at_rcpt[address(lost)] = DROP
    assert deliver_due(now=now) == 2
    lost.refresh_from_db()
    assert (lost.ended_at, lost.unclear, lost.attempting_at) == (None, 0, None)
    mail_server.at_rcpt.clear()
    assert sweeps(now, 3 * MINUTE) == 1
    assert set(mail_server.copies.values()) == {1}


def test_hung_up_after_so_many_mails_is_a_new_line_at_once(mail_server, now):
    mail_server.mails_per_line = 3
    MessageFactory.create_batch(10, created_at=now)
    assert deliver_due(now=now) == 10
    assert mail_server.lines == 4
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_taken_and_hung_up_is_sent_at_most_twice_with_one_message_id(mail_server, now):
    """The flaw this was written for turned 12 messages into 48 sends."""
    messages = [MessageFactory(created_at=now, minds_quiet_hours=False) for _ in range(12)]
    mail_server.everyone_after_data = DROP
    assert sweeps(now, 4 * HOUR) == 0
    assert set(mail_server.copies.values()) == {2}
    assert len(mail_server.copies) == 12
    assert parked().filter(reason="unclear").count() == len(messages)


def test_taken_and_hung_up_once_is_sent_once_more(mail_server, now):
    first, unclear, last = three(now)
    mail_server.after_data[address(unclear)] = DROP
    assert deliver_due(now=now) == 2
    mail_server.after_data.clear()
    assert sweeps(now, 5 * MINUTE) == 1
    unclear.refresh_from_db()
    assert (unclear.outcome, unclear.unclear) == (Outcome.SENT, 1)
    assert mail_server.copies[f"<{unclear.public_id.hex}@example.org>"] == 2
    assert {mail_server.recipients.count(address(m)) for m in (first, last)} == {1}


def test_server_that_refuses_the_sender_is_nobodys_own_fault(mail_server, now):
    three(now)
    mail_server.at_mail = "550 not you"
    assert deliver_due(now=now) == 0
    assert not parked().exists()
    mail_server.at_mail = ""
    assert sweeps(now, 3 * MINUTE) == 3


def test_server_that_is_away_costs_no_attempt_and_gets_a_pause(settings, now):
    three(now)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port()
    assert deliver_due(now=now) == 0
    for message in Message.objects.all():
        assert (message.attempts, message.lease_id, message.attempting_at) == (0, None, None)
        assert now < message.lease_until < now + 35 * SECOND
    with MailServer() as back:
        settings.EMAIL_PORT = back.port
        assert deliver_due(now=now + 35 * SECOND) == 3


def test_server_that_is_away_is_logged_once_and_without_names(settings, now, caplog):
    three(now)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port()
    deliver_due(now=now)
    assert caplog.messages == ["The mail server cannot be reached."]


def test_server_that_never_speaks_keeps_a_worker_only_so_long(settings, now):
    three(now)
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    with mute_server() as settings.EMAIL_PORT:
        began = time.monotonic()
        assert deliver_due(now=now) == 0
        assert time.monotonic() - began < 3
    assert {(m.attempts, m.unclear) for m in Message.objects.all()} == {(0, 0)}


def test_server_that_hangs_is_left_alone_after_two_mails(mail_server, settings, now):
    settings.EMAIL_TIMEOUT = 0.5
    messages = [MessageFactory(created_at=now, minds_quiet_hours=False) for _ in range(20)]
    mail_server.at_rcpt = {address(message): HANG for message in messages}
    began = time.monotonic()
    assert deliver_due(now=now) == 0
    assert time.monotonic() - began < 5
    assert sorted(m.attempts for m in Message.objects.all()) == [0] * 18 + [1] * 2
    mail_server.at_rcpt = {}
    settings.EMAIL_TIMEOUT = 5
    assert sweeps(now + 40 * SECOND, 3 * MINUTE) == 20
    assert set(mail_server.copies.values()) == {1}


def test_one_recipient_that_hangs_delays_nobody(mail_server, settings, now):
    settings.EMAIL_TIMEOUT = 0.5
    _first, slow, _last = three(now)
    mail_server.at_rcpt[address(slow)] = HANG
    assert deliver_due(now=now) == 2


def test_a_mail_never_takes_longer_than_the_timeout(mail_server, settings, now, monkeypatch):
    """However patient the settings are: a stopped worker has 30 seconds."""
    monkeypatch.setattr("community.notifications.actions.smtp.LONGEST_TALK", 0.5)
    settings.EMAIL_TIMEOUT = 3600
    message = MessageFactory(created_at=now)
    mail_server.after_data[address(message)] = HANG
    began = time.monotonic()
    assert deliver_due(now=now) == 0
    assert time.monotonic() - began < 3
    message.refresh_from_db()
    assert message.unclear == 1


def test_server_with_a_password_that_is_wrong_is_a_server_that_is_away(mail_server, settings, now):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "notes", "wrong"
    three(now)
    assert deliver_due(now=now) == 0
    assert not parked().exists()
    settings.EMAIL_HOST_USER = ""
    assert deliver_due(now=now + MINUTE) == 3


def test_server_without_the_demanded_encryption_gets_nothing(mail_server, settings, now):
    settings.EMAIL_USE_TLS = True
    three(now)
    assert deliver_due(now=now) == 0
    assert mail_server.tried == []


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server to lose")
@pytest.mark.django_db(transaction=True)
def test_database_lost_just_after_the_mail_left_does_not_send_it_again(mail_server, now):
    MessageFactory.create_batch(3, created_at=now)
    url = connection.get_connection_params()
    ours = connection.connection.info.backend_pid

    def cut(_to: str) -> None:
        mail_server.on_mail = None
        known = {key: url[key] for key in ("dbname", "user", "host", "port") if url.get(key)}
        with psycopg.connect(**known, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s)", [ours])

    mail_server.on_mail = cut
    assert deliver_due(now=now) == 3
    assert sweeps(now, HOUR) == 0
    assert set(mail_server.copies.values()) == {1}
    assert Message.objects.filter(outcome=Outcome.SENT).count() == 3


def test_a_sweep_and_a_mail_fit_into_the_thirty_seconds_a_stopped_worker_has():
    assert delivery.SWEEP_SECONDS + django_settings.EMAIL_TIMEOUT < 30
