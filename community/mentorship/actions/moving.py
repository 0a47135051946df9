"""The one function that changes how far two are, and which steps there are (safety.md #47, #51)."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import (
    LIVE,
    OVER,
    TAKEN,
    Mentorship,
    MentorshipChange,
    MentorshipState,
    MoveReason,
    Side,
)
from community.organisations.models import site_day
from community.people.models import User

from .states import Refusal

S = MentorshipState
_P, _M, _STAFF, _CLOCK = Side.PARTICIPANT, Side.MENTOR, Side.STAFF, Side.CLOCK
_EACH: Final = frozenset({_P, _M, _STAFF})
_NOT_MENTOR: Final = frozenset({_P, _STAFF, _CLOCK})
_ALONE: Final = frozenset({_STAFF})
_ANYBODY: Final = frozenset(Side)
Steps = Mapping[MentorshipState, frozenset[Side]]
# From where to where, and who may take that step. What is not here raises. The way to `CLOSED`
# leads through `CLOSING` and nowhere else; only safety and taking it back go past it.
STEPS: Final[dict[MentorshipState, Steps]] = {
    S.SUGGESTED: {S.OFFERED_PARTICIPANT: _ALONE, S.WITHDRAWN: _ANYBODY, S.ENDED_SAFETY: _ALONE},
    S.OFFERED_PARTICIPANT: {
        S.OFFERED_MENTOR: frozenset({_P}),
        S.DECLINED_P: frozenset({_P}),
        S.WITHDRAWN: _ANYBODY,
        S.ENDED_SAFETY: _ALONE,
    },
    S.OFFERED_MENTOR: {
        S.INTRO: frozenset({_M}),
        S.DECLINED_P: frozenset({_P}),
        S.DECLINED_M: frozenset({_M}),
        S.WITHDRAWN: _ANYBODY,
        S.ENDED_SAFETY: _ALONE,
    },
    S.INTRO: {
        S.TRIAL: _ALONE,
        S.PAUSED: _ANYBODY,
        S.DECLINED_P: frozenset({_P}),
        S.DECLINED_M: frozenset({_M}),
        S.WITHDRAWN: _NOT_MENTOR,
        S.ENDED_SAFETY: _ALONE,
    },
    S.TRIAL: {
        S.ACTIVE: _ANYBODY,
        S.PAUSED: _ANYBODY,
        S.CLOSING: _EACH,
        S.DECLINED_P: frozenset({_P}),
        S.DECLINED_M: frozenset({_M}),
        S.WITHDRAWN: _NOT_MENTOR,
        S.ENDED_SAFETY: _ALONE,
    },
    S.ACTIVE: {
        S.PAUSED: _ANYBODY,
        S.CLOSING: _EACH,
        S.WITHDRAWN: _NOT_MENTOR,
        S.ENDED_SAFETY: _ALONE,
    },
    S.PAUSED: {
        S.INTRO: _NOT_MENTOR,
        S.TRIAL: _NOT_MENTOR,
        S.ACTIVE: _NOT_MENTOR,
        S.CLOSING: _NOT_MENTOR,
        S.WITHDRAWN: _NOT_MENTOR,
        S.ENDED_SAFETY: _ALONE,
    },
    S.CLOSING: {
        S.PAUSED: _ANYBODY,
        S.CLOSED: _ALONE,
        S.WITHDRAWN: _NOT_MENTOR,
        S.ENDED_SAFETY: _ALONE,
    },
    **{state: {} for state in OVER},
}

# Called with `mentorship=, now=` inside the transaction in which two stop meeting, for a while or
# for good: meetings are called off, what is on its way is taken back. Others add theirs.
after_they_stop: list[Callable[..., Any]] = []


class IllegalStep(Refusal):
    """There is no such step from where these two are, or it is not this one's to take."""

    words = _("This step is not possible now.")


class NotYet(IllegalStep):
    """A planned end takes its time."""

    words = _("The day on which it ends has not come yet.")


@transaction.atomic
def move(
    *,
    mentorship: Mentorship,
    to: MentorshipState,
    by: User | None,
    side: Side,
    now: dt.datetime,
    reason: MoveReason = MoveReason.NONE,
    note: str = "",
    **values: Any,
) -> Mentorship:
    """Bring two from one state to another, write it down, and return the row.

    `side` is as whom `by` does it; nobody is the clock. `values` are other fields that change with
    it. Whether `by` is on that side is asked by whoever calls. Raises IllegalStep (NotYet for an
    end before its day) and changes nothing.
    """
    row = locked(mentorship)
    came_from, to = MentorshipState(row.state), MentorshipState(to)
    _refuse_unless_a_step(row, to, side, now)
    _stand_at(row, to, now)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    MentorshipChange.objects.create(
        mentorship=row,
        came_from=came_from,
        went_to=to,
        side=side,
        by=by,
        at=now,
        reason=reason,
        note=note,
    )
    if came_from in LIVE and to not in LIVE:
        for stop in after_they_stop:
            stop(mentorship=row, now=now)
    return row


def _refuse_unless_a_step(
    row: Mentorship, to: MentorshipState, side: Side, now: dt.datetime
) -> None:
    """A rest ends where it began, in an end or on the way to one; an end waits for its day."""
    came_from = MentorshipState(row.state)
    if side not in STEPS[came_from].get(to, frozenset()):
        raise IllegalStep
    if row.locked_at is not None and came_from not in TAKEN and to not in OVER:
        raise IllegalStep  # somebody did not feel safe with what they are offered
    if came_from == S.PAUSED and to not in {row.paused_from, *OVER, S.CLOSING}:
        raise IllegalStep
    if to == S.CLOSED and (row.ends_on is None or site_day(now) < row.ends_on):
        raise NotYet


def _stand_at(row: Mentorship, to: MentorshipState, now: dt.datetime) -> None:
    """What follows in the row itself from where two stand; it is not stored here."""
    row.paused_from = row.state if to == S.PAUSED else ""
    if to != S.PAUSED:
        row.paused_for, row.resume_on = "", None
    row.state, row.changed_at = to, now
    row.ended_at = now if to in OVER else None
    row.locked_at = row.locked_at or now if to in OVER else row.locked_at


def locked(mentorship: Mentorship) -> Mentorship:
    """The row as it is now, locked until the transaction ends."""
    rows = Mentorship.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("person", "mentor__person").get(pk=mentorship.pk)
