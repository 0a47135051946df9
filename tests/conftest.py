"""The named cast, and what every test needs.

The cast: a participant, another participant, a partner (of one organisation), a partner of
another, an editor, two of the staff, and a stranger who is not signed in.
"""

import datetime as dt
import functools
import gc
from copy import copy

import hypothesis
import pytest
from django.core.cache import cache
from django.template import RequestContext
from django.test import Client
from django.test import client as test_client
from django.test.utils import ContextList
from django.utils import translation

from cms.actions import prepare_site
from cms.models import HomePage
from community.people.models import User
from opportunities.views import around, caching, kept_detail
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory, sign_in
from tests.factories.safety import WAYS, keep_apart
from tests.made_once import made_once

# A machine that has much to do is no fault of a rule; slow pages have budgets of their own.
hypothesis.settings.register_profile("onward", deadline=None)
hypothesis.settings.load_profile("onward")

# A test that has none of these and asks the database is stopped by pytest-django.
ASKS_A_DATABASE = {"django_db_setup", "live_server"}
ABOUT_A_DATABASE = ("django_db", "postgres", "sqlite")
NOON = dt.datetime(2026, 5, 4, 16, 0, tzinfo=dt.UTC)  # Monday noon in New York


def store_pages(store, signal, sender, template, context, **kwargs):
    """Keep what a page was given for `response.context`, and no copy for each part of it."""
    store.setdefault("templates", []).append(template)
    given = store.setdefault("context", ContextList())
    if isinstance(context, RequestContext) and context.template is template:
        given.append(copy(context))


test_client.store_rendered_templates = store_pages


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests that get no database: on the second one they would prove nothing more."""
    for item in items:
        asks = ASKS_A_DATABASE & set(item.fixturenames)
        if not asks and not any(item.get_closest_marker(name) for name in ABOUT_A_DATABASE):
            item.add_marker("no_database")


def pytest_collection_finish():
    """What is loaded by now stays: nobody looks for garbage in it, and seldom in the rest.

    As Python does it by itself, that took a thirteenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()  # infra/roomy.py turned it off


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """Neither what the test before kept, nor the language of the last page that it asked for."""
    translation.deactivate()
    cache.clear()
    caching._here.clear()
    around._kept.clear()
    kept_detail._kept.clear()


@pytest.fixture
def now() -> dt.datetime:
    return NOON


@pytest.fixture
def participant(db) -> User:
    return UserFactory(username="sam", alias="Sam")


@pytest.fixture
def another_participant(db) -> User:
    return UserFactory(username="kim", alias="Kim")


@pytest.fixture
def partner(db) -> User:
    return MembershipFactory(person__username="rosa", person__alias="Rosa").person


@pytest.fixture
def another_partner(db) -> User:
    return MembershipFactory(person__username="bea", person__alias="Bea").person


@pytest.fixture
def editor(db) -> User:
    return UserFactory(username="edda", alias="Edda", role="editor")


@pytest.fixture
def staff(db) -> User:
    return UserFactory(username="amina", alias="Amina", role="staff")


@pytest.fixture
def another_staff(db) -> User:
    return UserFactory(username="noor", alias="Noor", role="staff")


@pytest.fixture
def stranger() -> Client:
    return Client()


# A site as `prepare_site` leaves it, made once for a whole file: it takes longer than a test.
_prepared = made_once(prepare_site)


@pytest.fixture
def home(_prepared, db) -> HomePage:
    """A site as `prepare_site` leaves it."""
    return HomePage.objects.get()


@pytest.fixture(params=WAYS)
def block(request):
    """A function that keeps two people apart from a moment on; each test runs once for each way."""
    return functools.partial(keep_apart, request.param)


@pytest.fixture
def as_person():
    """A function from a person to a client that is signed in as them, with a second factor.

    `second_factor=False`: with a password alone; `proved=True`: asked again just now.
    """

    def signed_in(person: User, **how: bool) -> Client:
        return sign_in(Client(), person, **how)

    return signed_in
