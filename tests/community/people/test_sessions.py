"""The session and the account of a request are what the ORM would have found, and no more."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from community.people.models import User
from community.people.sessions import Accounts, SessionStore
from tests.factories.people import UserFactory, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """The key of a session with something in it."""
    store = SessionStore()
    store["colour"] = "blue"
    store.save()
    return store.session_key


def test_what_was_noted_is_found_by_its_key(kept):
    other = SessionStore()
    other["colour"] = "red"
    other.save()
    assert dict(SessionStore(kept).items()) == {"colour": "blue"}
    assert SessionStore(kept).load() == {"colour": "blue"}


@pytest.mark.parametrize("seconds", [-1, 60])
def test_a_session_that_is_over_holds_nothing_and_its_key_is_not_used_again(kept, seconds):
    ends = timezone.now() + dt.timedelta(seconds=seconds)
    Session.objects.update(expire_date=ends)
    store = SessionStore(kept)
    assert store.load() == ({"colour": "blue"} if seconds > 0 else {})
    assert store.session_key == (kept if seconds > 0 else None)


@pytest.mark.parametrize("key", ["a" * 32, "no session has this key", "-1' OR 1=1 --"])
def test_a_key_that_nobody_was_given_opens_nothing(kept, key):
    store = SessionStore(key)
    assert store.load() == {}
    assert store.session_key is None
    store["colour"] = "green"
    store.save()
    assert store.session_key not in {key, kept}
    assert SessionStore(kept)["colour"] == "blue"


def test_a_session_that_ends_opens_nothing_from_then_on(client):
    sign_in(client, UserFactory())
    assert client.get("/opportunities/").wsgi_request.user.is_authenticated
    Session.objects.all().delete()
    response = client.get("/opportunities/")
    assert not response.wsgi_request.user.is_authenticated


def test_an_account_is_the_row_as_it_is_now():
    person, _other = UserFactory(alias="Wren"), UserFactory()
    found = Accounts().get_user(person.pk)
    assert type(found) is User
    expected = User.objects.get(pk=person.pk)
    names = [field.attname for field in User._meta.concrete_fields]
    assert {name: getattr(found, name) for name in names} == {
        name: getattr(expected, name) for name in names
    }
    assert not found._state.adding
    assert found._state.db == expected._state.db
    User.objects.filter(pk=person.pk).update(alias="Robin")
    assert Accounts().get_user(str(person.pk)).alias == "Robin"


def test_an_account_that_is_gone_or_shut_is_nobody(client):
    person = UserFactory()
    sign_in(client, person)
    assert client.get("/opportunities/").wsgi_request.user == person
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert Accounts().get_user(person.pk) is None
    assert not client.get("/opportunities/").wsgi_request.user.is_authenticated
    assert Accounts().get_user(10**9) is None
    assert Accounts().get_user(-1) is None
