"""From a filtered list to one page of it, twenty rows at a time, soonest first.

Pages go by key and not by number, so that a page deep in the list costs what the first one costs
(docs/decisions/0006-the-list.md).
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from django.db import connection
from django.db.models import F, Func, ManyToManyField, ManyToOneRel, Q, Subquery, TextField
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from opportunities.forms.filters import EPOCH, NEWEST, Criteria, Cursor
from opportunities.models import Opportunity, OpportunityQuerySet, Session, SessionQuerySet

PAGE = 20
COUNTED_TO = 1000
SEARCH_COUNTED_TO = 100  # what was typed is seldom typed twice, so its count is seldom kept


class JoinedIds(Func):
    """Ids of an opportunity's words ("needs", "languages") as one text with commas between them.

    One query for a page instead of two. Written out, because Django takes as long to put such a
    subquery together as the database takes for the page.
    """

    template = "(SELECT %(joined)s FROM %(table)s w WHERE w.opportunity_id = %(expressions)s)"
    output_field = TextField()

    def __init__(self, name: str) -> None:
        words = Opportunity._meta.get_field(name)
        if isinstance(words, ManyToManyField):
            name, self.column = words.m2m_db_table(), words.m2m_reverse_name()
        else:  # its parts: rows that are of one opportunity alone
            assert isinstance(words, ManyToOneRel)  # noqa: S101 - for the type checker
            name, self.column = words.related_model._meta.db_table, "id"
        table = connection.ops.quote_name(name)
        super().__init__(F("pk"), table=table, joined=f"group_concat(w.{self.column})")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same in PostgreSQL's words."""
        joined = f"string_agg(w.{self.column}::text, ',')"
        return self.as_sql(compiler, connection, joined=joined, **context)


def ids_in(joined: str | None) -> set[int]:
    """The ids in a text of `JoinedIds`."""
    return {int(pk) for pk in joined.split(",")} if joined else set()


@dataclass(frozen=True, slots=True)
class Shown:
    """The session on a card, read without building a model twenty times a page."""

    pk: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str
    capacity: int | None
    places_taken: int

    # The model's own rules: they ask for these columns only.
    is_full: ClassVar[Any] = Session.is_full
    has_few_places: ClassVar[Any] = Session.has_few_places


@dataclass(frozen=True)
class Row:
    """What a card needs of one opportunity and the session it shows, and no more.

    The exact place is not among it: no public page reads that column (safety.md #17).
    """

    pk: int
    public_id: uuid.UUID
    title: str
    kind: str
    motif: str
    rhythm: str
    organisation: str
    area_id: int | None
    written_in: str
    card_words: dict[str, dict[str, str]]
    next_session_at: dt.datetime
    need_ids: str | None
    session: Shown | None

    @property
    def told(self) -> dict[str, str]:
        """What is told of it in the reader's language; nothing where the original is read."""
        return self.card_words.get(get_language() or "", {})

    def cursor(self, sort: str) -> Cursor:
        """Where this row stands in the list."""
        return Cursor(EPOCH if sort == NEWEST else self.next_session_at, self.pk)


@dataclass(frozen=True)
class Page:
    """Twenty rows or fewer, and whether there are more on either side."""

    rows: list[Row]
    previous: Cursor | None
    next: Cursor | None


OPPORTUNITY_COLUMNS = (
    *("pk", "public_id", "title", "kind", "motif", "rhythm", "organisation__name", "area_id"),
    *("written_in", "card_words", "next_session_at"),
)
OWN = len(OPPORTUNITY_COLUMNS) + 1  # and the ids of its needs
SESSION_COLUMNS = tuple(column.name for column in fields(Shown))


def page(
    found: OpportunityQuerySet,
    sort: str,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
    fitting: SessionQuerySet | None = None,
) -> Page:
    """The rows after or before a cursor, in one query.

    `fitting`: the first of these sessions is shown instead of the next one.
    """

    def ask(cursor: Cursor | None, backwards: bool) -> list[Row]:
        return _rows(in_order(found, sort, cursor, backwards), fitting)

    return paged(sort, after, before, ask)


def paged(
    sort: str,
    after: Cursor | None,
    before: Cursor | None,
    ask: Callable[[Cursor | None, bool], list[Row]],
) -> Page:
    """A page from a function that gives one row more than it from a cursor on, or backwards."""
    backwards = before is not None and after is None
    cursor = before if backwards else after
    rows = ask(cursor, backwards)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if backwards:
        rows.reverse()
    has_previous, has_next = (more, True) if backwards else (cursor is not None, more)
    return Page(
        rows=rows,
        previous=rows[0].cursor(sort) if rows and has_previous else None,
        next=rows[-1].cursor(sort) if rows and has_next else None,
    )


def in_order(
    found: OpportunityQuerySet, sort: str, cursor: Cursor | None, backwards: bool
) -> OpportunityQuerySet:
    """In order and from the cursor on; both orders read an index from there."""
    columns = ("id",) if sort == NEWEST else ("next_session_at", "id")
    downwards = (sort == NEWEST) != backwards
    if cursor:
        side = "lt" if downwards else "gt"
        beyond = Q(**{f"id__{side}": cursor.pk})
        if sort != NEWEST:
            found = found.filter(**{f"next_session_at__{side}e": cursor.at})
            beyond |= Q(**{f"next_session_at__{side}": cursor.at})
        found = found.filter(beyond)
    return found.order_by(*[f"-{column}" if downwards else column for column in columns])


def soonest(found: OpportunityQuerySet) -> Any:
    """The keys and moments of one more than a page of a list, the soonest first."""
    cut = found.order_by("next_session_at", "id").values_list("pk", "next_session_at")
    return cut[: PAGE + 1]


def rows_of(found: OpportunityQuerySet) -> list[Row]:
    """All of a list that is short already, in no order. One query."""
    return [row_of(*values) for values in with_next_session(found)]


def asked(found: OpportunityQuerySet, fitting: SessionQuerySet | None) -> Any:
    """One more than a page, as columns of `row_of`; with `fitting`, of `row_showing`."""
    if fitting is None:
        return with_next_session(found)[: PAGE + 1]
    columns = JSONObject(**{column: column for column in SESSION_COLUMNS})
    shown = fitting.order_by("starts_at", "id").values(columns=columns)[:1]
    return (
        found.annotate(need_ids=JoinedIds("needs"))
        .annotate(shown=Subquery(shown))
        .values_list(*OPPORTUNITY_COLUMNS, "need_ids", "shown")[: PAGE + 1]
    )


def _rows(found: OpportunityQuerySet, fitting: SessionQuerySet | None) -> list[Row]:
    """One more than a page, with the session that each shows."""
    read = row_of if fitting is None else row_showing
    return [read(*values) for values in asked(found, fitting)]


def row_showing(*values: Any) -> Row:
    """A row from columns that end with those of the session it shows, by their names."""
    return Row(*values[:-1], _shown_in(values[-1]) if values[-1] else None)  # type: ignore[call-arg]


def _shown_in(columns: dict[str, Any]) -> Shown:
    """A session out of JSON, where a moment is a text; SQLite leaves out that it is UTC."""
    said = {name: dt.datetime.fromisoformat(columns[name]) for name in ("starts_at", "ends_at")}
    moments = {
        name: one if one.tzinfo else one.replace(tzinfo=dt.UTC) for name, one in said.items()
    }
    return Shown(**columns | moments)


def with_next_session(found: OpportunityQuerySet) -> Any:
    """A list as columns of which `row_of` makes rows."""
    session = [f"next_session__{column}" for column in SESSION_COLUMNS]
    return found.annotate(need_ids=JoinedIds("needs")).values_list(
        *OPPORTUNITY_COLUMNS, "need_ids", *session
    )


def row_of(*values: Any) -> Row:
    """A row from the columns of `with_next_session`."""
    return Row(*values[:OWN], Shown(*values[OWN:]) if values[OWN] else None)  # type: ignore[call-arg]


def counted_to(criteria: Criteria) -> int:
    """How far a list is counted: enough to know whether to narrow it."""
    is_typed = criteria.q or criteria.near or criteria.since
    return SEARCH_COUNTED_TO if is_typed else COUNTED_TO


def counted(found: OpportunityQuerySet, to: int = COUNTED_TO) -> int:
    """How many there are, counting to just past `to` and no further."""
    return found.order_by().values("pk")[: to + 1].count()
