"""Somebody says that something isn't right."""

import datetime as dt
import uuid
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from community.safety.actions import new_task
from community.safety.models import Task, TaskKind
from community.safety.models.tasks import TaskQuerySet
from opportunities.models import Opportunity

from .publishing import hold_reported

A_DAY: Final = dt.timedelta(days=1)
AN_HOUR: Final = dt.timedelta(hours=1)
A_MONTH: Final = dt.timedelta(days=30)
MOST_BY_ONE: Final = 10  # a day
MOST_BY_STRANGERS: Final = 60  # an hour, all together: nothing of them is kept to tell them apart
MOST_HELD_BY_ONE: Final = 2  # a day
MOST_HELD: Final = 10  # a day, by all reports together
HELD: Final = "concern:held:"


class TooManyConcerns(Exception):
    """More reports than people can make; in words that say what to do."""

    def __str__(self) -> str:
        return str(_("We can’t take more notes right now. Ring us, or try again in an hour."))


@transaction.atomic
def tell_concern(
    *,
    words: str,
    reach: str,
    path: str,
    opportunity: Opportunity | None,
    by: User | None,
    now: dt.datetime,
) -> Task:
    """Give staff a task that is due today, pause the posting it is about, and return the task.

    All is optional: one tap says "look at this page". `by` is None for who is not signed in.

    A posting is paused at once only when somebody signed in reports it: at most two a day by one
    account and ten a day by all of them, and not again within 30 days after staff have dealt with
    a report about it. A bait posting that stays up for a day does more harm than a good one that
    rests for a day; but accounts are free, and without these bounds one person could empty the
    list. What a stranger reports stays up until staff have read it, the same day: nothing is kept
    of strangers by which a second report of theirs could be told from a first (safety.md T3, T15).
    Raises TooManyConcerns.
    """
    concerns = Task.objects.filter(kind=TaskKind.CONCERN)
    _refuse_a_flood(concerns, by, now)
    pauses = (
        opportunity is not None and by is not None and _may_pause(concerns, opportunity, by, now)
    )
    task = new_task(
        kind=TaskKind.CONCERN,
        key=f"{HELD if pauses else 'concern:'}{uuid.uuid4()}",
        person=by,
        about=opportunity.public_id if opportunity else None,
        path=path,
        note=words,
        reach=reach,
        now=now,
    )
    task.save()
    if pauses and opportunity:
        hold_reported(opportunity=opportunity, now=now)
    return task


def _refuse_a_flood(concerns: TaskQuerySet, by: User | None, now: dt.datetime) -> None:
    since, most = (A_DAY, MOST_BY_ONE) if by else (AN_HOUR, MOST_BY_STRANGERS)
    if concerns.filter(person=by, created_at__gt=now - since).count() >= most:
        raise TooManyConcerns


def _may_pause(
    concerns: TaskQuerySet, opportunity: Opportunity, by: User, now: dt.datetime
) -> bool:
    if concerns.filter(about=opportunity.public_id, done_at__gt=now - A_MONTH).exists():
        return False
    lately = concerns.filter(key__startswith=HELD, created_at__gt=now - A_DAY)
    return lately.count() < MOST_HELD and lately.filter(person=by).count() < MOST_HELD_BY_ONE
