"""Signing in with a code from an e-mail, and a reset that needs a person (#14, T7)."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.notifications.models import Message
from community.people import actions
from community.people.models import User
from community.people.views.code import PENDING
from tests.community.people.test_enumeration import fingerprint
from tests.community.people.test_second_factor import give_app
from tests.factories.people import UserFactory

KNOWN, UNKNOWN = "known@example.org", "other@example.org"
ASK, TYPE = "/account/code/", "/account/code/typed/"


@pytest.fixture
def sam(db):
    return UserFactory(username="sam", email=KNOWN)


def ask(client, email=KNOWN):
    return client.post(ASK, {"email": email})


def code_in_mail() -> str:
    return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", Message.objects.get().body)[0]


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("spelling", [str, str.lower, lambda code: code.replace("-", " ")])
def test_code_signs_in_once(sam, stranger, spelling):
    ask(stranger)
    code = spelling(code_in_mail())
    assert stranger.post(TYPE, {"code": code})["Location"] == reverse("opportunities:plan")
    assert is_in(stranger)
    assert stranger.session.get_expire_at_browser_close()
    stranger.post(reverse("account_logout"))
    stranger.post(TYPE, {"code": code})
    assert not is_in(stranger)


def test_code_works_only_in_the_browser_that_asked(sam, stranger):
    ask(stranger)
    other = Client()
    other.post(TYPE, {"code": code_in_mail()})
    ask(other, UNKNOWN)
    other.post(TYPE, {"code": code_in_mail()})
    assert not is_in(other)


def test_code_can_be_guessed_three_times(sam, stranger):
    ask(stranger)
    for _try in range(3):
        assert "did not work" in stranger.post(TYPE, {"code": "BBBB-BBBB"}).content.decode()
    stranger.post(TYPE, {"code": code_in_mail()})
    assert not is_in(stranger)


def test_code_is_over_after_ten_minutes(sam, stranger):
    ask(stranger)
    session = stranger.session
    session[PENDING] |= {"until": session[PENDING]["until"] - 601}
    session.save()
    stranger.post(TYPE, {"code": code_in_mail()})
    assert not is_in(stranger)


def test_code_is_not_in_the_session_in_clear(sam, stranger):
    ask(stranger)
    assert code_in_mail().replace("-", "") not in str(dict(stranger.session))


def test_code_does_not_replace_the_second_step(sam, stranger):
    give_app(sam)
    ask(stranger)
    response = stranger.post(TYPE, {"code": code_in_mail()})
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_in(stranger)


def test_mail_is_neutral_and_short_lived(sam, stranger):
    ask(stranger)
    message = Message.objects.get()
    assert message.subject == "Your link"
    assert "sam" not in message.body
    assert (message.expires_at - message.due_at).total_seconds() == 600


@pytest.mark.parametrize("address", [ASK, "/accounts/new/"])
@pytest.mark.parametrize("why", ["unknown", "closed", "needs a person", "not proved"])
def test_nothing_is_sent_and_nothing_looks_different(sam, address, why):
    """Page by page, cookie by cookie, row by row (safety.md #14)."""
    seen = []
    for email in (KNOWN, UNKNOWN):
        cache.clear()
        if email == UNKNOWN:
            Message.objects.all().delete()
            more = {
                "unknown": {"email": "third@example.org"},
                "closed": {"email": UNKNOWN, "is_active": False},
                "needs a person": {"email": UNKNOWN, "reset_needs_person": True},
                "not proved": {"email": "", "email_to_confirm": UNKNOWN},
            }[why]
            UserFactory(username="kim", **more)
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            response = client.post(address, {"email": email})
        writes = [q["sql"].split()[0] for q in queries if "notifications" in q["sql"]]
        page = client.get(response["Location"])
        parts = [fingerprint(response, email), fingerprint(page, email), writes]
        seen.append(parts)
        assert Message.objects.exists() is (email == KNOWN)
    assert seen[0][0][0] == seen[1][0][0] == 302
    assert seen[0][1][3] == seen[1][1][3]
    assert seen[0][2] == seen[1][2] == ["INSERT"]


def test_wrong_code_looks_the_same_for_known_and_unknown(sam):
    seen = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        ask(client, email)
        seen.append(fingerprint(client.post(TYPE, {"code": "BBBB-BBBB"}), email)[3])
    assert seen[0] == seen[1]


def test_inbox_is_not_filled(sam):
    for _time in range(7):
        ask(Client())
    assert Message.objects.count() == 5


def test_only_a_person_is_chosen_by_who_proved_who_they_are(as_person, sam):
    way = reverse("people:way_back")
    as_person(sam).post(way, {"only_a_person": "on"})
    sam.refresh_from_db()
    assert not sam.reset_needs_person
    client = as_person(sam, proved=True)
    client.post(way, {"only_a_person": "on"})
    sam.refresh_from_db()
    assert sam.reset_needs_person
    assert "checked" in client.get(way).content.decode()
    client.post(way)
    sam.refresh_from_db()
    assert not sam.reset_needs_person


def test_code_that_was_sent_before_it_was_switched_off_opens_nothing(sam, stranger):
    ask(stranger)
    sam.reset_needs_person = True
    sam.save()
    stranger.post(TYPE, {"code": code_in_mail()})
    assert not is_in(stranger)


@pytest.mark.parametrize("how", ["password", "address", "no address"])
def test_code_asked_for_before_the_account_changed_opens_nothing(how, sam, stranger, now):
    """Whoever reads the old mail asks for a code, and types it after its owner shut them out."""
    ask(stranger)
    code = code_in_mail()
    if how == "password":
        sam.set_password("three new stones across")
        sam.save()
    elif how == "address":
        User.objects.filter(pk=sam.pk).update(email="new@example.org")
    else:
        actions.forget_address(person=sam, now=now)
    stranger.post(TYPE, {"code": code})
    assert not is_in(stranger)
