"""The page that deletes an account: a password, and nobody else."""

import re

import pytest
from django.urls import reverse

from community.people.models import User
from community.safety.models import Erasure
from tests.factories.people import UserFactory

PASSWORD = "a long enough password"
PAGE = "/account/delete/"


@pytest.fixture
def sam(db):
    return UserFactory(username="sam", email="sam@example.org")


def test_page_says_what_goes_and_what_stays(as_person, sam):
    text = as_person(sam).get(PAGE).content.decode()
    assert reverse("people:delete") == PAGE
    assert "<title>Delete your account" in text
    for words in ("What goes", "What stays", "Numbers without names", "It cannot be undone"):
        assert words in text


def test_right_password_deletes_at_once_and_signs_out(as_person, sam, another_participant):
    client = as_person(sam)
    response = client.post(PAGE, {"password": PASSWORD})
    assert response.status_code == 200
    assert "All gone" in response.content.decode()
    assert not User.objects.filter(username="sam").exists()
    assert Erasure.objects.count() == 1
    assert client.cookies["session"].value == ""
    assert client.get("/plan/").status_code == 302
    assert User.objects.filter(pk=another_participant.pk).exists()


@pytest.mark.parametrize("password", ["", "not the password at all", " " + PASSWORD])
def test_wrong_password_deletes_nothing(as_person, sam, password):
    response = as_person(sam).post(PAGE, {"password": password})
    assert "<title>Error:" in response.content.decode()
    assert User.objects.filter(pk=sam.pk).exists()


def test_form_cannot_name_another_account(as_person, sam, another_participant):
    answers = {"password": PASSWORD, "username": "kim", "person": another_participant.pk}
    as_person(sam).post(PAGE, answers)
    assert set(User.objects.values_list("username", flat=True)) == {"kim"}


def test_looking_deletes_nothing(as_person, sam):
    client = as_person(sam)
    client.get(f"{PAGE}?password={PASSWORD}")
    client.head(PAGE)
    assert client.put(PAGE).status_code == 405
    assert User.objects.filter(pk=sam.pk).exists()


@pytest.mark.parametrize("name", ["sam", "SAM", "sam@example.org"])
def test_closed_account_is_its_owners_to_delete(stranger, sam, name):
    User.objects.update(is_active=False)
    response = stranger.post(PAGE, {"username": name, "password": PASSWORD})
    assert "All gone" in response.content.decode()
    assert not User.objects.exists()


def test_open_account_is_deleted_only_by_who_is_signed_in(stranger, sam):
    """There a second step may be asked for; here it would be gone round."""
    response = stranger.post(PAGE, {"username": "sam", "password": PASSWORD})
    assert "Sign in first" in response.content.decode()
    assert User.objects.exists()


def test_wrong_password_and_unknown_name_look_the_same(stranger, sam):
    User.objects.update(is_active=False)
    pages = []
    for name in ("sam", "nobody-of-this-name"):
        response = stranger.post(PAGE, {"username": name, "password": "wrong " + PASSWORD})
        pages.append(response.content.decode().split("</header>")[-1].replace(name, "NAME"))
    tokens = re.compile(r'value="\w{64}"')
    assert tokens.sub("", pages[0]) == tokens.sub("", pages[1])
    assert User.objects.exists()


def test_guessing_at_a_closed_account_is_counted(stranger, sam):
    User.objects.update(is_active=False)
    for _try in range(12):
        stranger.post(PAGE, {"username": "sam", "password": "wrong " + PASSWORD})
    response = stranger.post(PAGE, {"username": "sam", "password": PASSWORD})
    assert "Too many tries" in response.content.decode()
    assert User.objects.exists()


def test_account_page_and_safety_page_lead_there(as_person, sam):
    client = as_person(sam)
    assert f'href="{PAGE}"' in client.get(reverse("people:settings")).content.decode()
    assert f'href="{PAGE}"' in client.get(reverse("safety:stay_safe")).content.decode()
