"""Points out of 100 that add up, for whatever is compared with what a person answered.

A leaf: it knows nobody. Whoever leaves a question unanswered loses nothing, since its factor is
dropped and the others fill the 100. Whole numbers all the way, so that the same answers give the
same points on every machine, and that one more thing in common never takes a point away.
"""

import enum
from collections.abc import Mapping
from typing import Final, TypeVar

WHOLE: Final = 27720  # one, as a number that 1 to 12 divide
FEWEST_POINTS: Final = 30  # answered; with fewer there is no score
RANKED: Final = (3, 2, 1)  # what the first, second and third goal weigh
LOOK_FROM: Final = 40  # below it nothing is suggested

F = TypeVar("F")


class Band(enum.StrEnum):
    """How well something fits, in words and never as a percentage."""

    STRONG = "strong"
    GOOD = "good"
    LOOK = "look"


def band_of(score: int) -> Band | None:
    """The band of a score, None where nothing is suggested."""
    if score >= 70:
        return Band.STRONG
    if score >= 55:
        return Band.GOOD
    return Band.LOOK if score >= LOOK_FROM else None


def rounded(got: int, of: int) -> int:
    """`got` (in WHOLEs) of `of` weights in points, half a point up."""
    return (200 * got + of * WHOLE) // (2 * of * WHOLE) if of else 0


def shared_out(values: Mapping[F, int], weights: Mapping[F, int]) -> dict[F, int]:
    """The points of each factor; they add up to the score, to the last one.

    `values`: of each factor that counts, from 0 to WHOLE. By largest remainder: each gets the whole
    points it has for certain, and what is left goes to those that were cut shortest, in the order
    of `values` where two are alike.
    """
    of = sum(weights[factor] for factor in values)
    exact = {factor: 100 * weights[factor] * value for factor, value in values.items()}
    points = {factor: number // (of * WHOLE) for factor, number in exact.items()}
    left = rounded(sum(exact.values()) // 100, of) - sum(points.values())
    shortest = sorted(exact, key=lambda factor: -(exact[factor] % (of * WHOLE)))
    for factor in shortest[:left]:
        points[factor] += 1
    return points


def at_most(weight: int, of: int) -> int:
    """What full agreement in one factor would give, rounded up."""
    return -(-100 * weight // of) if of else 0
