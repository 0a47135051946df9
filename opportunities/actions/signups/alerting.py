"""Telling staff that two people who are kept apart are at one date, or one of them tried to be."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from django.db.models import QuerySet

from community.safety.actions import new_task, open_tasks
from community.safety.models import Task, TaskKind
from community.safety.permissions import pairs_among, people_kept_apart
from opportunities.models import SignUp, State

A_DAY = dt.timedelta(days=1)


def alert_of_kept_apart(*, now: dt.datetime) -> int:
    """Open a task for each date to come at which two people are who must not meet; say how many.

    Whether one of them was refused ("full"), waits, was not moved up, or both had a place before
    it was known: staff are told, once for each date and pair. Also when one of them has given
    their place in line back within a day: somebody who looks where "Full" comes up does that.

    It runs every minute, not in the request that was refused: a refusal that also wrote to staff
    would take longer than one because a date is full (safety.md #15). Nobody but staff is told.
    """
    tasks = [
        new_task(kind=TaskKind.APART, key=key, about=one.session.public_id, note=note, now=now)
        for key, note, one in _found(now)
    ]
    known = set(Task.objects.filter(key__in=[t.key for t in tasks]).values_list("key", flat=True))
    once = {task.key: task for task in reversed(tasks)}  # of a course the first date stands for it
    fresh = [task for key, task in once.items() if key not in known]
    open_tasks(fresh)
    return len(fresh)


def _found(now: dt.datetime) -> Iterator[tuple[str, str, SignUp]]:
    """A key, what staff read, and one of the two sign-ups, for each date and pair."""
    rows = _sign_ups_of_people_kept_apart(now)
    apart = {frozenset(pair) for pair in pairs_among({row.person_id for row in rows})}
    by_session: dict[int, list[SignUp]] = defaultdict(list)
    for row in rows:
        by_session[row.session_id].append(row)
    for together in by_session.values():
        for one, other in combinations(together, 2):
            pair = frozenset({one.person_id, other.person_id})
            if pair in apart and _overlap(one, other, now):
                low, high = sorted(pair)
                posting = one.session.opportunity
                where = posting.public_id if posting.is_course else one.session.public_id
                key = f"apart:{where}:{low}:{high}"
                yield key, _in_words([one, other]), one


def _sign_ups_of_people_kept_apart(now: dt.datetime) -> QuerySet[SignUp]:
    return (
        SignUp.objects.filter(
            session__starts_at__gt=now,
            session__cancelled_at=None,
            person_id__in=people_kept_apart(),
        )
        .select_related("session__opportunity")
        .order_by("session", "joined_at", "id")
    )


def _overlap(one: SignUp, other: SignUp, now: dt.datetime) -> bool:
    """Whether both were there at one time, and at least one of them still is, or until lately."""
    gone = [row for row in (one, other) if row.state == State.CANCELLED]
    if len(gone) == 2:
        return False
    stayed = other if gone == [one] else one
    return all(row.changed_at > max(stayed.joined_at, now - A_DAY) for row in gone)


def _in_words(rows: Iterable[SignUp]) -> str:
    """The two sign-ups by their numbers, which staff can look up; no name."""
    return "\n".join(f"{row.public_id}: {row.state}" for row in rows)
