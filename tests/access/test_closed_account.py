"""Whoever has no open account finds nothing of their own and nothing of anybody else's.

Every finder is found by its name, so that a new one is asked too. While the accounts are open each
finder gives somebody something: there is data that could leak.
"""

import datetime as dt
import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.mentorship.models import MentorshipRequest
from community.people.models import User
from community.safety.actions import ask_to_see
from community.safety.models import Why
from opportunities.models import Announcement, Kind, Said, State
from tests.access.answers import answer_everything
from tests.access.world import plant
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.support import ServicePlaceFactory

pytestmark = pytest.mark.django_db
APPS = ("notifications", "safety", "people", "organisations", "mentorship", "support")
MODULES = (*(f"community.{app}.permissions" for app in APPS), "opportunities.permissions")
FINDS = ("own_", "visible_", "open_")
# What everybody reads, without an account too.
PUBLIC = {
    "community.organisations.permissions.visible_organisations",
    "community.support.permissions.visible_providers",
    "community.support.permissions.visible_service_places",
    "community.support.permissions.visible_services",
    "opportunities.permissions.postings.visible_opportunities",
}
# Of these nothing stands in this world; their own tests ask them.
NOT_PLANTED = {
    "community.mentorship.permissions.visible_drop_ins",
    "community.mentorship.permissions.visible_logs",
    "community.organisations.permissions.visible_invitations",
    "community.safety.permissions.visible_separations",
}


def finders():
    """Every finder of rows that asks for nothing but who looks, and when."""
    modules = [import_module(name) for name in MODULES]
    for package in list(modules):
        for found in iter_modules(getattr(package, "__path__", [])):
            modules.append(import_module(f"{package.__name__}.{found.name}"))
    return {
        f"{finder.__module__}.{name}": finder
        for module in modules
        for name, finder in inspect.getmembers(module, inspect.isfunction)
        if name.startswith(FINDS) and set(inspect.signature(finder).parameters) <= {"user", "now"}
    }


def finds(finder, user, times) -> bool:
    if "now" in inspect.signature(finder).parameters:
        return any(finder(user, now=now).exists() for now in times)
    return finder(user).exists()


@pytest.fixture
def sought(partner, staff):
    """Somebody in a world in which there is something of nearly everything."""
    row = plant(partner)
    answer_everything(row)
    ServicePlaceFactory()
    SignUpFactory(session=row.session, state=State.ASKED)
    MentorshipRequest.objects.update(coordinator=staff)
    Announcement.objects.create(session=row.session, says=Said.ENTRANCE, made_at=row.joined_at)
    words = "She asked us to call her."
    ask_to_see(person=row.person, reason=Why.CONTACT, words=words, by=staff, now=row.joined_at)
    group = OpportunityFactory(kind=Kind.GROUP)
    SessionFactory(opportunity=group, starts_at=row.session.starts_at)
    return row


def test_closed_account_and_stranger_find_nothing(sought):
    accounts = User.objects.filter(is_superuser=False)
    date, found = sought.session, finders()
    times = (timezone.now(), date.starts_at, date.ends_at + dt.timedelta(hours=1))
    given = {name for name in found if any(finds(found[name], one, times) for one in accounts)}
    assert given == found.keys() - NOT_PLANTED
    accounts.update(is_active=False)
    for name in found.keys() - PUBLIC:
        for one in (*accounts.all(), AnonymousUser()):
            assert not finds(found[name], one, times), (name, one)
