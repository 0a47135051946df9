"""The one function that changes how far a mentor is, and which changes there are."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import ENDED, Mentor, MentorChange, MentorReason, MentorState
from community.organisations.models import site_day
from community.people.models import User

S = MentorState
_ALWAYS: Final = frozenset({S.LEFT, S.REMOVED_SAFETY})
# From each state to which. What is not here raises: there is no way back from the last two.
MOVES: Final[dict[MentorState, frozenset[MentorState]]] = {
    S.APPLIED: _ALWAYS | {S.SCREENING, S.DECLINED},
    S.SCREENING: _ALWAYS | {S.TRAINING, S.DECLINED},
    S.TRAINING: _ALWAYS | {S.ACTIVE, S.DECLINED},
    S.ACTIVE: _ALWAYS | {S.PAUSED, S.LAPSED},
    S.PAUSED: _ALWAYS | {S.ACTIVE, S.LAPSED},
    S.LAPSED: _ALWAYS | {S.ACTIVE},
    S.LEFT: frozenset({S.APPLIED, S.REMOVED_SAFETY}),
    S.DECLINED: frozenset({S.REMOVED_SAFETY}),
    S.REMOVED_SAFETY: frozenset(),
}

# Called with `mentor=, now=` inside the transaction in which somebody stops being active: whoever
# walks with them is paused. Other parts of this app add theirs in `apps.py`.
after_mentor_stops: list[Callable[..., Any]] = []


class Refusal(Exception):
    """Something that cannot be done; says why in words that may be shown."""

    words: Any = ""

    def __str__(self) -> str:
        return str(self.words)


class IllegalMove(Refusal):
    """There is no such step from where this mentor is."""

    words = _("This step is not possible now.")


@transaction.atomic
def move_mentor(
    *,
    mentor: Mentor,
    to: MentorState,
    by: User | None,
    reason: MentorReason,
    now: dt.datetime,
    note: str = "",
    **values: Any,
) -> Mentor:
    """Bring a mentor from one state to another, write it down, and return the row.

    Nobody (`by=None`) is the clock, or the site itself. `values` are other fields that change
    with it. Who may do it is asked by whoever calls. Raises IllegalMove and changes nothing.
    """
    locked = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    came_from, to = MentorState(locked.state), MentorState(to)
    if to not in MOVES[came_from]:
        raise IllegalMove
    locked.state = to
    locked.ended_at = now if to in ENDED else None
    for name, value in values.items():
        setattr(locked, name, value)
    if to == S.ACTIVE and not _check_holds(locked, now):
        raise IllegalMove
    locked.save()
    MentorChange.objects.create(
        mentor=locked, came_from=came_from, went_to=to, by=by, at=now, reason=reason, note=note
    )
    if came_from == S.ACTIVE:
        for stop in after_mentor_stops:
            stop(mentor=locked, now=now)
    return locked


def _check_holds(mentor: Mentor, now: dt.datetime) -> bool:
    """Whether what was checked holds today, and somebody of the staff supports them."""
    until = mentor.check_expires_on
    return until is not None and until >= site_day(now) and mentor.supervisor_id is not None
