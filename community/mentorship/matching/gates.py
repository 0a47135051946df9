"""What shuts a mentor out whatever else speaks for them. The first that applies is named to staff,
and to nobody else.

A shared safe channel is no gate of its own: the messages of this site are one that everybody has.
"""

import enum
from typing import Final

from .terms import Asked, Walker


class Gate(enum.StrEnum):
    """Why a mentor is left out."""

    NOT_OPTED_IN = "not_opted_in"
    NOT_ACTIVE = "not_active"
    BLOCKED = "blocked"
    ENDED_FOR_SAFETY = "ended_for_safety"
    KNOWN = "known"
    MUST_HAVE_MISSING = "must_have_missing"
    AVOIDED_AREA = "avoided_area"
    NO_TIME_OVERLAP = "no_time_overlap"
    CAPACITY = "capacity"


# Staff may go past this one with a note, and past no other (mentoring.md 2b).
MAY_BE_PASSED: Final = frozenset({Gate.CAPACITY})


def first_gate(walker: Walker, asked: Asked) -> Gate | None:
    """The first gate that shuts this one out, None if they may be proposed.

    Capacity comes last, so that passing it never passes another one by the way.
    """
    shut = {
        Gate.NOT_OPTED_IN: not asked.opted_in,
        Gate.NOT_ACTIVE: not walker.is_ready,
        Gate.BLOCKED: walker.person_id in asked.keeps_away,
        Gate.ENDED_FOR_SAFETY: walker.pk in asked.ended_for_safety,
        Gate.KNOWN: walker.pk in asked.known,
        Gate.MUST_HAVE_MISSING: _misses_a_must(walker, asked),
        Gate.AVOIDED_AREA: not asked.avoided_areas.isdisjoint(walker.areas),
        Gate.NO_TIME_OVERLAP: _have_no_time(walker, asked),
        Gate.CAPACITY: walker.walking >= walker.cap,
    }
    return next((gate for gate, holds in shut.items() if holds), None)


def _misses_a_must(walker: Walker, asked: Asked) -> bool:
    """Whether one of the few things that have to be so is not so, or was not said."""
    return (
        bool(asked.genders and walker.gender not in asked.genders)
        or bool(asked.lived_is_must and asked.lived and walker.lived != asked.lived)
        or bool(asked.language and asked.language not in walker.languages)
        or (asked.remote_only and not walker.remote)
    )


def _have_no_time(walker: Walker, asked: Asked) -> bool:
    """Whether both said when they can, and never at the same time."""
    return bool(asked.slots and walker.slots and asked.slots.isdisjoint(walker.slots))
