"""The questions of the list, each written down once: Django takes three times as long to put one
together as PostgreSQL to answer it and we to read the answer (docs/decisions/0006-the-list.md).

A question is written with stand-ins for what differs from visit to visit: the moment and its day,
the cursor, the day from which on, and what the text index is asked. Nothing that somebody typed is
in one. The others are asked as the filters put them: those with a ZIP code, those of somebody from
whom something is kept away, and all of them on SQLite.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser

from community.organisations.models import site_day
from community.written_down import LONG_AGO, NOBODY, Among, WrittenDown
from opportunities.forms.filters import Criteria, Cursor
from opportunities.models import Opportunity

from .facets import Facets
from .matches import entries_of
from .narrowing import (
    as_asked_of_the_index,
    asks_the_index,
    fitting_sessions,
    from_day_on,
    is_about_sessions,
    listed,
)
from .results import (
    Page,
    Row,
    asked,
    in_order,
    paged,
    row_of,
    row_showing,
    soonest,
    with_next_session,
)

# What a question is written down with.
SOME_DAY = dt.date(1970, 3, 7)
NOWHERE = Cursor(dt.datetime(1970, 2, 5, 11, 5, tzinfo=dt.UTC), -1)
SOMETHING = "standin"


def is_written_down(criteria: Criteria, words: Facets) -> bool:
    """Whether the page for these criteria can be asked for with a question that is kept."""
    can_be_asked = not criteria.near and (not criteria.q or bool(criteria.words))
    return can_be_asked and words.are_everybodys


def page_as_written(
    criteria: Criteria,
    words: Facets,
    now: dt.datetime,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> Page:
    """What `results.page` gives of `listed`, by the question that was written down."""
    read = row_showing if is_about_sessions(criteria, now) else row_of

    def ask(cursor: Cursor | None, backwards: bool) -> list[Row]:
        shape = _shape(criteria, now)
        question = _question(shape, words, backwards, cursor is not None, entries_of())
        at = cursor or NOWHERE
        meant = _meant(shape, criteria, words, now)
        meant |= {NOWHERE.at: at.at, NOWHERE.pk: at.pk}
        # The whole list is read in its order from one index. With a filter it depends on how many
        # there are of what is chosen.
        values = question.answer(meant, planned_once=not criteria.active())
        return [read(*row) for row in values]

    return paged(criteria.sort, after, before, ask)


def soonest_as_written(
    criteria: Criteria, words: Facets, now: dt.datetime
) -> tuple[str, list[Any]]:
    """The question for `soonest` of what is rare, and its parameters."""
    shape = _shape(criteria, now, by_index=asks_the_index(criteria, is_rare=True))
    question = _question_for_soonest(shape, words, entries_of())
    return question.sql, question.given(_meant(shape, criteria, words, now))


def rows_as_written(pks: Iterable[int], sort: str, now: dt.datetime) -> list[Row]:
    """The public ones of these, in the order of the list."""
    question = _question_for_rows(sort)
    meant = {LONG_AGO: now, site_day(LONG_AGO): site_day(now), (NOBODY,): tuple(pks)}
    return [row_of(*row) for row in question.answer(meant, planned_once=True)]


def _meant(shape: Criteria, criteria: Criteria, words: Facets, now: dt.datetime) -> dict[Any, Any]:
    """What stands in the places of a shape's stand-ins."""
    return {
        LONG_AGO: now,
        site_day(LONG_AGO): site_day(now),
        from_day_on(SOME_DAY): from_day_on(criteria.since),
        as_asked_of_the_index(shape, words): as_asked_of_the_index(criteria, words),
    }


def _shape(criteria: Criteria, now: dt.datetime, *, by_index: bool = False) -> Criteria:
    """The criteria with stand-ins; what asks the text index asks it for its choices, too."""
    since = from_day_on(criteria.since)
    shape = dataclasses.replace(criteria, since=SOME_DAY if since and since > now else None)
    if criteria.q or by_index:
        shape = dataclasses.replace(shape, q=SOMETHING, kind=(), need=(), interest=(), area="")
    return shape


@lru_cache(maxsize=500)
def _question(
    shape: Criteria, words: Facets, backwards: bool, has_cursor: bool, _entries_of: int
) -> WrittenDown:
    """`_entries_of` is a number that stands in the question itself."""
    found = listed(shape, words, AnonymousUser(), LONG_AGO)
    in_its_order = in_order(found, shape.sort, NOWHERE if has_cursor else None, backwards)
    return WrittenDown.of(asked(in_its_order, fitting_sessions(shape, LONG_AGO)))


@lru_cache(maxsize=500)
def _question_for_soonest(shape: Criteria, words: Facets, _entries_of: int) -> WrittenDown:
    return WrittenDown.of(soonest(listed(shape, words, AnonymousUser(), LONG_AGO, is_rare=True)))


@lru_cache(maxsize=2)
def _question_for_rows(sort: str) -> WrittenDown:
    found = Opportunity.objects.public(LONG_AGO).filter(Among("pk", (NOBODY,)))
    return WrittenDown.of(with_next_session(in_order(found, sort, None, backwards=False)))
