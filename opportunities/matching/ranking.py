"""From candidates to a list: bands, order, room for others, and something new."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from community.people.points import FEWEST_POINTS, LOOK_FROM

from .factors import answered_points, scorer
from .gates import Gate, first_gate
from .terms import Answers, Candidate

TOP: Final = 5
OF_ONE_ORGANISATION: Final = 2  # among the first five
SUGGESTED_FROM: Final = LOOK_FROM  # below it is found by searching and not suggested


@dataclass(frozen=True)
class Ranked:
    """One suggestion. `score` None: too little was answered for one."""

    candidate: Candidate
    score: int | None = None
    is_new: bool = False


@dataclass(frozen=True)
class Ranking:
    """The suggestions in order, and how many things each gate shut out."""

    suggested: list[Ranked]
    left_out: Counter[Gate]
    is_scored: bool


def rank(candidates: Iterable[Candidate], answers: Answers) -> Ranking:
    """Order what may be suggested: best first, then what begins first, then the older posting.

    The order in which candidates come makes no difference. With too few answers for a score, the
    newest come first.
    """
    left_out: Counter[Gate] = Counter()
    passed = []
    for candidate in candidates:
        gate = first_gate(candidate, answers)
        if gate is None:
            passed.append(candidate)
        else:
            left_out[gate] += 1
    if answered_points(answers) < FEWEST_POINTS:
        newest = sorted(passed, key=lambda candidate: -candidate.pk)
        return Ranking([Ranked(candidate) for candidate in newest], left_out, is_scored=False)
    score = scorer(answers)
    scored = [(score(candidate), candidate) for candidate in passed]
    best = [(points, candidate) for points, candidate in scored if points >= SUGGESTED_FROM]
    best.sort(key=lambda row: (-row[0], row[1].starts_at, row[1].pk))
    ranked = [Ranked(candidate, points) for points, candidate in best]
    return Ranking(_with_something_new(_spread(ranked), answers), left_out, is_scored=True)


def _spread(ranked: list[Ranked]) -> list[Ranked]:
    """No more than two of one organisation among the first five, while others wait behind them."""
    first: list[Ranked] = []
    had: Counter[int] = Counter()
    for one in ranked:
        if len(first) == TOP:
            break
        if had[one.candidate.organisation_id] < OF_ONE_ORGANISATION:
            had[one.candidate.organisation_id] += 1
            first.append(one)
    taken = {one.candidate.pk for one in first}
    return first + [one for one in ranked if one.candidate.pk not in taken]


def _with_something_new(ranked: list[Ranked], answers: Answers) -> list[Ranked]:
    """Label one of the first five as something new; if none of them is, the next that is comes up
    to the fifth place. Only what fits well enough to be suggested at all, and never the first:
    what fits best needs no other reason."""
    for at, one in enumerate(ranked[1:], start=1):
        if not _is_new(one, ranked[: min(at, TOP - 1)], answers):
            continue
        place = min(at, TOP - 1)
        if at >= TOP and not _has_room(one, ranked[:place]):
            continue
        others = ranked[:at] + ranked[at + 1 :]
        labelled = Ranked(one.candidate, one.score, is_new=True)
        return [*others[:place], labelled, *others[place:]]
    return ranked


def _is_new(one: Ranked, before: list[Ranked], answers: Answers) -> bool:
    """About nothing that they said they like; of who said nothing, of another kind than those."""
    if answers.interests:
        return answers.interests.isdisjoint(one.candidate.interests)
    return all(one.candidate.kind != other.candidate.kind for other in before)


def _has_room(one: Ranked, before: list[Ranked]) -> bool:
    organisations = [other.candidate.organisation_id for other in before]
    return organisations.count(one.candidate.organisation_id) < OF_ONE_ORGANISATION
