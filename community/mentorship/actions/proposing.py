"""Staff compare, suggest and offer. A score may be passed over and that is noted; a gate may not,
but for the mentor's cap with a note (mentoring.md 2b)."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.matching import (
    MAY_BE_PASSED,
    Asked,
    Gate,
    Ranking,
    Walker,
    asked_of,
    first_gate,
    gate_in_words,
    rank,
    walkers,
)
from community.mentorship.models import (
    Mentor,
    Mentorship,
    MentorshipChange,
    MentorshipRequest,
    MentorshipState,
    MoveReason,
    Side,
)
from community.organisations.models import site_day
from community.people.models import User

from .looking_after import refuse_whom_it_is_not
from .moving import move
from .states import Refusal
from .telling import tell

FEWEST_WORDS: Final = 3
S = MentorshipState


class ShutOut(Refusal):
    """A gate is shut between the two. For staff: says which."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(gate)
        self.gate = gate

    def __str__(self) -> str:
        return gate_in_words(self.gate)


class NoteNeeded(Refusal):
    """Going past the mentor's cap needs a reason in words."""

    words = _("This mentor walks with as many as they can. Say in three words or more why it may "
              "be one more.")  # fmt: skip


class IsInOne(Refusal):
    """Somebody is offered one mentor at a time."""

    words = _("They are asked about somebody already, or walk with somebody.")


@dataclass(frozen=True)
class Compared:
    """One request against every mentor."""

    asked: Asked
    ranking: Ranking


def compare(*, request: MentorshipRequest, by: User, now: dt.datetime) -> Compared:
    """Rank every mentor for one request, while the page is made. Raises NotForYou."""
    refuse_whom_it_is_not(by, request)
    asked = asked_of(request, site_day(now))
    return Compared(asked, rank(walkers(now), asked))


@transaction.atomic
def suggest(
    *, request: MentorshipRequest, mentor: Mentor, by: User, now: dt.datetime, note: str = ""
) -> Mentorship:
    """Note among staff that these two might walk together, and return it; one that is noted
    already is returned as it is. Raises NotForYou, ShutOut, NoteNeeded.
    """
    refuse_whom_it_is_not(by, request)
    Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)  # one at a time
    known = Mentorship.objects.filter(person=request.person_id, mentor=mentor, state=S.SUGGESTED)
    if row := known.first():
        return row
    found = compare(request=request, by=by, now=now).ranking
    shut = next((one.gate for one in found.excluded if one.walker.pk == mentor.pk), None)
    if shut is not None and shut not in MAY_BE_PASSED:
        raise ShutOut(shut)
    if shut is not None and len(note.split()) < FEWEST_WORDS:
        raise NoteNeeded
    scores = {one.walker.pk: one.score for one in found.ranked}
    score = scores.get(mentor.pk)
    row = Mentorship.objects.create(
        person=request.person,
        mentor=mentor,
        coordinator=request.coordinator or by,
        score=score,
        over_cap=shut is not None,
        made_at=now,
        changed_at=now,
    )
    MentorshipChange.objects.create(
        mentorship=row,
        went_to=S.SUGGESTED,
        side=Side.STAFF,
        by=by,
        at=now,
        reason=_passed(shut, score, [s for s in scores.values() if s is not None]),
        note=note,
    )
    return row


@transaction.atomic
def offer(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """Ask the participant. Staff have asked both whether they know each other.

    Raises NotForYou, ShutOut, IsInOne, IllegalStep.
    """
    refuse_whom_it_is_not(by, mentorship)
    # Of two of the staff who offer her somebody at the same moment, one waits here.
    User.objects.select_for_update(no_key=True).get(pk=mentorship.person_id)
    if Mentorship.objects.pending().filter(person=mentorship.person_id).exists():
        raise IsInOne
    refuse_shut(mentorship, now)
    row = move(
        mentorship=mentorship,
        to=S.OFFERED_PARTICIPANT,
        by=by,
        side=Side.STAFF,
        reason=MoveReason.NEXT,
        now=now,
    )
    tell(to=row.person, mentorship=row, what="offered", now=now)
    return row


@transaction.atomic
def drop(
    *, mentorship: Mentorship, by: User, reason: MoveReason, now: dt.datetime, note: str = ""
) -> Mentorship:
    """Take a suggestion or an offer back; `KNOWN` shuts the two out from each other from now on.

    Raises NotForYou, IllegalStep.
    """
    refuse_whom_it_is_not(by, mentorship)
    return move(
        mentorship=mentorship,
        to=S.WITHDRAWN,
        by=by,
        side=Side.STAFF,
        reason=reason,
        note=note,
        now=now,
    )


def refuse_shut(mentorship: Mentorship, now: dt.datetime) -> None:
    """Raise ShutOut where a gate is shut between the two today; asked before every yes."""
    gate = gate_between(mentorship, now)
    if gate is not None:
        raise ShutOut(gate)


def gate_between(mentorship: Mentorship, now: dt.datetime) -> Gate | None:
    """The gate that is shut between the two today, None where none is. What staff went past
    with a note is none."""
    request = MentorshipRequest.objects.filter(person=mentorship.person_id).first()
    walker = _of(mentorship, now)
    if request is None or walker is None:
        return Gate.NOT_OPTED_IN if request is None else Gate.NOT_ACTIVE
    gate = first_gate(walker, asked_of(request, site_day(now)))
    return None if gate == Gate.CAPACITY and mentorship.over_cap else gate


def _of(mentorship: Mentorship, now: dt.datetime) -> Walker | None:
    return next(iter(walkers(now, only=mentorship.mentor)), None)


def _passed(gate: Gate | None, score: int | None, scores: list[int]) -> MoveReason:
    """What staff went past, if anything."""
    if gate is not None:
        return MoveReason.CAPACITY_PASSED
    if score is not None and score < max(scores):
        return MoveReason.SCORE_PASSED
    return MoveReason.NONE
