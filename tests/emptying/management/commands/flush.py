"""`flush`, as Django calls it after each test that commits.

PostgreSQL takes up to a second to TRUNCATE two hundred tables, of which a test fills ten. And
Django empties the content types and permissions, too, and makes the same ones anew.
"""

from typing import Any, Final

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands.flush import Command as Flush
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

AS_MIGRATED: Final = {ContentType._meta.db_table, Permission._meta.db_table}


class Command(Flush):
    """Empties the tables that hold rows, other than those that every database begins with."""

    def handle(self, **options: Any) -> None:
        """Somebody who is asked whether they are sure gets Django's own."""
        if options["interactive"]:
            super().handle(**options)
        else:
            with transaction.atomic(using=options["database"]):
                empty(connections[options["database"]])


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete the rows of all tables. Waits, as TRUNCATE does, for who is still writing."""
    ours = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [connection.ops.quote_name(name) for name in sorted({*ours} - AS_MIGRATED)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {', '.join(tables)}")
            # Neither triggers nor references: records of access refuse to be deleted.
            cursor.execute("SET LOCAL session_replication_role = replica")
        found = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
        cursor.execute(" UNION ALL ".join(found))
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")
