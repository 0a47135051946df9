"""Somebody does not feel safe: everything between the two is locked, and staff know (#50)."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from community.mentorship import emails
from community.mentorship.models import OVER, Mentorship, MentorshipState, MoveReason, Side
from community.notifications.actions import new_message, queue
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind

from .moving import STEPS, locked, move
from .sides import side_of
from .telling import take_back


@transaction.atomic
def say_unsafe(*, mentorship: Mentorship, by: User, words: str, now: dt.datetime) -> Mentorship:
    """Lock two, and tell the coordinator and who answers for safety, all or nothing.

    The other one reads "paused" and gets no message. It works in every state, also of what is over
    already, and as often as somebody says it. Raises NotYours.
    """
    side = side_of(mentorship, by)
    row = locked(mentorship)
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
    elif row.state not in OVER:
        row.locked_at, row.resume_on = row.locked_at or now, None
        row.paused_for = MoveReason.UNSAFE if row.state == MentorshipState.PAUSED else ""
        row.save(update_fields=["locked_at", "resume_on", "paused_for"])
    # What was shown in trust is shown again only when its owner says so again.
    row.shown.all().delete()
    take_back(mentorship=row, now=now)
    _tell_staff(row, by, side, words, now)
    return row


def _tell_staff(row: Mentorship, by: User, side: Side, words: str, now: dt.datetime) -> None:
    """Two tasks for the same day, and a neutral message to each of the two who answer for it."""
    stamp = f"{row.public_id}:{side}:{now.astimezone(dt.UTC):%Y%m%d%H%M}"
    open_tasks(
        [
            new_task(
                kind=TaskKind.UNSAFE,
                key=f"unsafe:{stamp}:{who}",
                about=row.public_id,
                person=by,
                note=words,
                now=now,
            )
            for who in ("coordinator", "lead")
        ]
    )
    subject, body = emails.please_look()
    lead = settings.SAFEGUARDING_LEAD
    # A person is found by their ways; the lead has an address and no account.
    found = [("coordinator", row.coordinator, ""), ("lead", None, lead)]
    queue(
        [
            new_message(
                key=f"unsafe:{stamp}:{who}",
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
