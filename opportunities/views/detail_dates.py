"""The dates of one opportunity, a line each, to be ticked."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser

from community.people.models import User
from opportunities.models import Session, State
from opportunities.permissions import visible_sign_ups

STANDS: Final = (State.CONFIRMED, State.OFFERED, State.WAITING, State.ASKED)


def lines_of(
    shown: Sequence[Session],
    ticked: Collection[str],
    left: Mapping[int, list[dict[str, Any]]],
    user: User | AnonymousUser,
) -> list[dict[str, Any]]:
    """A line for each date. How many places are left is never said (safety.md #13), and whether
    there are is the same for everybody who looks (#15).

    `ticked`: ids of dates; `left`: what is left of each part, by session.
    """
    own = _own_of(user, shown)
    return [
        {
            "session": session,
            "is_ticked": str(session.public_id) in ticked,
            "own": own.get(session.pk, ""),
            "is_full": session.is_full,
            "has_few_places": session.has_few_places,
            "parts": left.get(session.pk, []),
        }
        for session in shown
    ]


def _own_of(user: User | AnonymousUser, shown: Sequence[Session]) -> dict[int, str]:
    """Where this person stands on dates that they chose before: it is said instead of what is left,
    so that nobody wonders whether it was saved."""
    if not user.is_authenticated:
        return {}
    rows = visible_sign_ups(user).filter(session__in=shown, state__in=STANDS)
    return {row.session_id: row.get_state_display() for row in rows}
