"""What speaks for something, in points out of 100.

Whoever leaves a question unanswered loses nothing: its factor is dropped and the others fill the
100. Whole numbers all the way, so that the same answers give the same points on every machine, and
that one more thing in common never takes a point away.
"""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from community.people.points import RANKED, WHOLE, at_most, rounded, shared_out
from opportunities.models import Kind

from .terms import Answers, Candidate

LEARN, USE = 6, 4

Value = Callable[[Candidate], int | None]


class Factor(enum.StrEnum):
    """What counts, in the order of the table that explains it."""

    GOALS = "goals"
    INTERESTS = "interests"
    AVAILABILITY = "availability"
    TRAVEL = "travel"
    SUPPORT = "support"
    LEARN = "learn"
    USE = "use"
    COMMITMENT = "commitment"


WEIGHTS: Final = {
    Factor.GOALS: 30,
    Factor.INTERESTS: 20,
    Factor.AVAILABILITY: 15,
    Factor.TRAVEL: 10,
    Factor.SUPPORT: 10,
    Factor.LEARN: LEARN,
    Factor.USE: USE,
    Factor.COMMITMENT: 5,
}


@dataclass(frozen=True)
class Line:
    """One line of the table. `points` None: not answered, or it says nothing of this one.

    `at_most`: what full agreement would give, rounded up.
    """

    factor: Factor
    points: int | None
    at_most: int


def answered_points(answers: Answers) -> int:
    """How many of the 100 points the person's answers speak to."""
    return sum(WEIGHTS[factor] for factor, _value in _compiled(answers))


def scorer(answers: Answers) -> Callable[[Candidate], int]:
    """A function that gives a candidate's score, 0 to 100, for these answers."""
    compiled = [(WEIGHTS[factor], value) for factor, value in _compiled(answers)]

    def score(candidate: Candidate) -> int:
        got = of = 0
        for weight, value in compiled:
            part = value(candidate)
            if part is not None:
                got += weight * part
                of += weight
        return rounded(got, of)

    return score


def explain(candidate: Candidate, answers: Answers) -> list[Line]:
    """A line for every factor; the points add up to the score, to the last one."""
    values = {factor: value(candidate) for factor, value in _compiled(answers)}
    counted = {factor: value for factor, value in values.items() if value is not None}
    of = sum(WEIGHTS[factor] for factor in counted)
    points = shared_out(counted, WEIGHTS)
    return [
        Line(factor, points.get(factor), at_most(weight, of) if factor in points else 0)
        for factor, weight in WEIGHTS.items()
    ]


def _compiled(answers: Answers) -> list[tuple[Factor, Value]]:
    """The factors that the person answered, each with its value from 0 to WHOLE."""
    possible: tuple[tuple[Factor, object, Callable[[Answers], Value]], ...] = (
        (Factor.GOALS, answers.goals, _goals),
        (Factor.INTERESTS, answers.interests, _interests),
        (Factor.AVAILABILITY, answers.slots, _availability),
        (Factor.TRAVEL, answers.limits_distance, _travel),
        (Factor.SUPPORT, answers.supports, _support),
        (Factor.LEARN, answers.learn, lambda given: _any_of(given.learn, "teaches")),
        (Factor.USE, answers.use, lambda given: _any_of(given.use, "uses")),
        (Factor.COMMITMENT, answers.commitments, _commitment),
    )
    return [(factor, make(answers)) for factor, is_answered, make in possible if is_answered]


def _goals(answers: Answers) -> Value:
    weighed: Sequence[tuple[int, int]] = list(zip(answers.goals, RANKED, strict=False))
    of = sum(weight for _goal, weight in weighed)

    def value(candidate: Candidate) -> int:
        hit = candidate.goals
        return WHOLE * sum(weight for goal, weight in weighed if goal in hit) // of

    return value


def _interests(answers: Answers) -> Value:
    """Two in common are all that counts; one is all for who named one."""
    liked = answers.interests
    enough = min(2, len(liked))

    def value(candidate: Candidate) -> int:
        return WHOLE * min(len(liked & candidate.interests), enough) // enough

    return value


def _availability(answers: Answers) -> Value:
    free = answers.slots

    def value(candidate: Candidate) -> int:
        slots = candidate.slots
        if not slots:
            return WHOLE  # no fixed dates
        fits = sum(number for slot, number in slots.items() if slot in free)
        return WHOLE * fits // sum(slots.values())

    return value


def _travel(answers: Answers) -> Value:
    """All up to half the way they go, then less and less. Unknown is nothing, and a support group
    has none of this: its points must not tell where it meets (safety.md T11)."""
    centre, most = answers.centre, answers.miles
    assert centre is not None and most  # noqa: S101, PT018 - `limits_distance` holds
    half = most / 2

    def value(candidate: Candidate) -> int | None:
        if candidate.is_online:
            return WHOLE
        if candidate.kind == Kind.GROUP:
            return None
        miles = candidate.miles_from(centre)
        if miles is None or miles >= most:
            return 0
        return WHOLE if miles <= half else int(WHOLE * (most - miles) / half)

    return value


def _support(answers: Answers) -> Value:
    wanted = answers.supports
    return lambda candidate: WHOLE * len(wanted & candidate.needs) // len(wanted)


def _any_of(wanted: frozenset[int], name: str) -> Value:
    """One skill in common is enough: nobody learns three in a morning."""
    return lambda candidate: 0 if wanted.isdisjoint(getattr(candidate, name)) else WHOLE


def _commitment(answers: Answers) -> Value:
    preferred = answers.commitments
    return lambda candidate: WHOLE if candidate.commitment in preferred else 0
