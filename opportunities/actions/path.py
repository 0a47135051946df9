"""What goes with a step of somebody's path: an activity, and nothing more (decision 30)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from community.people.models import Aim, Step, User
from community.people.permissions import own_aims, own_path
from opportunities.models import Opportunity, OpportunityQuerySet, StepActivity
from opportunities.permissions import not_avoided_by, visible_enquiries, visible_sign_ups

MOST_TO_CHOOSE: Final = 30
MOST_STONES: Final = 4  # as many as stand beside each other on a phone


class NotOpenNow(Exception):
    """The activity is not public, or the person keeps it away from themselves."""

    def __init__(self) -> None:
        super().__init__(_("That one is not open now. Choose another, or none."))


@transaction.atomic
def put_beside(*, step: Step, opportunity: Opportunity | None, now: dt.datetime) -> None:
    """Put an activity beside a step instead of what was there; None takes it away.

    It saves no place. Raises NotOpenNow.
    """
    there = StepActivity.objects.filter(step=step)
    if opportunity is None:
        there.delete()
        return
    if there.filter(opportunity=opportunity).exists():
        return
    if not _open_to(step.aim.person, now).filter(pk=opportunity.pk).exists():
        raise NotOpenNow
    StepActivity.objects.update_or_create(step=step, defaults={"opportunity": opportunity})


def activities_to_choose(
    *, by: User, now: dt.datetime, also: uuid.UUID | None = None, of: Step | None = None
) -> list[Opportunity]:
    """What may go with a step: what is in their plan, what goes with it already, and `also`, the
    public id of one that they came from. Only what is open to them now."""
    planned = visible_sign_ups(by).in_plan(now).values("session__opportunity")
    asked = visible_enquiries(by).held(now).values("opportunity")
    beside = StepActivity.objects.filter(step=of).values("opportunity")
    found = _open_to(by, now).order_by("title", "pk")
    there = found.filter(pk__in=planned) | found.filter(pk__in=asked) | found.filter(pk__in=beside)
    chosen = list(there.distinct()[:MOST_TO_CHOOSE])
    if also and also not in {one.public_id for one in chosen}:
        chosen += list(found.filter(public_id=also))
    return chosen


def open_activities(*, of: User, now: dt.datetime) -> dict[int, Opportunity]:
    """The activities beside somebody's steps by the key of the step, as far as they are open now.

    One that staff have stopped is not shown, nor one that they keep away since: it may be bait.
    """
    rows = StepActivity.objects.filter(
        step__aim__person=of, opportunity__in=_open_to(of, now).order_by().values("pk")
    )
    return {row.step_id: row.opportunity for row in rows.select_related("opportunity")}


@dataclass(frozen=True)
class Stretch:
    """An aim with its steps, and with those of them that are put away."""

    aim: Aim
    steps: list[Step]
    put_away: list[Step]


def stretches(of: User) -> list[Stretch]:
    """The whole path of somebody, the first aim first. Two queries."""
    return [_stretch(aim) for aim in own_aims(of).prefetch_related("steps")]


def stones(of: User) -> list[Step] | None:
    """A few steps in their order, the first that is not done among them; None while the path
    rests. Two queries; one for who has no path yet."""
    rests = own_path(of).filter(is_resting=True)
    aims = list(own_aims(of).annotate(rests=Exists(rests)).prefetch_related("steps"))
    if any(aim.rests for aim in aims):
        return None
    steps = [step for aim in aims for step in _stretch(aim).steps]
    ahead = next((at for at, step in enumerate(steps) if not step.is_done), len(steps))
    start = max(0, min(ahead - 2, len(steps) - MOST_STONES))
    return steps[start : start + MOST_STONES]


def _stretch(aim: Aim) -> Stretch:
    steps = list(aim.steps.all())
    seen = [step for step in steps if not step.is_hidden]
    return Stretch(aim, seen, [step for step in steps if step.is_hidden])


def _open_to(person: User, now: dt.datetime) -> OpportunityQuerySet:
    return Opportunity.objects.public(now).filter(not_avoided_by(person))
