"""A plan that two see: what one of them shows of a path, and takes back (decision 35)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import Mentorship, ShownPart
from community.mentorship.permissions import live_mentorships, shown_aims, shown_steps
from community.people.models import Aim, Step, User

from .meeting import NotTheirs
from .states import Refusal


class AimFirst(Refusal):
    """A step says little without what it leads to."""

    words = _("Show what it leads to first.")


@dataclass(frozen=True)
class ShownStretch:
    """An aim with those of its steps that a mentor may read."""

    aim: Aim
    steps: list[Step]


@transaction.atomic
def show_part(*, part: Aim | Step, by: User, now: dt.datetime) -> None:
    """Let the mentor of now read an aim or a step of one's own. Twice is once; nobody is told.

    Raises NotTheirs where there is nobody to show it to, and AimFirst.
    """
    rows = live_mentorships(by, now).filter(person=by)
    row = rows.select_for_update(of=("self",)).first()
    if row is None or _owner_of(part) != by.pk:
        raise NotTheirs
    if isinstance(part, Step) and not row.shown.filter(aim=part.aim_id).exists():
        raise AimFirst
    ShownPart.objects.get_or_create(mentorship=row, **_named(part))


@transaction.atomic
def keep_part(*, part: Aim | Step, by: User) -> None:
    """Show it to nobody any more, at once, in whichever state two are. Twice is once.

    An aim takes its steps along: what comes back is shown when its owner says so again.
    """
    own = ShownPart.objects.filter(mentorship__person=by)
    own.filter(**_named(part)).delete()
    if isinstance(part, Aim):
        own.filter(step__aim=part).delete()


def plan_as_shown(mentorship: Mentorship) -> list[ShownStretch]:
    """What the mentor may read now: words, and whether a step is done. Nothing else of it."""
    found = {aim.pk: ShownStretch(aim, []) for aim in shown_aims(mentorship)}
    for step in shown_steps(mentorship):
        if step.aim_id in found:  # taken back between two questions
            found[step.aim_id].steps.append(step)
    return [*found.values()]


def _owner_of(part: Aim | Step) -> int:
    return (part if isinstance(part, Aim) else part.aim).person_id


def _named(part: Aim | Step) -> dict[str, Any]:
    return {"aim" if isinstance(part, Aim) else "step": part}
