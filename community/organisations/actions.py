"""Vouching for an organisation, and taking that back."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from community.organisations.models import AvoidedOrganisation, Organisation, Standing, site_day
from community.organisations.permissions import may_vouch
from community.people.models import User

LONGEST: Final = dt.timedelta(days=366)  # twelve months, leap years included (safety.md #67)


class NotAllowed(Exception):
    """Only programme staff vouch for an organisation."""


class WrongDate(Exception):
    """The last verified day is in the past or more than twelve months ahead."""


@transaction.atomic
def verify(
    *,
    organisation: Organisation,
    until: dt.date,
    by: User,
    now: dt.datetime,
    note: str | None = None,
) -> Organisation:
    """Say that staff have checked an organisation; until that day its postings may be public.

    `until` is the last verified day, at most twelve months ahead. `note` is what was checked, in
    words a visitor reads; None leaves it. A suspension ends. Raises NotAllowed, WrongDate.
    """
    _refuse_all_but_staff(by)
    today = site_day(now)
    if not today <= until <= today + LONGEST:
        raise WrongDate(_("Choose a day from today to twelve months ahead."))
    organisation.standing = Standing.VERIFIED
    organisation.verified_until = until
    if note is not None:
        organisation.verified_note = note
    organisation.save(update_fields=["standing", "verified_until", "verified_note"])
    return organisation


@transaction.atomic
def suspend(*, organisation: Organisation, by: User, now: dt.datetime) -> Organisation:
    """Take everything of an organisation out of sight at once. Raises NotAllowed.

    Its people can write no postings meanwhile; sessions and sign-ups stay for staff to settle.
    """
    _refuse_all_but_staff(by)
    organisation.standing = Standing.SUSPENDED
    organisation.save(update_fields=["standing"])
    return organisation


def avoid(*, organisation: Organisation, by: User, now: dt.datetime) -> AvoidedOrganisation:
    """Keep everything of an organisation away from `by`. Twice is harmless; nobody is told."""
    row, _created = AvoidedOrganisation.objects.get_or_create(
        person=by, organisation=organisation, defaults={"created_at": now}
    )
    return row


def stop_avoiding(*, avoided: AvoidedOrganisation) -> None:
    """Show its activities to the person again."""
    avoided.delete()


def _refuse_all_but_staff(by: User) -> None:
    if not may_vouch(by):
        raise NotAllowed(_("Only programme staff can do this."))
