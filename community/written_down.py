"""Questions to the database that are written down once, with stand-ins for what differs.

Django takes several times as long to put some questions together as the database to answer them
(docs/decisions/0006-the-list.md). Where a question is asked with each page, its SQL is kept, and
what is meant is put in the places of the stand-ins.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet

# Stand-ins: no such row, and a moment that no row has.
NOBODY = -1
LONG_AGO = dt.datetime(1970, 2, 3, 11, 5, tzinfo=dt.UTC)
# `true`: until the end of the transaction.
KEEP_THE_PLAN = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"


class Among(Func):
    """Whether a key is one of many, handed over as one value: Django takes a fifth of a second to
    write two thousand of them down eight times."""

    output_field = BooleanField()

    def __init__(self, column: str, keys: "Keys") -> None:
        super().__init__(F(column))
        self.keys = keys

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As a text that is an array: psycopg takes its time over each key of a list."""
        template = "%(expressions)s = ANY(%%s::bigint[])"
        sql, params = self.as_sql(compiler, connection, template=template)
        return sql, [*params, _as_given(self.keys)]

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As a text in JSON."""
        template = "%(expressions)s IN (SELECT value FROM json_each(%%s))"
        sql, params = self.as_sql(compiler, connection, template=template)
        return sql, [*params, _as_given(self.keys)]


Keys = frozenset[int] | tuple[int, ...]


@dataclass(frozen=True)
class WrittenDown:
    """One question: its SQL, what it was written with, and how its answer becomes Python's."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, list[Callable[..., Any]], Any], ...]

    @classmethod
    def of(cls, found: QuerySet[Any]) -> "WrittenDown":
        """Write down a question for rows of values (`values_list`)."""
        compiler = found.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        by_place = ((place, *how) for place, how in converters.items())
        return cls(sql, tuple(params), tuple(by_place))

    def answer(
        self, meant: Mapping[Any, Any], *, planned_once: bool = False
    ) -> list[tuple[Any, ...]]:
        """The rows, with what is `meant` in the places of the stand-ins."""
        rows = rows_of(self.sql, self.given(meant), planned_once=planned_once)
        return [self._converted(row) for row in rows] if self.converters else rows

    def given(self, meant: Mapping[Any, Any]) -> list[Any]:
        """Its parameters, with what is `meant` in the places of the stand-ins."""
        real = {_key(_as_given(one)): _as_given(other) for one, other in meant.items()}
        return [real.get(_key(param), param) for param in self.params]

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, converters, column in self.converters:
            for converter in converters:
                values[place] = converter(values[place], column, connection)
        return tuple(values)


def rows_of(sql: str, given: Sequence[Any], *, planned_once: bool = False) -> list[tuple[Any, ...]]:
    """What the database answers. `planned_once`: by the plan that PostgreSQL kept from before.

    It plans anew where it reckons that the values matter. Where we know that they do not, because
    one index serves any of them, we say so for this one question: planning took three times as
    long as answering (docs/decisions/0046-what-every-request-pays.md).
    """
    with connection.cursor() as cursor:
        if planned_once and _plans_are_kept():
            _execute_as_planned(cursor, sql, given)
        else:
            cursor.execute(sql, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _plans_are_kept() -> bool:
    """Not so on SQLite, nor behind some poolers. Within a transaction the word to the planner would
    hold for all that comes after it."""
    options = connection.settings_dict["OPTIONS"]
    return bool(options.get("prepare_threshold")) and not connection.in_atomic_block


def _execute_as_planned(cursor: Any, sql: str, given: Sequence[Any]) -> None:
    """Both in one round trip, which is one transaction: the word to the planner ends with it."""
    with connection.wrap_database_errors, connection.connection.pipeline():
        connection.connection.execute(KEEP_THE_PLAN)
        cursor.execute(sql, given)


def _as_given(value: Any) -> Any:
    """A value as this database is given it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, (frozenset, tuple)):
        keys = ",".join(map(str, value))
        return f"{{{keys}}}" if connection.vendor == "postgresql" else f"[{keys}]"
    return value


def _key(value: Any) -> Any:
    """Something to find a value by: True must not be 1."""
    return (type(value), value)
