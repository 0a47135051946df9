"""A verification ends with its day; its people and staff hear of it before (safety.md #67)."""

import datetime as dt
from typing import Final

from django.db import transaction

from community.organisations import emails
from community.organisations.models import Duty, Membership, Organisation, Standing, site_day
from community.people.models import Role
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind

from .letters import in_language_of, tell

WARNED_AT: Final = (30, 7)  # days before
ENDED: Final = 0
LOOK_BACK: Final = dt.timedelta(days=14)  # so long the sweep may have been away


@transaction.atomic
def warn_of_ends(*, now: dt.datetime) -> int:
    """Tell owners and staff what ends within 30 and 7 days, and what has ended; return how many.

    Each once for each last day, however often it runs: the key of a message says what it tells.
    Who was away for long hears of the nearer one only.
    """
    today = site_day(now)
    near = Organisation.objects.filter(
        standing=Standing.VERIFIED,
        verified_until__gte=today - LOOK_BACK,
        verified_until__lte=today + dt.timedelta(days=max(WARNED_AT)),
    )
    for organisation in near:
        _warn(organisation, today, now)
    return len(near)


def _warn(organisation: Organisation, today: dt.date, now: dt.datetime) -> None:
    assert organisation.verified_until is not None  # noqa: S101 - a constraint says so
    left = (organisation.verified_until - today).days
    step = ENDED if left < 0 else min(days for days in WARNED_AT if days >= left)
    key = f"ends:{organisation.public_id}:{organisation.verified_until:%Y%m%d}:{step}"
    note = f"{organisation.name}: {organisation.verified_until.isoformat()}"
    about = organisation.public_id
    open_tasks([new_task(kind=TaskKind.PARTNER, key=key, about=about, note=note, now=now)])
    owners = Membership.objects.filter(
        organisation=organisation,
        duty=Duty.OWNER,
        person__is_active=True,
        person__role=Role.PARTNER,
    )
    for owner in owners.select_related("person"):
        with in_language_of(owner.person):
            words = emails.has_ended() if step == ENDED else emails.ends_soon(left)
        tell(words, person=owner.person, key=f"{key}:{owner.person_id}", now=now)
