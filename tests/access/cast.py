"""Who asks: one person of each kind, and how each came to be what they are."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from cms.actions import prepare_site
from community.organisations.actions import suspend
from community.organisations.models import Membership, Organisation
from community.people.actions import give_role
from community.people.models import User
from community.safety.access import Who
from opportunities.models import SignUp
from tests.access.asking import Browser
from tests.factories.people import UserFactory, sign_in

_ANYBODY = {Who.EVERYONE, Who.SIGNED_IN}
# Which doors of views (`open_to`) are each one's. A second factor is asked for further in.
DOORS = {
    "stranger": {Who.EVERYONE},
    "another_participant": _ANYBODY | {Who.PARTICIPANT},
    "herself": _ANYBODY | {Who.PARTICIPANT},
    "another_partner": _ANYBODY | {Who.PARTNER},
    "partner": _ANYBODY | {Who.PARTNER},
    "one_factor": _ANYBODY | {Who.PARTNER},
    "ex_member": _ANYBODY | {Who.PARTNER},
    "suspended_partner": _ANYBODY | {Who.PARTNER},
    "lapsed_partner": _ANYBODY | {Who.PARTNER},
    "editor": _ANYBODY | {Who.EDITOR},
    "staff": _ANYBODY | {Who.STAFF},
    "superuser": _ANYBODY | {Who.PARTICIPANT},
}


def client_of(role: str, sought: SignUp, request) -> Client:
    """A browser of somebody of this role, signed in; the world changes with some of them."""
    if role == "stranger":
        return Browser()
    own = OF_THEIR_OWN.get(role)
    person = own(sought, request) if own else request.getfixturevalue(role)
    client = sign_in(Browser(), person, second_factor=role != "one_factor")
    if role == "closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    return client


def _herself(sought, _request) -> User:
    return sought.person


def _closed(_sought, request) -> User:
    return request.getfixturevalue("another_participant")


def _one_factor(_sought, request) -> User:
    return request.getfixturevalue("partner")


def _ex_member(sought, request) -> User:
    """Worked for the very organisation that the person goes to, and does not any more."""
    organisation = sought.session.opportunity.organisation
    person = UserFactory(username="vera", alias="Vera", role="partner")
    Membership.objects.create(organisation=organisation, person=person).delete()
    return person


def _suspended_partner(sought, request) -> User:
    """Works for the organisation, which staff have suspended."""
    staff = request.getfixturevalue("staff")
    suspend(organisation=sought.session.opportunity.organisation, by=staff, now=timezone.now())
    return request.getfixturevalue("partner")


def _lapsed_partner(sought, request) -> User:
    """Works for the organisation, which staff have not verified anew in time."""
    yesterday = timezone.now().date() - dt.timedelta(days=2)
    organisations = Organisation.objects.filter(pk=sought.session.opportunity.organisation_id)
    organisations.update(verified_until=yesterday)
    return request.getfixturevalue("partner")


def _at_the_desk(role):
    def person(_sought, request) -> User:
        prepare_site()
        return give_role(person=request.getfixturevalue(role), role=role, now=timezone.now())

    return person


def _superuser(_sought, _request) -> User:
    """Whoever runs the server: every permission of Wagtail, and no role of the programme."""
    prepare_site()
    return UserFactory(username="root", alias="Root", is_superuser=True)


OF_THEIR_OWN = {
    "herself": _herself,
    "closed": _closed,
    "one_factor": _one_factor,
    "ex_member": _ex_member,
    "suspended_partner": _suspended_partner,
    "lapsed_partner": _lapsed_partner,
    "editor": _at_the_desk("editor"),
    "staff": _at_the_desk("staff"),
    "superuser": _superuser,
}
