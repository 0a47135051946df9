"""A whole database as text, on both databases, as a thief or a restored backup would have it."""

from importlib import import_module

from django.conf import settings
from django.db import connection


def whole_database() -> str:
    """Every row of every table, and what is inside the sessions."""
    lines = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            lines += [f"{table}: {row}" for row in cursor.fetchall()]
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in store.get_model_class().objects.all():
        lines.append(f"in a session: {store().decode(session.session_data)}")
    return "\n".join(lines)
