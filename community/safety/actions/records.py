"""Looking at who somebody is: asking, being let, looking, and what is written down of it."""

import datetime as dt
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from community.notifications.actions import new_message, queue
from community.safety import emails
from community.safety.models import AccessRecord, Grant, Saw, TaskKind, Why
from community.safety.models.records import LASTS
from community.safety.permissions import open_grants, pairs_among

from .apart import NoReasonGiven, NotForYou, refuse_all_but_staff, refuse_without_reason
from .tasks import new_task, open_tasks

if TYPE_CHECKING:
    from community.people.models import User

AN_HOUR: Final = dt.timedelta(hours=1)
MOST_AN_HOUR: Final = 10
OPERATOR: Final = "operator"


class NoGrant(Exception):
    """They have not asked, or the hour is over."""


@transaction.atomic
def write_down(
    *, by: "User", about: UUID | None, what: Saw, now: dt.datetime, reason: str = ""
) -> AccessRecord:
    """Add a record of who looked at whom. More than ten looks an hour are a task for staff."""
    row = AccessRecord(
        who=by.public_id,
        role=OPERATOR if what == Saw.ACCOUNT else by.role,
        about=about,
        what=what,
        reason=reason,
        created_at=now,
    )
    row.save()
    looks = AccessRecord.objects.filter(
        who=by.public_id, what=Saw.IDENTITY, created_at__gt=now - AN_HOUR
    )
    if what == Saw.IDENTITY and looks.count() > MOST_AN_HOUR:
        _tell_staff(by, now)
    return row


@transaction.atomic
def ask_to_see(*, person: "User", reason: Why, words: str, by: "User", now: dt.datetime) -> Grant:
    """Let one of the staff see who a participant is, for 60 minutes, and return the grant.

    It needs a reason that the participant will read, and three words or more that other staff can
    check (safety.md #38). The participant sees that somebody asked. Who is kept apart from them is
    let see nothing, staff or not (#15). Raises NotForYou, NoReasonGiven.
    """
    refuse_all_but_staff(by)
    if pairs_among([by.pk, person.pk]):
        raise NotForYou
    refuse_without_reason(words)
    if reason not in Why.values:
        raise NoReasonGiven
    grant = Grant.objects.create(
        by=by, person=person, reason=reason, words=words, created_at=now, ends_at=now + LASTS
    )
    write_down(by=by, about=person.public_id, what=Saw.ASKED, reason=reason, now=now)
    return grant


def look(*, person: "User", by: "User", now: dt.datetime) -> Grant:
    """Write down that one of the staff looks at who a participant is, and return their grant.

    Every look is written down, and so is one that is refused: that record has to stay, so this
    must not run in a transaction that its refusal would undo. Raises NotForYou, NoGrant.
    """
    refuse_all_but_staff(by)
    grant = open_grants(by, now).filter(person=person).order_by("-created_at").first()
    if grant is None or pairs_among([by.pk, person.pk]):
        write_down(by=by, about=person.public_id, what=Saw.REFUSED, now=now)
        raise NoGrant
    write_down(by=by, about=person.public_id, what=Saw.IDENTITY, reason=grant.reason, now=now)
    return grant


@transaction.atomic
def break_glass(*, by: "User", about: UUID | None, now: dt.datetime) -> AccessRecord:
    """Write down that an operator opened accounts, and tell who answers for safety (T5).

    Operators can: somebody has to, when all else fails. Nobody does it unseen: staff have a task,
    and the address in `settings.SAFEGUARDING_LEAD` a neutral message, once an hour.
    """
    if not by.is_superuser:
        raise NotForYou
    _tell_staff(by, now)
    if settings.SAFEGUARDING_LEAD:
        subject, body = emails.please_look()
        message = new_message(
            key=f"look:{_hour(by, now)}",
            subject=subject,
            body=body,
            address=settings.SAFEGUARDING_LEAD,
            due_at=now,
            now=now,
        )
        queue([message])
    return write_down(by=by, about=about, what=Saw.ACCOUNT, now=now)


def _tell_staff(by: "User", now: dt.datetime) -> None:
    """A task about one account, at most one an hour."""
    note = str(by.public_id)
    key = f"unusual:{_hour(by, now)}"
    open_tasks([new_task(kind=TaskKind.UNUSUAL, key=key, note=note, now=now)])


def _hour(by: "User", now: dt.datetime) -> str:
    return f"{by.public_id}:{now.astimezone(dt.UTC):%Y%m%d%H}"
