"""What opened lately, against the answers of many people, in a number of questions that does not
grow with them.

The same gates, points and bands as for one person: only what is asked of the database is asked once
for all of them (docs/decisions/0026-what-opens.md).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from community.people.points import FEWEST_POINTS, Band, band_of
from opportunities.models import LookingFor, Opportunity, Session, SignUp

from .candidates import read
from .factors import answered_points, scorer
from .gates import first_gate
from .terms import Answers, Candidate
from .wanted import QUESTIONS

WELL_ENOUGH = frozenset({Band.STRONG, Band.GOOD})


def with_their_words(rows: QuerySet[LookingFor]) -> QuerySet[LookingFor]:
    """These rows, whose words come with them: a query for each question and none for each row."""
    return rows.prefetch_related(*(question for question, _column, _kind in QUESTIONS))


def answers_in(row: LookingFor, *, centre: tuple[float, float] | None) -> Answers:
    """The answers in a row that came by `with_their_words`. No query then."""
    chosen: dict[str, frozenset[int]] = {
        question: frozenset(word.pk for word in getattr(row, question).all())
        for question, _column, _kind in QUESTIONS
    }
    return Answers(
        goals=row.goal_ids,
        **chosen,
        slots=frozenset(row.slots),
        centre=centre,
        miles=row.miles,
        commitments=frozenset(row.commitments),
    )


def newly_open(
    answers: Iterable[Answers], *, since: dt.datetime, now: dt.datetime
) -> tuple[list[Candidate], dict[int, dt.datetime]]:
    """What opened after `since`, the newest first, with the words that any of these answers speak
    of, and when each opened. Three queries.

    Only what has a date with a place that everybody sees, or may be asked about. Whoever is kept
    apart makes no difference: nothing here asks (docs/decisions/0011-full-for-everybody.md).
    """
    dates = Session.objects.upcoming(now).filter(
        Q(capacity=None) | Q(capacity__gt=F("places_taken")), opportunity=OuterRef("pk")
    )
    found = Opportunity.objects.public(now).upcoming(now).filter(opened_at__gt=since)
    found = found.filter(Q(asked_until__gt=now) | Exists(dates)).order_by("-opened_at", "-pk")
    candidates = read(found, _together(answers), now)
    rows = Opportunity.objects.filter(pk__in=[one.pk for one in candidates])
    opened = {pk: at for pk, at in rows.values_list("pk", "opened_at") if at is not None}
    return candidates, opened


def in_plans(
    people: Collection[int], opportunities: Collection[int], now: dt.datetime
) -> set[tuple[int, int]]:
    """Which of these people have which of these in their plan already. One query."""
    rows = SignUp.objects.ahead(now).filter(
        person__in=people, session__opportunity__in=opportunities
    )
    return set(rows.values_list("person_id", "session__opportunity_id"))


def suits(candidates: Iterable[Candidate], answers: Answers) -> bool:
    """Whether one of them is a good fit or better. Never with too few answers for a score."""
    if answered_points(answers) < FEWEST_POINTS:
        return False
    score = scorer(answers)
    return any(
        first_gate(one, answers) is None and band_of(score(one)) in WELL_ENOUGH
        for one in candidates
    )


def _together(answers: Iterable[Answers]) -> Answers:
    """Everything that any of them speaks of: what is read is read for all of them."""
    every: Sequence[Answers] = list(answers)
    sets: dict[str, Any] = {
        field.name: reduce(or_, (getattr(one, field.name) for one in every), frozenset())
        for field in fields(Answers)
        if field.name not in ("goals", "centre", "miles")
    }
    goals = dict.fromkeys(goal for one in every for goal in one.goals)
    return Answers(goals=tuple(goals), **sets)
