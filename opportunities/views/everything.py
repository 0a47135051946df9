"""The list without any filter, which is asked for most: its question is written down once.

Django takes three times as long to put this question together as PostgreSQL to answer it and we to
read the answer (docs/decisions/0006-the-list.md).
"""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.db import connection

from community.organisations.models import site_day
from opportunities.forms.filters import Cursor
from opportunities.models import Opportunity, OpportunityQuerySet

from .results import PAGE, Page, Row, in_order, paged, row_of, with_next_session

# What the question is written down with, in place of a moment, its day and a cursor.
LONG_AGO = dt.datetime(1970, 2, 3, 11, 5, tzinfo=dt.UTC)
NOWHERE = Cursor(dt.datetime(1970, 2, 5, 11, 5, tzinfo=dt.UTC), -1)


def page_of_everything(
    sort: str, now: dt.datetime, *, after: Cursor | None = None, before: Cursor | None = None
) -> Page:
    """A page of all that is public and ahead, in one query: what `results.page` gives of it."""

    def ask(cursor: Cursor | None, backwards: bool) -> list[Row]:
        return [row_of(*values) for values in _asked(sort, cursor, backwards, now)]

    return paged(sort, after, before, ask)


def _asked(sort: str, cursor: Cursor | None, backwards: bool, now: dt.datetime) -> Any:
    if connection.vendor != "postgresql":  # others answer with text where Python has a type
        found = in_order(_everything(now), sort, cursor, backwards)
        return with_next_session(found)[: PAGE + 1]
    sql, params = _written_down(sort, backwards, cursor is not None)
    at = cursor or NOWHERE
    real = {
        LONG_AGO: now,
        site_day(LONG_AGO): site_day(now),
        NOWHERE.at: at.at,
        NOWHERE.pk: at.pk,
    }
    with connection.cursor() as answer:
        given: list[Any] = [real.get(param, param) for param in params]
        answer.execute(sql, given)
        return answer.fetchall()


@lru_cache(maxsize=8)
def _written_down(sort: str, backwards: bool, has_cursor: bool) -> tuple[str, tuple[Any, ...]]:
    cursor = NOWHERE if has_cursor else None
    found = in_order(_everything(LONG_AGO), sort, cursor, backwards)
    sql, params = with_next_session(found)[: PAGE + 1].query.sql_with_params()
    return sql, params


def _everything(now: dt.datetime) -> OpportunityQuerySet:
    return Opportunity.objects.public(now).upcoming(now)
