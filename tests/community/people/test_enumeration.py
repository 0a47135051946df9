"""Nobody learns who has an account here (safety.md #14, T1)."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.notifications.models import Message
from tests.factories.people import UserFactory, form_opened

KNOWN, UNKNOWN = "known@example.org", "other@example.org"
PASSWORD = "a long enough password"


@pytest.fixture
def sam(db):
    return UserFactory(username="sam", email=KNOWN)


def fingerprint(response, typed):
    """Everything of a response that its reader can compare; what they typed themselves is blanked.

    Tokens against forged forms differ on every page, for known and unknown alike.
    """
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    cookies = {
        name: {key: value for key, value in cookie.items() if key != "expires"}
        for name, cookie in response.cookies.items()
    }
    # "Expires" is the clock of the moment, not of the address.
    headers = {name: value for name, value in response.items() if name != "Expires"}
    return response.status_code, headers, cookies, body.replace(typed, "TYPED")


def both(send):
    """What the same request answers for a known and for an unknown address."""
    return [fingerprint(send(Client(), email), email) for email in (KNOWN, UNKNOWN)]


def test_login_answers_a_known_and_an_unknown_address_alike(sam):
    known, unknown = both(
        lambda client, email: client.post(
            reverse("account_login"), {"login": email, "password": "not the password"}
        )
    )
    assert known == unknown
    assert known[0] == 200


def test_login_locks_a_known_and_an_unknown_address_alike(sam):
    def try_six_times(client, email):
        cache.clear()
        for _try in range(6):
            page = client.post(reverse("account_login"), {"login": email, "password": "wrong"})
        return page

    known, unknown = both(try_six_times)
    assert known == unknown
    assert "Too many tries" in known[3]


@pytest.mark.parametrize("login", ["sam", "nobody", KNOWN, UNKNOWN])
def test_login_checks_one_password_whoever_is_meant(sam, login, monkeypatch):
    """One hash for everyone: a second one would be heard as a longer silence."""
    hashed = []
    encode = MD5PasswordHasher.encode

    def counting(hasher, password, salt):
        hashed.append(1)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    Client().post(reverse("account_login"), {"login": login, "password": "not the password"})
    assert len(hashed) == 1


def test_reset_answers_alike_and_writes_to_known_addresses_only(sam):
    known, unknown = both(
        lambda client, email: client.post(reverse("account_reset_password"), {"email": email})
    )
    assert known == unknown
    assert [message.recipient for message in Message.objects.all()] == [sam]


def test_reset_of_a_closed_account_sends_nothing(sam, stranger):
    sam.is_active = False
    sam.save()
    assert stranger.post(reverse("account_reset_password"), {"email": KNOWN}).status_code == 302
    assert not Message.objects.exists()


def test_reset_does_the_same_work_for_known_and_unknown(sam):
    """The letter to nobody is written and taken back, so that both answers take as long."""
    writes = []
    for email in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            Client().post(reverse("account_reset_password"), {"email": email})
        writes.append([q["sql"].split()[0] for q in queries if "notifications" in q["sql"]])
    assert writes[0] == writes[1] == ["INSERT"]


def sign_up(client, email):
    name = f"new.{email[:5]}"
    answers = {"username": name, "password1": "three stones across", "email": email, "alias": "New"}
    answers |= form_opened()
    return name, client.post(reverse("account_signup"), answers)


def test_signup_answers_a_known_and_an_unknown_address_alike(sam):
    known, unknown = both(lambda client, email: sign_up(client, email)[1])
    assert known == unknown
    assert known[0] == 302


def test_signup_shows_nothing_afterwards_either(sam):
    """Neither the account page, nor log-in, nor a reset tells the new account whose it is."""
    seen = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        name, _answer = sign_up(client, email)
        page = client.get(reverse("people:settings"))
        text = fingerprint(page, email)[3].replace(name, "NAME")
        login = Client().post(
            reverse("account_login"), {"login": email, "password": "three stones across"}
        )
        reset = Client().post(reverse("account_reset_password"), {"email": email})
        seen.append((text, fingerprint(login, email), fingerprint(reset, email)))
    assert seen[0] == seen[1]


def test_signup_writes_the_same_letter_to_a_known_and_an_unknown_address(sam):
    for email in (KNOWN, UNKNOWN):
        sign_up(Client(), email)
    first, second = Message.objects.order_by("pk")
    without_link = [re.sub(r"http\S+", "LINK", message.body) for message in (first, second)]
    assert without_link[0] == without_link[1]
    assert first.subject == second.subject
    assert {first.address, second.address} == {KNOWN, UNKNOWN}


def test_change_of_address_answers_alike(sam, as_person):
    seen = []
    for email in (KNOWN, UNKNOWN):
        client = as_person(UserFactory(username=f"new.{email[:5]}", alias="New", email=""))
        data = {"email": email, "password": PASSWORD}
        response = client.post(reverse("people:change_address"), data)
        text = fingerprint(client.get(reverse("people:settings")), email)[3]
        seen.append((fingerprint(response, email), text.replace(f"new.{email[:5]}", "NAME")))
    assert seen[0] == seen[1]
