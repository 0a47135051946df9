"""Colleagues: asked to join by e-mail, and gone the moment they are let go."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from community.organisations import emails
from community.organisations.models import Duty, Invitation, Membership, Organisation, Standing
from community.organisations.permissions import managed_organisations, may_work_here
from community.people.actions import give_role
from community.people.models import Role, User

from .applying import LinkOver, Refusal, WrongAccount
from .letters import digest_of, new_token, post

LASTS: Final = dt.timedelta(days=7)
MOST_OPEN: Final = 20


class NotOwner(Refusal):
    """Only an owner asks colleagues to join, or lets them go."""

    words = _("Only an owner of the organisation can do this.")


class LastOwner(Refusal):
    """An organisation without an owner could not be reached."""

    words = _("An organisation needs an owner. Ask somebody to be one first.")


class TooManyInvitations(Refusal):
    """So many letters are no team, but a flood."""

    words = _("Many are asked already. Wait until some have joined.")


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    duty: Duty,
    by: User,
    link_for: Callable[[str], str],
    now: dt.datetime,
) -> Invitation:
    """Ask somebody by e-mail to join, for seven days; return the invitation.

    Nothing depends on whether the address is known here (safety.md #14). Asking the same address
    again takes the earlier link back. Raises NotOwner, TooManyInvitations.
    """
    _lock_for(organisation, by)
    asked = Invitation.objects.filter(organisation=organisation)
    asked.filter(email=email.lower()).delete()
    if asked.open(now).count() >= MOST_OPEN:
        raise TooManyInvitations
    token, digest = new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        duty=Duty(duty),
        digest=digest,
        invited_by=by,
        created_at=now,
        ends_at=now + LASTS,
    )
    with translation.override(by.language):
        words = emails.invitation(link_for(token))
    if not post(words, to=invitation.email, person=None, ends_at=invitation.ends_at, now=now):
        raise TooManyInvitations  # and the link that was sent last goes on working
    return invitation


@transaction.atomic
def take_back(*, invitation: Invitation, by: User) -> None:
    """Let a link work no more. Raises NotOwner."""
    _lock_for(invitation.organisation, by)
    invitation.delete()


def invitation_of(*, token: str, now: dt.datetime) -> Invitation | None:
    """The invitation that this link takes up, unless it is used, over, or its organisation
    suspended."""
    open_ones = Invitation.objects.open(now).exclude(organisation__standing=Standing.SUSPENDED)
    return open_ones.select_related("organisation").filter(digest=digest_of(token)).first()


@transaction.atomic
def join(*, token: str, by: User, now: dt.datetime) -> Membership:
    """Take up an invitation: once, and it is gone. Who works there already stays as they are.

    Nothing is seen with it before a second step is set up: `/partner/` asks for that.
    Raises LinkOver, WrongAccount.
    """
    found = invitation_of(token=token, now=now)
    if found is None:
        raise LinkOver
    Organisation.objects.select_for_update(no_key=True).get(pk=found.organisation_id)
    invitation = invitation_of(token=token, now=now)
    if invitation is None:  # somebody was quicker, or it was taken back
        raise LinkOver
    if not may_work_here(by):
        raise WrongAccount
    membership, _created = Membership.objects.get_or_create(
        organisation=invitation.organisation, person=by, defaults={"duty": invitation.duty}
    )
    if by.role == Role.PARTICIPANT:
        give_role(person=by, role=Role.PARTNER, now=now)
    invitation.delete()
    return membership


@transaction.atomic
def let_go(*, membership: Membership, by: User, now: dt.datetime) -> None:
    """End somebody's work for an organisation, at once; an owner may also end their own.

    Who works nowhere any more has an ordinary account. Raises NotOwner, LastOwner.
    """
    organisation = membership.organisation
    _lock_for(organisation, by)
    others = Membership.objects.filter(organisation=organisation, duty=Duty.OWNER)
    if membership.duty == Duty.OWNER and not others.exclude(pk=membership.pk).exists():
        raise LastOwner
    person = membership.person
    Invitation.objects.filter(organisation=organisation, invited_by=person).delete()
    membership.delete()
    if person.role == Role.PARTNER and not person.memberships.exists():
        give_role(person=person, role=Role.PARTICIPANT, now=now)


def _lock_for(organisation: Organisation, by: User) -> None:
    """Lock the organisation, then see whether `by` still owns it: of two owners who let each
    other go at the same moment, one stays."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if not managed_organisations(by).filter(pk=organisation.pk).exists():
        raise NotOwner
