"""Who may see which organisation, who may vouch for one, and who works for which."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from community.organisations.models import (
    Application,
    ApplicationQuerySet,
    Duty,
    Invitation,
    InvitationQuerySet,
    Membership,
    Organisation,
    OrganisationQuerySet,
    Standing,
    public_organisation,
    site_day,
)
from community.people.models import Role, User

Visitor = User | AnonymousUser


def visible_organisations(user: Visitor) -> OrganisationQuerySet:
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


def has_part_in(user: User, about: Organisation | Application) -> bool:
    """Whether they work for it, or applied for it: then they do not vouch for it (#68)."""
    if isinstance(about, Application):
        return about.person_id == user.pk
    is_member = Membership.objects.filter(organisation=about, person=user).exists()
    return is_member or Application.objects.filter(organisation=about, person=user).exists()


def may_work_here(user: User) -> bool:
    """Whether this account may work for a partner. Staff and editors have other work here."""
    return (
        user.is_active and not user.is_superuser and user.role in {Role.PARTICIPANT, Role.PARTNER}
    )


def organisations_of(user: Visitor, *duties: Duty) -> OrganisationQuerySet:
    """Organisations that this partner works for, with one of these duties if any are named.

    A suspended one sees and does nothing. Asked anew on every page: who is let go is gone.
    """
    if not isinstance(user, User) or not user.is_active or user.role != Role.PARTNER:
        return Organisation.objects.none()
    own = {"memberships__person": user} | ({"memberships__duty__in": duties} if duties else {})
    return Organisation.objects.filter(**own).exclude(standing=Standing.SUSPENDED)


def managed_organisations(user: Visitor) -> OrganisationQuerySet:
    """Organisations whose owner this partner is: they ask colleagues to join, and let them go."""
    return organisations_of(user, Duty.OWNER)


def visible_colleagues(user: Visitor) -> QuerySet[Membership]:
    """Who works for the organisations that they own; nobody for anybody else."""
    return Membership.objects.filter(organisation__in=managed_organisations(user).order_by())


def visible_invitations(user: Visitor, now: dt.datetime) -> InvitationQuerySet:
    """Who is asked to join the organisations that they own."""
    own = managed_organisations(user).order_by()
    return Invitation.objects.open(now).filter(organisation__in=own)


def visible_applications(user: Visitor) -> ApplicationQuerySet:
    """Their own."""
    if not isinstance(user, User) or not user.is_active:
        return Application.objects.none()
    return Application.objects.filter(person=user)


def applications_to_vet(user: Visitor) -> ApplicationQuerySet:
    """Every application for programme staff, none for anybody else."""
    if not isinstance(user, User) or not may_vouch(user):
        return Application.objects.none()
    return Application.objects.all()
