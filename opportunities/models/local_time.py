"""The clock on the wall of a place, as the database reads it."""

from typing import Any

from django.db.models import F, Func, IntegerField

from .session import SessionQuerySet


class LocalPart(Func):
    """Hour or ISO weekday of a session's start by the clock on the wall of its place."""

    output_field = IntegerField()

    def __init__(self, part: str) -> None:
        super().__init__(F("starts_at"), F("time_zone"), part=part)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """What PostgreSQL calls it."""
        names = {"hour": "hour", "weekday": "isodow"}
        template = f"EXTRACT({names[self.extra['part']]} FROM %(expressions)s)::int"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=" AT TIME ZONE ", **context
        )

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Django's own function on SQLite, which takes the zone as an argument."""
        names = {"hour": "hour", "weekday": "iso_week_day"}
        template = f"django_datetime_extract('{names[self.extra['part']]}', %(expressions)s, 'UTC')"
        return self.as_sql(compiler, connection, template=template, **context)


def with_local_time(sessions: SessionQuerySet) -> SessionQuerySet:
    """Sessions with `local_hour` and `local_weekday`."""
    return sessions.alias(local_hour=LocalPart("hour"), local_weekday=LocalPart("weekday"))
