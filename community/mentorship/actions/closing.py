"""How it ends: planned over four weeks, taken back by the participant, or for somebody's safety."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import (
    OF_CLOSING,
    CheckIn,
    Mentor,
    MentorReason,
    Mentorship,
    MentorshipRequest,
    MentorshipState,
    MentorState,
    MoveReason,
    RematchMentor,
    RematchParticipant,
    Side,
)
from community.organisations.models import site_day
from community.people.models import User
from community.safety.actions import new_task, open_tasks, separate
from community.safety.models import Reason, TaskKind

from .looking_after import refuse_whom_it_is_not
from .moving import locked, move
from .sides import refuse_others, side_of
from .states import MOVES, Refusal, move_mentor
from .telling import ask_staff, take_back, tell

S = MentorshipState
NOTICE: Final = dt.timedelta(weeks=4)
LONGEST_NOTICE: Final = dt.timedelta(weeks=26)
BUFFER: Final = dt.timedelta(days=17)  # two to three weeks before somebody else


class TooSoon(Refusal):
    """A planned end takes four weeks or more."""

    words = _("Choose a day from four weeks to half a year from now.")


class NoReasonOfThese(Refusal):
    """Why it ends is one of the reasons on the list."""

    words = _("Choose one of the reasons.")


@transaction.atomic
def start_closing(
    *, mentorship: Mentorship, by: User, ends_on: dt.date, now: dt.datetime
) -> Mentorship:
    """Plan the end, four weeks ahead or more; either of the two may, and staff. Saying it again
    changes nothing. Raises NotYours, TooSoon, IllegalStep.
    """
    side = Side.STAFF if by.role == "staff" else side_of(mentorship, by)
    if side == Side.STAFF:
        refuse_whom_it_is_not(by, mentorship)
    today = site_day(now)
    if not today + NOTICE <= ends_on <= today + LONGEST_NOTICE:
        raise TooSoon
    row = locked(mentorship)
    if row.state == S.CLOSING:
        return row
    row = move(
        mentorship=row,
        to=S.CLOSING,
        by=by,
        side=side,
        reason=MoveReason.PLANNED,
        now=now,
        ends_on=ends_on,
        last_meeting_on=None,
    )
    for person in (row.person, row.mentor.person):
        if person.pk != by.pk:
            tell(to=person, mentorship=row, what="closing", now=now)
    ask_staff(mentorship=row, what="closing", now=now)
    return row


@transaction.atomic
def say_what_changed(
    *, mentorship: Mentorship, by: User, words: str, rematch: str, now: dt.datetime
) -> Mentorship:
    """The participant's own words at the end, and whether they would like somebody else.

    Both may stay open. Raises NotYours.
    """
    refuse_others(mentorship.person_id, by)
    row = locked(mentorship)
    row.what_changed, row.rematch_participant, row.changed_at = words, rematch, now
    row.save(update_fields=["what_changed", "rematch_participant", "changed_at"])
    return row


@transaction.atomic
def close(
    *,
    mentorship: Mentorship,
    by: User,
    reason: MoveReason,
    rematch_mentor: RematchMentor,
    last_meeting_on: dt.date | None,
    now: dt.datetime,
    note: str = "",
) -> Mentorship:
    """End what was planned to, on its day or later. Nobody writes to anybody from now on.

    Raises NotForYou, NoReasonOfThese, NotYet, IllegalStep.
    """
    refuse_whom_it_is_not(by, mentorship)
    if reason not in OF_CLOSING:
        raise NoReasonOfThese
    row = move(
        mentorship=mentorship,
        to=S.CLOSED,
        by=by,
        side=Side.STAFF,
        reason=reason,
        note=note,
        now=now,
        rematch_mentor=rematch_mentor,
        last_meeting_on=last_meeting_on,
    )
    row.reason = reason
    row.save(update_fields=["reason"])
    _over(row, now)
    for person in (row.person, row.mentor.person):
        tell(to=person, mentorship=row, what="ended", now=now)
    return row


@transaction.atomic
def leave(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """The participant ends it this moment: no reason is asked, and no notice. Twice is harmless.

    Raises NotYours, IllegalStep.
    """
    refuse_others(mentorship.person_id, by)
    row = locked(mentorship)
    if row.state == S.WITHDRAWN:
        return row
    row = move(mentorship=row, to=S.WITHDRAWN, by=by, side=Side.PARTICIPANT, now=now)
    _over(row, now)
    tell(to=row.mentor.person, mentorship=row, what="ended", now=now)
    ask_staff(mentorship=row, what="left", now=now)
    return row


@transaction.atomic
def end_for_safety(*, mentorship: Mentorship, by: User, note: str, now: dt.datetime) -> Mentorship:
    """End it at once: locked, the two kept apart for good, the mentor paused until staff have
    looked, everybody else they walk with paused. The mentor is sent nothing, and reads what every
    mentor reads whose match is over. Raises NotForYou, IllegalStep.
    """
    refuse_whom_it_is_not(by, mentorship)
    mentor = Mentor.objects.select_for_update(no_key=True).get(pk=mentorship.mentor_id)
    row = locked(mentorship)
    row = move(
        mentorship=row,
        to=S.ENDED_SAFETY,
        by=by,
        side=Side.STAFF,
        reason=MoveReason.SAFETY,
        note=note,
        now=now,
    )
    row.reason = MoveReason.SAFETY
    row.save(update_fields=["reason"])
    _over(row, now)
    separate(one=row.person, other=mentor.person, reason=Reason.STAFF, by=by, now=now)
    if MentorState.PAUSED in MOVES[MentorState(mentor.state)]:
        to, why = MentorState.PAUSED, MentorReason.SAFETY
        move_mentor(mentor=mentor, to=to, by=by, reason=why, now=now, is_held=True)
    else:
        Mentor.objects.filter(pk=mentor.pk).update(is_held=True)
    open_tasks(
        [
            new_task(
                kind=TaskKind.UNSAFE,
                key=f"ended:{row.public_id}:{who}",
                about=row.public_id,
                note=note,
                now=now,
            )
            for who in ("coordinator", "lead")
        ]
    )
    return row


def _over(row: Mentorship, now: dt.datetime) -> None:
    """Nothing more is asked or on its way, and the participant has a breath before the next."""
    CheckIn.objects.filter(mentorship=row, answered_at=None).delete()
    take_back(mentorship=row, now=now)
    wants_nobody = row.rematch_participant in {RematchParticipant.LATER, RematchParticipant.NO}
    requests = MentorshipRequest.objects.filter(person=row.person_id)
    requests.update(not_before=site_day(now) + BUFFER, waits_since=now)
    if wants_nobody:
        requests.update(just_looking=True)
