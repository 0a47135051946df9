"""A connection to PostgreSQL that costs each page less: how a moment is read, and how it is known
that the connection lives (docs/decisions/0046-what-every-request-pays.md).
"""

import datetime as dt
import select
from typing import Any

from django.core.signals import request_started
from django.db import connection
from django.db.backends.signals import connection_created
from psycopg.types.datetime import TimestamptzLoader


class MomentLoader(TimestamptzLoader):
    """A moment, read by the parser of Python's own library: Django has each taken apart in Python,
    which was a third of what a calendar of a thousand events costs."""

    # Django looks here whether moments come as it wants them; if not, its own loader reads them.
    timezone = dt.UTC

    def load(self, data: Any) -> dt.datetime:
        """A moment in UTC. psycopg reads what Python has no year for, or says what is wrong."""
        try:
            return dt.datetime.fromisoformat(bytes(data).decode()).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            return super().load(data)


def read_moments_quickly(*, connection: Any, **_signal: Any) -> None:
    """Have a new connection to PostgreSQL read moments by `MomentLoader`."""
    if connection.vendor == "postgresql":
        connection.connection.adapters.register_loader("timestamptz", MomentLoader)


def trust_while_quiet(**_signal: Any) -> None:
    """Ask a kept connection nothing at the start of a request if its server has said nothing.

    A server that ends or restarts closes its side, which shows here at once; then, as before,
    Django asks whether the connection lives and opens another if not.
    """
    django_s: Any = connection
    kept = django_s.connection
    if django_s.vendor != "postgresql" or kept is None or kept.closed:
        return
    said_something = select.poll()
    said_something.register(kept.fileno(), select.POLLIN)
    if not said_something.poll(0):
        django_s.health_check_done = True


def start() -> None:
    """Do both from now on, after what Django itself does at the start of a request."""
    connection_created.connect(read_moments_quickly)
    request_started.connect(trust_while_quiet)
