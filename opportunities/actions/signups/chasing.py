"""Telling an organisation that somebody asks for a place; and staff, if nobody answers.

Nothing is said of who asks: "there is something new" (safety.md #23).
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db.models import F, Q

from community.organisations.actions.letters import tell_writers
from community.safety.actions import new_task, open_tasks
from community.safety.models import Task, TaskKind
from opportunities.models import Course, SignUp, State, public_opportunity

LONGEST: Final = dt.timedelta(days=3)
SHARE: Final = 4  # of the time between asking and the date


def chase_requests(*, now: dt.datetime) -> int:
    """Tell organisations of new requests, once a day and date; remind them once of one that waits
    for three days, or for a quarter of the time there was; as long again after that, tell staff.

    Returns how many requests wait. Keys make telling twice harmless.
    """
    waiting = SignUp.objects.filter(
        public_opportunity(now, "session__opportunity__"),
        state=State.ASKED,
        session__starts_at__gt=now,
        session__cancelled_at=None,
    ).filter(
        Q(session__opportunity__course=Course.NONE)
        | Q(session=F("session__opportunity__next_session"))
    )
    rows = list(waiting.select_related("session__opportunity").order_by("joined_at", "pk"))
    for row in rows:
        organisation_id = row.session.opportunity.organisation_id
        for key in _keys(row, now):
            tell_writers(organisation_id=organisation_id, key=key, now=now)
    tasks = [_task(row, now) for row in rows if now >= row.joined_at + 2 * _patience(row)]
    known = set(Task.objects.filter(key__in=[t.key for t in tasks]).values_list("key", flat=True))
    open_tasks(task for task in tasks if task.key not in known)
    return len(rows)


def _keys(row: SignUp, now: dt.datetime) -> Iterator[str]:
    yield f"asked:{_about(row)}:{row.joined_at:%Y%m%d}"
    if now >= row.joined_at + _patience(row):
        yield f"asked-again:{row.public_id}:{row.joined_at.timestamp():.0f}"


def _about(row: SignUp) -> UUID:
    """What is asked for: a date, or a course with all of its dates."""
    posting = row.session.opportunity
    return posting.public_id if posting.is_course else row.session.public_id


def _patience(row: SignUp) -> dt.timedelta:
    return min(LONGEST, (row.session.starts_at - row.joined_at) / SHARE)


def _task(row: SignUp, now: dt.datetime) -> Task:
    """One for each date: staff ring the organisation, whoever asks."""
    return new_task(
        kind=TaskKind.REQUEST,
        key=f"unanswered:{_about(row)}",
        about=row.session.opportunity.public_id,
        note=f"{row.public_id}",
        now=now,
    )
