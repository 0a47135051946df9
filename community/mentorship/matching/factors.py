"""What speaks for a mentor, in points out of 100 (mentoring.md 2b)."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from community.people.points import RANKED, WHOLE, at_most, rounded, shared_out

from .terms import Asked, Walker

ENOUGH_SLOTS: Final = 3  # so many shared times of a week are all that a meeting needs
Value = Callable[[Walker, Asked], int]


class Factor(enum.StrEnum):
    """What counts, in the order of the table that explains it."""

    GOALS = "goals"
    AVAILABILITY = "availability"
    INTERESTS = "interests"
    LIVED = "lived"
    STYLE = "style"
    LANGUAGES = "languages"
    FORMAT = "format"


WEIGHTS: Final = {
    Factor.GOALS: 30,
    Factor.AVAILABILITY: 15,
    Factor.INTERESTS: 15,
    Factor.LIVED: 15,
    Factor.STYLE: 10,
    Factor.LANGUAGES: 10,
    Factor.FORMAT: 5,
}


@dataclass(frozen=True)
class Line:
    """One line of the table. `points` None: not answered. `at_most`: what full agreement gives."""

    factor: Factor
    points: int | None
    at_most: int


def answered(asked: Asked) -> list[Factor]:
    """The factors that the participant's answers speak to."""
    said = {
        Factor.GOALS: bool(asked.goals),
        Factor.AVAILABILITY: bool(asked.slots),
        Factor.INTERESTS: bool(asked.interests),
        Factor.LIVED: bool(asked.lived),
        Factor.STYLE: bool(asked.style),
        Factor.LANGUAGES: bool(asked.languages),
        Factor.FORMAT: bool(asked.meets),
    }
    return [factor for factor in WEIGHTS if said[factor]]


def answered_points(asked: Asked) -> int:
    """How many of the 100 points the answers speak to."""
    return sum(WEIGHTS[factor] for factor in answered(asked))


def score_of(walker: Walker, asked: Asked) -> int:
    """0 to 100 for these answers."""
    counted = answered(asked)
    got = sum(WEIGHTS[factor] * _VALUES[factor](walker, asked) for factor in counted)
    return rounded(got, sum(WEIGHTS[factor] for factor in counted))


def explain(walker: Walker, asked: Asked) -> list[Line]:
    """A line for every factor; the points add up to the score, to the last one."""
    values = {factor: _VALUES[factor](walker, asked) for factor in answered(asked)}
    of = sum(WEIGHTS[factor] for factor in values)
    points = shared_out(values, WEIGHTS)
    return [
        Line(factor, points.get(factor), at_most(weight, of) if factor in points else 0)
        for factor, weight in WEIGHTS.items()
    ]


def _goals(walker: Walker, asked: Asked) -> int:
    weighed = list(zip(asked.goals, RANKED, strict=False))
    hit = sum(weight for goal, weight in weighed if goal in walker.strengths)
    return WHOLE * hit // sum(weight for _goal, weight in weighed)


def _availability(walker: Walker, asked: Asked) -> int:
    """Three shared times are all that counts; who said none can come when they are asked."""
    if not walker.slots:
        return WHOLE
    return _shared(asked.slots, walker.slots, ENOUGH_SLOTS)


def _interests(walker: Walker, asked: Asked) -> int:
    return _shared(asked.interests, walker.interests, 2)


def _lived(walker: Walker, asked: Asked) -> int:
    return WHOLE if walker.lived == asked.lived else 0


def _style(walker: Walker, asked: Asked) -> int:
    return WHOLE if walker.style == asked.style else 0


def _languages(walker: Walker, asked: Asked) -> int:
    return _shared(asked.languages, walker.languages, 1)


def _format(walker: Walker, asked: Asked) -> int:
    """In person within a part of town that both named; half of it where nobody said where."""
    if asked.meets == "remote":
        return WHOLE if walker.remote else 0
    if not walker.in_person:
        return 0
    if not (asked.areas and walker.areas):
        return WHOLE // 2
    return 0 if asked.areas.isdisjoint(walker.areas) else WHOLE


def _shared(wanted: frozenset[str], there: frozenset[str], enough: int) -> int:
    """So many in common are all that counts; fewer are for who named fewer."""
    enough = min(enough, len(wanted))
    return WHOLE * min(len(wanted & there), enough) // enough


_VALUES: Final[dict[Factor, Value]] = {
    Factor.GOALS: _goals,
    Factor.AVAILABILITY: _availability,
    Factor.INTERESTS: _interests,
    Factor.LIVED: _lived,
    Factor.STYLE: _style,
    Factor.LANGUAGES: _languages,
    Factor.FORMAT: _format,
}
