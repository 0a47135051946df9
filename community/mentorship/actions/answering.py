"""The participant decides first, then the mentor; a no needs no reason, leaves no trace (#48)."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.matching import Gate
from community.mentorship.models import Mentor, Mentorship, MentorshipState, MoveReason, Side
from community.people.models import User
from community.safety.models import Task, TaskKind

from .moving import locked, move
from .proposing import gate_between
from .sides import refuse_others
from .states import Refusal
from .telling import ask_staff, take_back, tell

S = MentorshipState
P, M = Side.PARTICIPANT, Side.MENTOR


class EnoughToDo(Refusal):
    """The mentor walks with as many as they can by now."""

    words = _("You walk with as many people as you can for now. Staff can help you to change that.")


@transaction.atomic
def participant_says_yes(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """Ask the mentor next, and return the row; saying it twice is harmless.

    Where a gate has shut meanwhile it is taken back instead: the state of what is returned says
    so, and staff have a task. Raises NotYours, IllegalStep.
    """
    refuse_others(mentorship.person_id, by)
    row = locked(mentorship)
    if row.state == S.OFFERED_MENTOR:
        return row
    gate = gate_between(row, now)
    if gate is not None and gate != Gate.CAPACITY:
        return _fall_through(row, now)
    row = move(mentorship=row, to=S.OFFERED_MENTOR, by=by, side=P, reason=MoveReason.NEXT, now=now)
    tell(to=row.mentor.person, mentorship=row, what="asked", now=now)
    return row


@transaction.atomic
def participant_says_no(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """End an offer; no reason is asked, and the mentor never hears of it. Twice is harmless.

    Raises NotYours, IllegalStep.
    """
    refuse_others(mentorship.person_id, by)
    row = locked(mentorship)
    if row.state == S.DECLINED_P:
        return row
    row = move(mentorship=row, to=S.DECLINED_P, by=by, side=P, now=now)
    take_back(mentorship=row, now=now)
    ask_staff(mentorship=row, what="said no", now=now)
    return row


@transaction.atomic
def participant_asks(*, mentorship: Mentorship, words: str, by: User, now: dt.datetime) -> None:
    """Bring a question about the offer to staff; the offer stays. Raises NotYours.

    The same words are one question for as long as staff have not answered it; others are another.
    """
    refuse_others(mentorship.person_id, by)
    if locked(mentorship).state == S.OFFERED_PARTICIPANT:
        asked = Task.objects.filter(person=by, about=mentorship.public_id, kind=TaskKind.MATCH)
        if any(task.note == words for task in asked.still_open()):
            return
        what = f"question {uuid.uuid4()}"
        ask_staff(mentorship=mentorship, what=what, person=by, note=words, now=now)


@transaction.atomic
def mentor_says_yes(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """Bring the two together, and return the row; saying it twice is harmless.

    Of two that a mentor with one place left says yes to at the same moment, one is refused: the
    mentor's row is locked first (#52). Raises NotYours, EnoughToDo, IllegalStep.
    """
    refuse_others(mentorship.mentor.person_id, by)
    Mentor.objects.select_for_update(no_key=True).get(pk=mentorship.mentor_id)
    row = locked(mentorship)
    if row.state == S.INTRO:
        return row
    gate = gate_between(row, now)
    if gate == Gate.CAPACITY:
        raise EnoughToDo
    if gate is not None:
        return _fall_through(row, now)
    row = move(mentorship=row, to=S.INTRO, by=by, side=M, reason=MoveReason.NEXT, now=now)
    tell(to=row.person, mentorship=row, what="both", now=now)
    ask_staff(mentorship=row, what="both said yes", now=now)
    return row


@transaction.atomic
def mentor_says_no(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """End what the mentor was asked; no reason is asked. Twice is harmless.

    Raises NotYours, IllegalStep.
    """
    refuse_others(mentorship.mentor.person_id, by)
    row = locked(mentorship)
    if row.state == S.DECLINED_M:
        return row
    row = move(mentorship=row, to=S.DECLINED_M, by=by, side=M, now=now)
    tell(to=row.person, mentorship=row, what="not this time", now=now)
    ask_staff(mentorship=row, what="said no", now=now)
    return row


def _fall_through(row: Mentorship, now: dt.datetime) -> Mentorship:
    """Take back what cannot be any more; staff look for somebody else."""
    row = move(mentorship=row, to=S.WITHDRAWN, by=None, side=Side.CLOCK, now=now)
    take_back(mentorship=row, now=now)
    ask_staff(mentorship=row, what="a gate shut", now=now)
    return row
