"""Somebody does not feel safe: everything between the two is locked, and staff know (#50)."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from community.mentorship import emails
from community.mentorship.models import (
    OVER,
    Mentorship,
    MentorshipChange,
    MentorshipState,
    MoveReason,
    Side,
)
from community.notifications.actions import new_message, queue
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import Task, TaskKind

from .moving import STEPS, locked, move
from .sides import side_of
from .telling import ask_staff, take_back


@transaction.atomic
def say_unsafe(*, mentorship: Mentorship, by: User, words: str, now: dt.datetime) -> Mentorship:
    """Lock two, and tell the coordinator and who answers for safety, all or nothing.

    The other one reads "paused" and gets no message. It works in every state, also of what is over
    already, and as often as somebody says it. Raises NotYours.
    """
    side = side_of(mentorship, by)
    row = _rest(locked(mentorship), by, side, now)
    _tell_staff(row, by, side, words, now)
    return row


def rest_of_two_kept_apart(*, one: User, other: User, now: dt.datetime) -> None:
    """Staff keep two apart who walk together, or were to: it rests, as if one had said so here.

    The mentor reads "paused", or no offer any more, and is sent nothing. Called by `separate`.
    """
    two = Q(person=one, mentor__person=other) | Q(person=other, mentor__person=one)
    for found in Mentorship.objects.pending().filter(two):
        row = _rest(locked(found), None, Side.CLOCK, now)
        ask_staff(mentorship=row, what=f"kept apart {now.timestamp():.6f}", now=now)


def _rest(row: Mentorship, by: User | None, side: Side, now: dt.datetime) -> Mentorship:
    """Lock two, take back what is on its way, and show nothing any more."""
    if MentorshipState.PAUSED in STEPS[MentorshipState(row.state)]:
        row = move(
            mentorship=row,
            to=MentorshipState.PAUSED,
            by=by,
            side=side,
            reason=MoveReason.UNSAFE,
            now=now,
            paused_for=MoveReason.UNSAFE,
            locked_at=now,
        )
    else:
        _lock(row, by, side, now)
    # What was shown in trust is shown again only when its owner says so again.
    row.shown.all().delete()
    take_back(mentorship=row, now=now)
    return row


def _lock(row: Mentorship, by: User | None, side: Side, now: dt.datetime) -> None:
    """Lock what cannot be paused any more or yet, and write down who said so, as `move` does: by
    that row it is known who may read that staff looked."""
    if row.state not in OVER:
        row.locked_at, row.resume_on = row.locked_at or now, None
        row.paused_for = MoveReason.UNSAFE if row.state == MentorshipState.PAUSED else ""
        row.save(update_fields=["locked_at", "resume_on", "paused_for"])
    MentorshipChange.objects.create(
        mentorship=row, came_from=row.state, went_to=row.state, side=side, by=by, at=now,
        reason=MoveReason.UNSAFE,
    )  # fmt: skip


def _tell_staff(row: Mentorship, by: User, side: Side, words: str, now: dt.datetime) -> None:
    """Two tasks for the same day, and a neutral message to each of the two who answer for it."""
    stamp = f"{row.public_id}:{side}:{now.astimezone(dt.UTC):%Y%m%d%H%M}"
    keys = {who: f"unsafe:{stamp}:{who}" for who in ("coordinator", "lead")}
    _open_tasks(list(keys.values()), row, by, words, now)
    subject, body = emails.please_look()
    # A person is found by their ways; the lead has an address and no account.
    found = [("coordinator", row.coordinator, ""), ("lead", None, settings.SAFEGUARDING_LEAD)]
    queue(
        [
            new_message(
                key=keys[who],
                subject=subject,
                body=body,
                recipient=person,
                address=address,
                due_at=now,
                now=now,
                minds_quiet_hours=False,
            )
            for who, person, address in found
            if person or address
        ]
    )


def _open_tasks(keys: list[str], row: Mentorship, by: User, words: str, now: dt.datetime) -> None:
    kind = TaskKind.UNSAFE
    open_tasks(
        [
            new_task(kind=kind, key=key, about=row.public_id, person=by, note=words, now=now)
            for key in keys
        ]
    )
    # Whoever pressed it first and found the words a moment later is read, too.
    for task in Task.objects.select_for_update(no_key=True).filter(key__in=keys):
        if words not in task.note:
            task.note = f"{task.note}\n{words}".strip()
            task.save(update_fields=["note"])
