"""A break: either side, at any time, with or without a day on which it goes on."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import (
    LIVE,
    Mentor,
    Mentorship,
    MentorshipState,
    MoveReason,
    Side,
)
from community.notifications.actions import withdraw
from community.organisations.models import site_day
from community.people.models import User

from .checking_in import after_a_rest
from .looking_after import refuse_whom_it_is_not
from .moving import IllegalStep, locked, move
from .sides import side_of
from .states import Refusal
from .telling import ask_staff, tell

S = MentorshipState
LONGEST: Final = dt.timedelta(days=366)


class WrongDay(Refusal):
    """The day on which it goes on lies ahead, and not too far."""

    words = _("Choose a day from tomorrow to a year from now, or none.")


@transaction.atomic
def pause(
    *, mentorship: Mentorship, by: User, resume_on: dt.date | None, now: dt.datetime
) -> Mentorship:
    """Take a break, and return the row. No reason is asked, and reminders stop. Saying it again
    changes the day, if the participant says it. Raises NotYours, WrongDay, IllegalStep.
    """
    side = side_of(mentorship, by)
    today = site_day(now)
    if resume_on is not None and not today < resume_on <= today + LONGEST:
        raise WrongDay
    row = locked(mentorship)
    if row.state == S.PAUSED and side == Side.MENTOR:
        return row  # the same whyever it rests, and no day of it is theirs to move (#50)
    if row.state == S.PAUSED and row.paused_for == MoveReason.ASKED:
        row.resume_on = resume_on
        row.save(update_fields=["resume_on"])
        return row
    row = move(
        mentorship=row,
        to=S.PAUSED,
        by=by,
        side=side,
        reason=MoveReason.ASKED,
        now=now,
        paused_for=MoveReason.ASKED,
        resume_on=resume_on,
    )
    withdraw(about=[row.public_id])
    # The mentor is sent nothing, as after "I don't feel safe": nobody can tell one from the other.
    if side == Side.MENTOR:
        tell(to=row.person, mentorship=row, what=f"paused {today}", now=now)
    return row


@transaction.atomic
def resume(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """Go on after a break, where it came from. The participant may, after one that was asked for;
    after anything else staff alone. The mentor never: that they cannot would tell them why it rests
    (#50). Raises NotYours, IllegalStep.
    """
    row = locked(mentorship)
    side = Side.STAFF if by.role == "staff" else side_of(row, by)
    if side == Side.STAFF:
        refuse_whom_it_is_not(by, mentorship)
    elif side == Side.MENTOR or row.paused_for != MoveReason.ASKED:
        raise IllegalStep
    return _go_on(row, by, side, now)


def pause_of_mentor(*, mentor: Mentor, now: dt.datetime) -> None:
    """Pause everybody a mentor walks with, who may not for now; called by `move_mentor` (#19)."""
    rows = Mentorship.objects.filter(mentor=mentor, state__in=sorted({S.INTRO, *LIVE}))
    for row in rows.select_related("person"):
        paused = move(
            mentorship=row,
            to=S.PAUSED,
            by=None,
            side=Side.CLOCK,
            reason=MoveReason.CHECK,
            now=now,
            paused_for=MoveReason.CHECK,
        )
        withdraw(about=[paused.public_id])
        tell(to=paused.person, mentorship=paused, what=f"paused {site_day(now)}", now=now)
        ask_staff(mentorship=paused, what=f"mentor stopped {site_day(now)}", now=now)
    asked = Mentorship.objects.filter(mentor=mentor, state=S.OFFERED_MENTOR)
    for row in asked:
        move(mentorship=row, to=S.WITHDRAWN, by=None, side=Side.CLOCK, now=now)
        withdraw(about=[row.public_id])
        ask_staff(mentorship=row, what="mentor stopped", now=now)


def wake(*, now: dt.datetime) -> int:
    """Let those go on whose day has come, or whose mentor may walk again; return how many.

    Never after somebody did not feel safe.
    """
    active = Mentor.objects.active(now).values("pk")
    due = Q(paused_for=MoveReason.ASKED, resume_on__lte=site_day(now))
    back = Q(paused_for=MoveReason.CHECK)
    rows = Mentorship.objects.filter(due | back, state=S.PAUSED, mentor__in=active, locked_at=None)
    woken = 0
    for row in rows.order_by("pk"):
        try:
            with transaction.atomic():
                fresh = locked(row)
                if fresh.paused_for == row.paused_for and fresh.locked_at is None:
                    _go_on(fresh, None, Side.CLOCK, now)
                    woken += 1
        except IllegalStep:
            continue  # somebody was a moment earlier
    return woken


def _go_on(row: Mentorship, by: User | None, side: Side, now: dt.datetime) -> Mentorship:
    if row.state != S.PAUSED:
        raise IllegalStep
    to = MentorshipState(row.paused_from)
    row = move(mentorship=row, to=to, by=by, side=side, now=now, locked_at=None)
    after_a_rest(mentorship=row, now=now)
    for person in (row.person, row.mentor.person):
        if by is None or person.pk != by.pk:
            tell(to=person, mentorship=row, what=f"goes on {site_day(now)}", now=now)
    return row
