"""From mentors to a list for staff: who fits best, and who is shut out by what."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.people.points import FEWEST_POINTS

from .factors import answered_points, score_of
from .gates import Gate, first_gate
from .terms import Asked, Walker


@dataclass(frozen=True)
class Ranked:
    """One mentor who may be proposed. `score` None: too little was answered for one."""

    walker: Walker
    score: int | None = None


@dataclass(frozen=True)
class Excluded:
    """One mentor who may not, and the first gate that says so. For staff."""

    walker: Walker
    gate: Gate


@dataclass(frozen=True)
class Ranking:
    """Everybody who was compared, each in one of the two lists."""

    ranked: list[Ranked]
    excluded: list[Excluded]


def rank(walkers: Iterable[Walker], asked: Asked) -> Ranking:
    """Order who may be proposed: the best first, then who walks with fewest, then by id.

    The order in which they come makes no difference. With too few answers there is no score, and
    who walks with fewest comes first.
    """
    is_scored = answered_points(asked) >= FEWEST_POINTS
    ranked, excluded = [], []
    for walker in walkers:
        gate = first_gate(walker, asked)
        if gate is not None:
            excluded.append(Excluded(walker, gate))
        else:
            ranked.append(Ranked(walker, score_of(walker, asked) if is_scored else None))
    ranked.sort(key=lambda one: (-(one.score or 0), one.walker.walking, one.walker.pk))
    excluded.sort(key=lambda one: one.walker.pk)
    return Ranking(ranked, excluded)
