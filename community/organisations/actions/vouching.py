"""Vouching for an organisation, and stopping it. Nobody vouches alone (safety.md #67, #68)."""

import datetime as dt
from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from community.organisations.models import (
    AGREEMENT,
    Application,
    Organisation,
    Standing,
    Vouching,
    site_day,
)
from community.organisations.permissions import has_part_in, may_vouch
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import Task, TaskKind, waiting

LONGEST: Final = dt.timedelta(days=366)  # twelve months, leap years included (safety.md #67)


class NotAllowed(Exception):
    """Only programme staff vouch for an organisation."""


class HasPart(NotAllowed):
    """Nobody vouches for an organisation that they work for, or applied for."""


class WrongDate(Exception):
    """The last verified day is in the past or more than twelve months ahead."""


class AgreementWaits(Exception):
    """Our agreement has new words, and the organisation has not said yes to them."""


@transaction.atomic
def verify(
    *,
    organisation: Organisation,
    until: dt.date,
    by: User,
    now: dt.datetime,
    note: str | None = None,
) -> Organisation:
    """Say that one of the staff has checked an organisation; it holds when a second one says so.

    Then its postings may be public until that day (the earlier one, if they said two), at most
    twelve months ahead, and a suspension ends. It is the same for a new organisation, for another
    year and after a suspension. `note` is what was checked, in words a visitor reads; None leaves
    it. Saying it twice oneself changes what one said and no more.
    Raises NotAllowed, HasPart, WrongDate, AgreementWaits.
    """
    refuse_all_but_staff(by)
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    refuse_who_has_part(by, locked)
    if locked.agreed_version is not None and locked.agreed_version < AGREEMENT:
        raise AgreementWaits(_("Their owner has to say yes to our new agreement first."))
    vouching = say_so(about=locked, until=until, note=note or "", by=by, now=now)
    if vouching.second_at is not None:
        organisation.standing = Standing.VERIFIED
        organisation.verified_until = vouching.until
        if note is not None or vouching.note:
            organisation.verified_note = vouching.note
        organisation.save(update_fields=[*Organisation.STANDING])
        close_tasks(about=organisation.public_id, by=by, now=now)
    return organisation


@transaction.atomic
def suspend(*, organisation: Organisation, by: User, now: dt.datetime) -> Organisation:
    """Take everything of an organisation out of sight at once. Raises NotAllowed.

    One of the staff is enough, and what somebody had said for it no longer counts. Its people can
    write no postings meanwhile; sessions and sign-ups stay for staff to settle.
    """
    refuse_all_but_staff(by)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    organisation.standing = Standing.SUSPENDED
    organisation.save(update_fields=["standing"])
    Vouching.objects.filter(organisation=organisation, second_at=None).delete()
    return organisation


def waits_for_another(
    about: Organisation | Application, now: dt.datetime, but: User | None = None
) -> Vouching | None:
    """What one of the staff has said, while it waits for a second; None without. One query.

    `but`: not if it was said by this one.
    """
    rows = waiting(about.vouchings.all(), now)
    return rows.exclude(first_by=but).first() if but else rows.first()


def said_for(applications: Collection[Application], now: dt.datetime) -> set[int]:
    """Ids of those for which one of the staff has said so. One query for all of them."""
    found = waiting(Vouching.objects.filter(application__in=applications), now)
    return {pk for pk in found.values_list("application_id", flat=True) if pk}


def say_so(
    *, about: Organisation | Application, until: dt.date, note: str, by: User, now: dt.datetime
) -> Vouching:
    """Note that one of the staff vouches, and return it; `second_at` is set if two have.

    The caller holds the lock on what it is about, so that of two who press at the same moment one
    is the first. Raises WrongDate.
    """
    today = site_day(now)
    if not today <= until <= today + LONGEST:
        raise WrongDate(_("Choose a day from today to twelve months ahead."))
    vouching = about.vouchings.filter(second_at=None).first() or Vouching(**_of(about))
    if vouching.say(until=until, by=by, now=now):
        vouching.note = note or vouching.note
    else:
        vouching.note = note
        _ask_colleagues(about, now)
    vouching.save()
    return vouching


def close_tasks(*, about: UUID, by: User, now: dt.datetime) -> None:
    """Take off staff's list what was to be looked at about this organisation or application."""
    tasks = Task.objects.filter(kind=TaskKind.PARTNER, about=about, done_at=None)
    tasks.update(done_at=now, done_by=by)


def refuse_all_but_staff(by: User) -> None:
    """Raises NotAllowed."""
    if not may_vouch(by):
        raise NotAllowed(_("Only programme staff can do this."))


def refuse_who_has_part(by: User, about: Organisation | Application) -> None:
    """Raises HasPart."""
    if has_part_in(by, about):
        raise HasPart(_("You have a part in this organisation. Leave it to your colleagues."))


def _ask_colleagues(about: Organisation | Application, now: dt.datetime) -> None:
    """Once a day at most: who presses again is still the first."""
    key = f"second:{about.public_id}:{site_day(now):%Y%m%d}"
    public_id = about.public_id
    open_tasks(
        [new_task(kind=TaskKind.PARTNER, key=key, about=public_id, note=about.name, now=now)]
    )


def _of(about: Organisation | Application) -> dict[str, Organisation | Application]:
    return {"organisation" if isinstance(about, Organisation) else "application": about}
