"""Telling one of the two that there is something to read, and taking it back."""

import datetime as dt

from community.mentorship import emails
from community.mentorship.models import Mentorship
from community.notifications.actions import new_message, queue, withdraw
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind


def tell(*, to: User, mentorship: Mentorship, what: str, now: dt.datetime) -> None:
    """Queue the neutral words that there is something new. `what` makes the key, once each."""
    subject, body = emails.something_new()
    key = f"two:{mentorship.public_id}:{what}:{to.pk}"
    about = mentorship.public_id
    queue(
        [
            new_message(
                key=key, subject=subject, body=body, recipient=to, about=about, due_at=now, now=now
            )
        ]
    )


def take_back(*, mentorship: Mentorship, now: dt.datetime) -> None:
    """Withdraw what is on its way about two who have stopped."""
    withdraw(about=[mentorship.public_id])


def ask_staff(
    *,
    mentorship: Mentorship,
    what: str,
    now: dt.datetime,
    person: User | None = None,
    note: str = "",
) -> None:
    """Open a task about two. `what` makes the key: a second one of it is skipped."""
    open_tasks(
        [
            new_task(
                kind=TaskKind.MATCH,
                key=f"match:{mentorship.public_id}:{what}",
                about=mentorship.public_id,
                person=person,
                note=note,
                now=now,
            )
        ]
    )
