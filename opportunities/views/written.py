"""The questions of the list, each written down once: Django takes three times as long to put one
together as PostgreSQL to answer it and we to read the answer (docs/decisions/0006-the-list.md).

A question is written with stand-ins for what differs from visit to visit: the moment and its day,
the cursor, the day from which on, and what the text index is asked. Nothing that somebody typed is
in one. The others are asked as the filters put them: those with a ZIP code, those of somebody from
whom something is kept away, and all of them on SQLite.
"""

import dataclasses
import datetime as dt
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from community.organisations.models import site_day
from opportunities.forms.filters import Criteria, Cursor
from opportunities.models import Session

from .facets import Facets
from .narrowing import (
    as_asked_of_the_index,
    fitting_sessions,
    from_day_on,
    is_about_sessions,
    listed,
)
from .results import (
    PAGE,
    SESSION_COLUMNS,
    Page,
    Row,
    Shown,
    asked,
    in_order,
    paged,
    row_of,
    row_showing,
)

# What a question is written down with.
LONG_AGO = dt.datetime(1970, 2, 3, 11, 5, tzinfo=dt.UTC)
SOME_DAY = dt.date(1970, 3, 7)
NOWHERE = Cursor(dt.datetime(1970, 2, 5, 11, 5, tzinfo=dt.UTC), -1)
SOMETHING = "standin"
Question = tuple[str, tuple[Any, ...]]


def is_written_down(criteria: Criteria, words: Facets) -> bool:
    """Whether the page for these criteria can be asked for with a question that is kept."""
    can_be_asked = not criteria.near and (not criteria.q or bool(criteria.words))
    return can_be_asked and words.are_everybodys and connection.vendor == "postgresql"


def page_as_written(
    criteria: Criteria,
    words: Facets,
    now: dt.datetime,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> Page:
    """What `results.page` gives of `listed`, by the question that was written down."""
    has_fitting = is_about_sessions(criteria, now)

    def ask(cursor: Cursor | None, backwards: bool) -> list[Row]:
        shape = _shape(criteria, now)
        question = _question(shape, words, backwards, cursor is not None)
        at = cursor or NOWHERE
        values = _answer(
            question,
            {
                LONG_AGO: now,
                site_day(LONG_AGO): site_day(now),
                from_day_on(SOME_DAY): from_day_on(criteria.since),
                NOWHERE.at: at.at,
                NOWHERE.pk: at.pk,
                as_asked_of_the_index(shape, words): as_asked_of_the_index(criteria, words),
            },
        )
        if not has_fitting:
            return [row_of(*row) for row in values]
        sessions = _sessions([row[10] for row in values])
        return [row_showing(row, sessions) for row in values]

    return paged(criteria.sort, after, before, ask)


def _shape(criteria: Criteria, now: dt.datetime) -> Criteria:
    """The criteria with stand-ins; a text search asks for its choices in the text."""
    since = from_day_on(criteria.since)
    shape = dataclasses.replace(criteria, since=SOME_DAY if since and since > now else None)
    if criteria.q:
        shape = dataclasses.replace(shape, q=SOMETHING, kind=(), need=(), interest=(), area="")
    return shape


@lru_cache(maxsize=500)
def _question(shape: Criteria, words: Facets, backwards: bool, has_cursor: bool) -> Question:
    found = listed(shape, words, AnonymousUser(), LONG_AGO)
    in_its_order = in_order(found, shape.sort, NOWHERE if has_cursor else None, backwards)
    sql, params = asked(in_its_order, fitting_sessions(shape, LONG_AGO)).query.sql_with_params()
    return sql, params


@lru_cache(maxsize=1)
def _question_for_sessions() -> Question:
    stand_ins = range(-1, -PAGE - 2, -1)
    found = Session.objects.filter(pk__in=stand_ins).values_list(*SESSION_COLUMNS).order_by()
    sql, params = found.query.sql_with_params()
    return sql, params


def _sessions(pks: list[int | None]) -> dict[int, Shown]:
    """At most a page of sessions and one more, by their primary keys."""
    known = [pk for pk in pks if pk is not None]
    if not known:
        return {}
    _sql, stand_ins = _question_for_sessions()
    each = known + known[:1] * (len(stand_ins) - len(known))
    rows = _answer(_question_for_sessions(), dict(zip(stand_ins, each, strict=True)))
    return {row[0]: Shown(*row) for row in rows}


def _answer(question: Question, real: dict[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows for a question, with what is meant put in the places of its stand-ins."""
    sql, params = question
    with connection.cursor() as cursor:
        cursor.execute(sql, [real.get(param, param) for param in params])
        return cursor.fetchall()
