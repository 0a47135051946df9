"""Telling everybody who has a place on a date one of a few things, through this site.

Why it is built this way: docs/decisions/0027-partners-with-much-to-say.md.
"""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.notifications.actions import queue
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind
from opportunities.models import REGISTER_STAYS, Announcement, Said, Session, SignUp, SignUpQuerySet

from .red_flags import fingerprint, red_flags
from .reminders import locked, news_of
from .signups import Refusal

MOST_A_DAY: Final = 3  # about one date: more of them, and nobody reads the next (T15)
A_DAY: Final = dt.timedelta(days=1)


class NothingToSay(Refusal):
    """The date is over, called off or out of sight, or it is too early for these words."""

    words = _("That can’t be said about this date now.")


class NobodyToTell(Refusal):
    """Nobody has a place."""

    words = _("Nobody has a place on this date, so there is nobody to tell.")


class SaidEnough(Refusal):
    """As often within a day as may be."""

    words = _("You have told them three things within a day. Tomorrow you can say more.")


class LineNeedsALook(Refusal):
    """The line has a red flag. Which one it was, only staff read (decision 20)."""

    words = _("This line can’t be sent. Leave it out, or ask staff about it.")


def sayings_now(*, session: Session, now: dt.datetime) -> list[Said]:
    """What may be said about a date now: thanks once it has begun, the rest until it ends.

    `session` comes with its opportunity and organisation.
    """
    if session.cancelled_at is not None or not session.opportunity.is_public(now):
        return []
    found: list[Said] = [said for said in Said if said != Said.THANKS and now < session.ends_at]
    if session.starts_at <= now < session.ends_at + REGISTER_STAYS:
        found.append(Said.THANKS)
    return found


def who_is_told(*, session: Session) -> SignUpQuerySet:
    """Everybody who has a place: those whose names the organisation reads, and nobody else."""
    return SignUp.objects.having_a_place().filter(session=session)


def announce(*, session: Session, says: Said, line: str = "", by: User, now: dt.datetime) -> int:
    """Tell everybody who has a place, each in the way they chose, and return how many that are.

    What is said stands in their plan; no message holds a word of it. A line with a red flag is
    shown to staff and to nobody else. Raises NothingToSay, NobodyToTell, SaidEnough or
    LineNeedsALook.
    """
    if says not in sayings_now(session=session, now=now):
        raise NothingToSay
    _refuse_what_is_flagged(session, line, now)
    return _announce(session, says, line, by, now)


@transaction.atomic
def _announce(session: Session, says: Said, line: str, by: User, now: dt.datetime) -> int:
    row = Session.objects.locked().get(pk=session.pk)
    if row.cancelled_at is not None or row.starts_at != session.starts_at:
        raise NothingToSay
    if Announcement.objects.filter(session=row, made_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise SaidEnough
    people = locked(who_is_told(session=row))
    if not people:
        raise NobodyToTell
    made = Announcement.objects.create(session=row, says=says, line=line, made_at=now, by=by)
    kind = "thanks" if says == Said.THANKS else "said"
    queue(
        message
        for person in people
        for message in news_of(person, f"{kind}:{person.public_id}:{made.pk}", now)
    )
    return len(people)


def _refuse_what_is_flagged(session: Session, line: str, now: dt.datetime) -> None:
    """Before anything is stored, so that what staff are told of is not taken back with it."""
    words = {"summary": line}
    flags = red_flags(words)
    if not flags:
        return
    task = new_task(
        kind=TaskKind.PARTNER,
        key=f"line:{session.public_id}:{fingerprint(words)[:24]}",
        about=session.opportunity.public_id,
        note="\n".join([line, *(str(flag.words) for flag in flags)]),
        now=now,
    )
    open_tasks([task])
    raise LineNeedsALook
