"""The rows of the outbox under a lease: claiming, beginning, and noting what became of them."""

import datetime as dt
import functools
import logging
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.db.models.sql import UpdateQuery

from community.notifications.models import Message, Outcome

from .decisions import Changes

if TYPE_CHECKING:
    from django.db.models import Field

logger = logging.getLogger(__name__)

BATCH = 200
DATABASE_PATIENCE_SECONDS = 25
# The updates that each mail asks twice, as the ORM writes them: it takes longer to write one down
# than the database to answer it.
_written: dict[tuple[Any, ...], str] = {}


def claim(lease: UUID, *, now: dt.datetime) -> list[Message]:
    """Lease the next due messages that nobody else has and return them with their recipients.

    Skipping locked rows keeps workers out of each other's way on PostgreSQL; on SQLite the same
    code is exact because an IMMEDIATE transaction has the database to itself.
    """
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    due = Message.objects.filter(free, ended_at=None, due_at__lte=now).order_by("due_at", "pk")
    with transaction.atomic():
        locked = due.select_for_update(skip_locked=True).values_list("pk", flat=True)
        ids = list(locked[:BATCH])
        if ids:
            Message.objects.filter(pk__in=ids).update(lease_id=lease, lease_until=_lease_until(now))
    if not ids:
        return []
    claimed = Message.objects.filter(pk__in=ids).order_by("due_at", "pk")
    people = claimed.select_related("recipient__contact_preference")
    return list(people.prefetch_related("recipient__contact_preference__safe_hours"))


def hand_back(batch: Sequence[Message], lease: UUID, *, pause_until: dt.datetime | None) -> None:
    """Give up the lease on messages that were not begun, so that they need not wait for its end."""
    mine = Message.objects.filter(pk__in=[message.pk for message in batch], lease_id=lease)
    mine.update(lease_id=None, lease_until=pause_until)


def begin_attempt(message: Message, lease: UUID, *, at: dt.datetime) -> bool:
    """Note that the message is about to be handed over; False if it is not ours to hand over.

    Between this and the note of what became of it nobody can know whether it left: that is what
    `attempting_at` says to whoever finds it. It is False when the message was withdrawn, or the
    lease ran out and another worker has it.
    """
    if message.attempting_at is not None:  # found so: a worker died while handing it over
        message.unclear += 1
    message.attempts += 1
    changes = {
        "attempting_at": at,
        "lease_until": _lease_until(at),
        "attempts": message.attempts,
        "unclear": message.unclear,
    }
    return _update(changes, id=message.pk, lease_id=lease)


def change(message: Message, lease: UUID, changes: Changes) -> bool:
    """Store the changes; False if the message was withdrawn or is another worker's by now."""
    released: Changes = {"lease_id": None, "lease_until": None, "attempting_at": None}
    mine: dict[str, Any] = {"id": message.pk}
    if changes.get("outcome") != Outcome.SENT:  # what was sent was sent, whose ever it is now
        mine["lease_id"] = lease
    changed = _update(released | changes, **mine)
    if changed and changes.get("outcome") == Outcome.PARKED:
        logger.warning("Message %s is parked: %s", message.public_id, changes["reason"])
    return changed


def change_for_sure(message: Message, lease: UUID, changes: Changes) -> bool:
    """Note what became of a message even if the database restarts at this very moment.

    Without the note a mail that left would be sent again.
    """
    give_up = time.monotonic() + DATABASE_PATIENCE_SECONDS
    while True:
        try:
            return change(message, lease, changes)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > give_up:
                raise
            connection.close()
            time.sleep(0.5)


def _lease_until(at: dt.datetime) -> dt.datetime:
    return at + dt.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _update(changes: Mapping[str, Any], **mine: Any) -> bool:
    """Change the one message that is `mine` and has not ended; False if there is none."""
    shape = (*((name, value is None) for name, value in changes.items()), *mine)
    sql = _written.get(shape) or _written.setdefault(shape, _write_down(changes, mine))
    given = [(name, value) for name, value in changes.items() if value is not None]
    values = [_fields()[name].get_db_prep_save(value, connection) for name, value in given]
    values += [_fields()[name].get_db_prep_value(mine[name], connection) for name in sorted(mine)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount == 1


@functools.cache
def _fields() -> "dict[str, Field[Any, Any]]":
    return {field.attname: field for field in Message._meta.concrete_fields}


def _write_down(changes: Mapping[str, Any], mine: Mapping[str, Any]) -> str:
    """The SQL of an update: first what changes, then whose it must be, in the order of names.

    A condition without a value goes last, so that the values stand in the order of their names.
    """
    found = Message.objects.filter(**mine).filter(ended_at=None)
    query = cast(UpdateQuery, found.query.chain(UpdateQuery))
    query.add_update_values(dict(changes))
    sql, _params = query.get_compiler(connection=connection).as_sql()
    return sql
