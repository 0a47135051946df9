"""Opening and finishing what staff have to look at."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from community.safety.models import Task, TaskKind
from community.safety.permissions import may_finish

from .apart import AnotherHasTo, refuse_all_but_staff

if TYPE_CHECKING:
    from community.people.models import User

LONGEST_PATH = 200


def new_task(
    *,
    kind: TaskKind,
    key: str,
    now: dt.datetime,
    person: "User | None" = None,
    about: UUID | None = None,
    path: str = "",
    note: str = "",
    reach: str = "",
) -> Task:
    """Return a task that is not stored yet; `open_tasks` stores it. It is due the same day.

    `key` names it for ever (120 characters at most): a second one with the same key is skipped.
    """
    return Task(
        kind=kind,
        key=key,
        person=person,
        about=about,
        path=path[:LONGEST_PATH],
        note=note,
        reach=reach,
        created_at=now,
        due_at=_end_of_day(now),
    )


def open_tasks(tasks: Iterable[Task]) -> None:
    """Store tasks in one insert. One whose key is known already is skipped."""
    Task.objects.bulk_create(tasks, ignore_conflicts=True)


@transaction.atomic
def finish(*, task: Task, by: "User", answer: str, now: dt.datetime, done: bool = True) -> Task:
    """Keep what staff wrote down about a task and, if it is `done`, take it off their list.

    Finishing twice keeps who was first. Raises NotForYou for anybody but programme staff,
    AnotherHasTo for one who is kept apart from who asked, and for one whose own looks it is about.
    """
    refuse_all_but_staff(by)
    if not may_finish(by, task):
        raise AnotherHasTo
    task = Task.objects.select_for_update().get(pk=task.pk)
    task.answer = answer
    if done and task.done_at is None:
        task.done_at, task.done_by = now, by
    task.save(update_fields=["answer", "done_at", "done_by"])
    return task


def _end_of_day(now: dt.datetime) -> dt.datetime:
    """The last minute of the day in the town of the site."""
    return timezone.localtime(now, timezone.get_default_timezone()).replace(
        hour=23, minute=59, second=0, microsecond=0
    )
