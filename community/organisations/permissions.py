"""Who may see which organisation, and who may vouch for one."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from community.organisations.models import (
    Organisation,
    OrganisationQuerySet,
    public_organisation,
    site_day,
)
from community.people.models import Role, User


def visible_organisations(user: User | AnonymousUser) -> OrganisationQuerySet:
    """Organisations that are public today; a partner's own; for staff every one.

    Editors have no part in vetting and see what the public sees.
    """
    public = public_organisation(site_day(timezone.now()))
    if not isinstance(user, User) or not user.is_active:
        return Organisation.objects.filter(public)
    if user.role == Role.STAFF:
        return Organisation.objects.all()
    own = Organisation.objects.filter(memberships__person=user)
    return Organisation.objects.filter(public | Q(pk__in=own.order_by().values("pk")))


def may_vouch(user: User) -> bool:
    """Whether this person may verify and suspend organisations: programme staff only."""
    return user.is_active and user.role == Role.STAFF
