"""What somebody looks for: keeping it, forgetting it, and what fits it."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from community.people.models import User
from opportunities.matching import (
    FEWEST_POINTS,
    Answers,
    Band,
    Gate,
    Line,
    Ranked,
    Wanted,
    answered_points,
    answers_of,
    band_of,
    candidates,
    explain,
    mind,
    rank,
    reason,
    wanted_by,
)
from opportunities.models import Alerts, LookingFor
from opportunities.permissions import own_looking_for

from .alerts import stop_alerts
from .starting_point import starting_point

MOST_SHOWN: Final = 10  # with their reasons, as much as fits on a light page
MOST_REASONS: Final = 3
CHOSEN: Final = ("interests", "hard_noes", "must_haves", "supports", "learn", "use")
SAID: Final = (
    *("first_goal", "second_goal", "third_goal", "slots", "area", "postcode", "miles"),
    "commitments",
)


@dataclass(frozen=True)
class Why:
    """One line of the table that explains a suggestion; `words` are empty without points."""

    line: Line
    words: str


@dataclass(frozen=True)
class Suggestion:
    """One thing that fits, and why."""

    pk: int
    score: int | None
    band: Band | None
    is_new: bool
    reasons: list[str]
    mind: str
    table: list[Why]


@dataclass(frozen=True)
class Suggestions:
    """What to show somebody. `is_scored` False: these are the newest, for lack of answers."""

    shown: list[Suggestion]
    left_out: Counter[Gate]
    is_scored: bool


@transaction.atomic
def keep_looking_for(*, by: User, now: dt.datetime, **answers: Any) -> LookingFor | None:
    """Keep what somebody looks for, instead of what they said before; return the row.

    `answers` are the fields of LookingFor, each of which may be left out or empty. Who answers
    nothing has no row, and is told of nothing: None.
    """
    said = {name: answers.get(name) for name in SAID}
    chosen: dict[str, Iterable[Any]] = {name: answers.get(name) or () for name in CHOSEN}
    if not any(said.values()) and not any(chosen.values()):
        forget_looking_for(by=by)
        return None
    for name, empty in (("slots", []), ("commitments", []), ("postcode", "")):
        said[name] = said[name] or empty
    said |= _alerts(by, Alerts(answers.get("alerts") or Alerts.NEVER), now)
    row, _created = LookingFor.objects.update_or_create(
        person=by, defaults=said | {"changed_at": now}
    )
    for name, words in chosen.items():
        getattr(row, name).set(words)
    return row


@transaction.atomic
def forget_looking_for(*, by: User) -> None:
    """Forget all of it at once, also what was about to be told."""
    own_looking_for(by).delete()
    stop_alerts(to=by)


def _alerts(by: User, chosen: Alerts, now: dt.datetime) -> dict[str, Any]:
    """The columns of being told. Who switches it on is told of what opens from then on; who
    switches it off gets nothing more, not even what was written already."""
    if chosen == Alerts.NEVER:
        stop_alerts(to=by)
        return {"alerts": chosen, "told_until": None}
    before = own_looking_for(by).values_list("told_until", flat=True).first()
    return {"alerts": chosen, "told_until": before or now}


def suggest(*, to: User, now: dt.datetime) -> Suggestions:
    """What fits somebody now, from their own answers alone. Nothing of it is stored.

    Four queries, for who answered anything. Whoever is kept apart from them makes no difference:
    nothing here asks (docs/decisions/0011-full-for-everybody.md).
    """
    row = wanted_by(to)
    wanted = _wanted(row) if row else Wanted(Answers(), {})
    found = candidates(person=to, answers=wanted.answers, now=now)
    ranking = rank(found, wanted.answers)
    shown = [_explained(one, wanted) for one in ranking.suggested[:MOST_SHOWN]]
    return Suggestions(shown, ranking.left_out, ranking.is_scored)


def fits_of(
    *, to: User, opportunity_ids: Collection[int], now: dt.datetime
) -> dict[int, Suggestion]:
    """Those of a few opportunities that fit somebody, by their keys, with the reasons.

    One query for who answered nothing, four for who did, however many there are. What is in their
    plan already, or is shut out by an answer of theirs, is not among them.
    """
    row = wanted_by(to) if opportunity_ids else None
    if row is None:
        return {}
    wanted = _wanted(row)
    if answered_points(wanted.answers) < FEWEST_POINTS:
        return {}
    found = candidates(person=to, answers=wanted.answers, now=now, among=opportunity_ids)
    suggested = rank(found, wanted.answers).suggested
    return {one.candidate.pk: _explained(one, wanted) for one in suggested}


def _wanted(row: LookingFor) -> Wanted:
    return answers_of(row, centre=starting_point(row.postcode, row.area))


def _explained(one: Ranked, wanted: Wanted) -> Suggestion:
    candidate, answers, labels = one.candidate, wanted.answers, wanted.labels
    lines = explain(candidate, answers) if one.score is not None else []
    table = [
        Why(line, reason(line.factor, candidate, answers, labels) if line.points else "")
        for line in lines
    ]
    # The order of the table where two have the same points: sorting keeps it.
    strongest = sorted((why for why in table if why.words), key=lambda why: -(why.line.points or 0))
    return Suggestion(
        pk=candidate.pk,
        score=one.score,
        band=None if one.score is None else band_of(one.score),
        is_new=one.is_new,
        reasons=[why.words for why in strongest[:MOST_REASONS]],
        mind=mind(candidate, answers, labels),
        table=table,
    )
