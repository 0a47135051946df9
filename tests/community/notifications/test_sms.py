"""Text messages against a server that answers as Twilio does, and STOP coming back (#26, #31)."""

import base64
import builtins
import datetime as dt
import hashlib
import hmac
import logging
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.urls import reverse

from community.notifications.actions import deliver_due, sms, stop_by_text
from community.notifications.checks import texts_can_be_sent
from community.notifications.models import Channel, ContactPreference, Message, Outcome
from tests.factories.notifications import (
    ContactPreferenceFactory,
    MessageFactory,
    PhoneContactFactory,
)
from tests.factories.people import UserFactory

from .mail_server import closed_port
from .twilio_server import DROP, HANG, TwilioServer

pytestmark = pytest.mark.django_db
IN = reverse("notifications:text_came")
NUMBER, OTHER, SENDER = "+12125550142", "+12125550199", "+12125550100"
ACCOUNT, TOKEN = "AC0123456789", "a token of theirs"
SECOND, MINUTE, HOUR = (dt.timedelta(seconds=s) for s in (1, 60, 3600))


@pytest.fixture
def twilio(settings):
    """An account with somebody who carries texts."""
    with TwilioServer(ACCOUNT, TOKEN) as server:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
        settings.TWILIO_SENDER, settings.TWILIO_API = SENDER, server.address
        settings.SITE_URL = "https://site.example"
        settings.EMAIL_TIMEOUT = 1
        yield server


def texted(now, number: str = NUMBER, **fields):
    """Somebody who said: by text."""
    person = ContactPreferenceFactory(channel="sms", checked_at=now, **fields).person
    PhoneContactFactory(person=person, number=number)
    return person


def sweep_later(now) -> int:
    return deliver_due(now=now + 2 * MINUTE)


# -- out -------------------------------------------------------------------------------------
def test_text_leaves_in_one_segment_from_the_plain_number(twilio, mail_server, now):
    message = MessageFactory(recipient=texted(now), created_at=now)
    assert deliver_due(now=now) == 1
    assert twilio.texts == [{"To": NUMBER, "From": SENDER, "Body": "Tue 10 am. See you there."}]
    assert mail_server.lines == 0
    message.refresh_from_db()
    assert (message.outcome, message.body) == (Outcome.SENT, "")


def test_texts_and_mails_go_in_one_sweep_and_neither_waits_for_the_other(
    twilio, mail_server, settings, now
):
    mailed = MessageFactory(created_at=now)
    MessageFactory(recipient=texted(now), created_at=now + SECOND, due_at=now)
    assert deliver_due(now=now) == 2
    assert mail_server.recipients == [mailed.recipient.email]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port()
    MessageFactory(created_at=now)
    MessageFactory(recipient=texted(now, OTHER), created_at=now)
    assert deliver_due(now=now) == 1
    assert twilio.texts[-1]["To"] == OTHER


def test_who_carries_texts_being_away_delays_no_mail(twilio, mail_server, settings, now):
    settings.TWILIO_API = f"http://127.0.0.1:{closed_port()}"
    message = MessageFactory(recipient=texted(now), created_at=now)
    MessageFactory(created_at=now)
    assert deliver_due(now=now) == 1
    message.refresh_from_db()
    assert (message.ended_at, message.unclear, message.attempts) == (None, 0, 1)
    settings.TWILIO_API = twilio.address
    assert sweep_later(now) == 1
    assert len(twilio.texts) == 1


@pytest.mark.parametrize("answer", [(429, 20429), (500, 0), (503, 20503)])
def test_text_asked_to_wait_is_tried_again(twilio, mail_server, now, answer):
    twilio.answers[NUMBER] = answer
    MessageFactory(recipient=texted(now), created_at=now)
    assert deliver_due(now=now) == 0
    assert deliver_due(now=now + 30 * SECOND) == 0
    assert twilio.requests == 1
    twilio.answers.clear()
    assert sweep_later(now) == 1


@pytest.mark.parametrize("code", [21211, 21610, 21614])
def test_number_that_is_refused_is_not_used_again(twilio, mail_server, now, code):
    twilio.answers[NUMBER] = (400, code)
    person = texted(now)
    message = MessageFactory(recipient=person, created_at=now)
    assert deliver_due(now=now) == 0
    message.refresh_from_db()
    assert (message.outcome, message.reason) == (Outcome.PARKED, f"refused-{code}")
    assert ContactPreference.objects.get(person=person).channel == Channel.IN_APP
    assert person.notes.count() == 2
    assert mail_server.lines == 0  # never a forward (safety.md #27)


def test_refusal_that_is_not_of_the_number_is_parked_and_changes_no_choice(
    twilio, mail_server, now
):
    twilio.answers[NUMBER] = (400, 21606)
    person = texted(now)
    MessageFactory(recipient=person, created_at=now)
    deliver_due(now=now)
    assert Message.objects.get().outcome == Outcome.PARKED
    assert ContactPreference.objects.get(person=person).channel == Channel.SMS


def test_wrong_login_is_nobodys_own_fault(twilio, mail_server, settings, now):
    settings.TWILIO_AUTH_TOKEN = "wrong"
    person = texted(now)
    MessageFactory(recipient=person, created_at=now)
    assert deliver_due(now=now) == 0
    assert Message.objects.get().ended_at is None
    settings.TWILIO_AUTH_TOKEN = TOKEN
    assert sweep_later(now) == 1


@pytest.mark.parametrize("behaviour", [DROP, HANG])
def test_text_that_may_have_left_is_sent_at_most_twice(
    twilio, mail_server, settings, now, behaviour
):
    settings.EMAIL_TIMEOUT = 0.5
    twilio.answers[NUMBER] = behaviour
    MessageFactory(recipient=texted(now), created_at=now)
    for n in range(4):
        deliver_due(now=now + n * HOUR)
    assert twilio.requests == 2
    assert Message.objects.get().reason == "unclear"


@pytest.mark.parametrize(
    ("number", "body", "reason"),
    [("", "Tue 10 am.", "no-number"), (NUMBER, "привет", "no-text")],
)
def test_what_cannot_be_a_text_stays_here(twilio, mail_server, now, number, body, reason):
    person = texted(now, number)
    MessageFactory(recipient=person, created_at=now, body=body)
    assert deliver_due(now=now) == 0
    assert Message.objects.get().reason == reason
    assert person.notes.get().words == body
    assert twilio.requests == 0


def test_number_sealed_with_a_lost_key_stops_nobody_else(twilio, mail_server, now):
    lost, fine = texted(now), texted(now, OTHER)
    with connection.cursor() as cursor:
        cursor.execute(
            "update notifications_phonecontact set number = 'gone:AAAA' where person_id = %s",
            [lost.pk],
        )
    for person in (lost, fine):
        MessageFactory(recipient=person, created_at=now)
    assert deliver_due(now=now) == 1
    assert twilio.texts[0]["To"] == OTHER
    parked = Message.objects.get(recipient=lost)
    assert (parked.outcome, parked.reason) == (Outcome.PARKED, "unreadable-Unreadable")
    assert stop_by_text(number=OTHER, words="STOP", now=now) == 1


def test_stop_between_claim_and_sending_counts(twilio, mail_server, now, monkeypatch):
    person = texted(now)
    MessageFactory(recipient=person, created_at=now)
    from community.notifications.actions import delivery

    claim = delivery.claim

    def claim_and_stop(*args, **kwargs):
        batch = claim(*args, **kwargs)
        stop_by_text(number=NUMBER, words="stop", now=now)
        return batch

    monkeypatch.setattr(delivery, "claim", claim_and_stop)
    assert deliver_due(now=now) == 0
    assert twilio.requests == 0
    assert person.notes.count() == 1


def test_log_holds_no_number_and_no_word(twilio, mail_server, now, caplog):
    caplog.set_level(logging.DEBUG)
    twilio.answers[OTHER] = (400, 21211)
    for number in (NUMBER, OTHER):
        MessageFactory(recipient=texted(now, number), created_at=now, body="Sallow Lane")
    deliver_due(now=now)
    said = "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert "is parked: refused-21211" in said
    for telling in (NUMBER, OTHER, NUMBER[2:], "Sallow", TOKEN):
        assert telling not in said


def test_local_site_keeps_texts_beside_its_mails(mail_server, settings, tmp_path, now, client):
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    MessageFactory(recipient=texted(now), created_at=now)
    assert deliver_due(now=now) == 1
    page = client.get(reverse("notifications:mailbox")).content.decode()
    assert "Text message" in page
    assert NUMBER in page
    (file,) = (tmp_path / "mailbox").glob("*.eml")
    shown = client.get(reverse("notifications:message", args=[file.name])).content.decode()
    assert "Tue 10 am. See you there." in shown


def test_nobody_carries_texts_on_a_site_without_an_account(settings):
    settings.MAILBOX_DIR = None
    assert sms.provider() is None
    assert sms.Carrier().open() is False
    assert sms.Carrier().hand_over(address=NUMBER, data=b"x").fate is sms.Fate.LOST


def test_missing_library_is_said_clearly_and_stops_no_mail(
    twilio, mail_server, now, monkeypatch, caplog
):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("twilio"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    for name in [name for name in sys.modules if name.split(".")[0] == "twilio"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr("importlib.import_module", lambda name: without(name))
    with pytest.raises(ImproperlyConfigured, match=r"pip install onward\[sms\]"):
        sms.Twilio()
    (found,) = texts_can_be_sent(None)
    assert "onward[sms]" in found.msg
    MessageFactory(recipient=texted(now), created_at=now)
    MessageFactory(created_at=now)
    assert deliver_due(now=now) == 1
    assert any("onward[sms]" in message for message in caplog.messages)


def test_check_says_what_is_missing_of_an_account(twilio, settings):
    assert texts_can_be_sent(None) == []
    settings.TWILIO_SENDER = ""
    (found,) = texts_can_be_sent(None)
    assert "TWILIO_SENDER" in found.msg
    settings.TWILIO_ACCOUNT_SID = ""
    assert texts_can_be_sent(None) == []


# -- in --------------------------------------------------------------------------------------
def signed(fields: dict[str, str], token: str = TOKEN, url: str = f"https://site.example{IN}"):
    """The headers of a request as Twilio signs it, by the words of their documentation."""
    text = url + "".join(key + fields[key] for key in sorted(fields))
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return {"X-Twilio-Signature": base64.b64encode(digest).decode()}


def bring(body: str, number: str = NUMBER, **fields):
    form = {"From": number, "To": SENDER, "Body": body, "AccountSid": ACCOUNT} | fields
    return Client(enforce_csrf_checks=True).post(IN, form, headers=signed(form))


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop. ", "STOPALL", "Unsubscribe", "NO", "Alto"]
)
def test_stop_is_obeyed_at_once_and_nothing_is_sent_back(twilio, mail_server, now, word):
    person, other = texted(now), texted(now, OTHER)
    answer = bring(word)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    assert answer.content.decode().endswith("<Response></Response>")
    wish = ContactPreference.objects.get(person=person)
    assert (wish.channel, wish.stopped_at is None) == (Channel.IN_APP, False)
    assert ContactPreference.objects.get(person=other).channel == Channel.SMS
    MessageFactory(recipient=person, created_at=now)
    assert deliver_due(now=now) == 0
    assert twilio.requests == 0
    assert Message.objects.count() == 1


def test_stop_stops_everybody_who_shares_the_phone(twilio, now):
    people = [texted(now), texted(now)]
    bring("STOP")
    assert set(
        ContactPreference.objects.filter(person__in=people).values_list("channel", flat=True)
    ) == {Channel.IN_APP}


def test_stop_that_their_own_words_tell_of(twilio, now):
    person = texted(now)
    bring("Détente", OptOutType="STOP")
    assert ContactPreference.objects.get(person=person).channel == Channel.IN_APP


@pytest.mark.parametrize("words", ["Thanks", "", "2", "don't stop the music", "yes"])
def test_other_answers_change_nothing_and_look_the_same(twilio, now, words):
    person = texted(now)
    stopped = bring("STOP", number="+19995550000").content
    assert bring(words).content == stopped
    assert ContactPreference.objects.get(person=person).channel == Channel.SMS


def test_stop_leaves_who_is_reached_by_mail(twilio, now):
    person = ContactPreferenceFactory(channel="email").person
    PhoneContactFactory(person=person, number=NUMBER)
    bring("STOP")
    assert ContactPreference.objects.get(person=person).channel == Channel.EMAIL


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "AAAA"},
        signed({"From": NUMBER, "Body": "STOP"}, token="another"),
        signed({"From": OTHER, "Body": "STOP"}),
        signed({"From": NUMBER, "Body": "STOP"}, url=f"https://other.example{IN}"),
    ],
)
def test_without_their_signature_there_is_nothing_here(twilio, now, stranger, headers):
    person = texted(now)
    answer = stranger.post(IN, {"From": NUMBER, "Body": "STOP"}, headers=headers)
    assert answer.status_code == 404
    assert ContactPreference.objects.get(person=person).channel == Channel.SMS
    fine = signed({"From": NUMBER, "Body": "STOP"})
    assert stranger.post(IN, {"From": NUMBER, "Body": "STOP"}, headers=fine).status_code == 200


def test_without_an_account_there_is_nothing_here(settings, stranger):
    form = {"From": NUMBER, "Body": "STOP"}
    for token in ("", TOKEN):
        settings.TWILIO_AUTH_TOKEN = token
        assert stranger.post(IN, form, headers=signed(form, token=token)).status_code == 404


def test_only_a_post_is_taken(twilio, stranger):
    assert stranger.get(IN).status_code == 405


def test_stop_of_a_number_nobody_has_costs_as_little_as_one(twilio, now):
    UserFactory()
    assert stop_by_text(number="+19995550000", words="STOP", now=now) == 0
    assert stop_by_text(number="", words="STOP", now=now) == 0
