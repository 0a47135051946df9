"""The sweep that sends what is due, once, whatever dies meanwhile."""

import datetime as dt
import logging
import time
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from community.notifications.models import Message, Outcome

from .decisions import Changes, Letter, after, prepare
from .smtp import Fate, Line

logger = logging.getLogger(__name__)

BATCH = 200
# A sweep ends by itself, so that a worker told to stop is gone within 30 seconds.
SWEEP_SECONDS = 15
# After two lines broken in a row, or none to be had, the server is left alone for a while.
BROKEN_IN_A_ROW = 2
SERVER_PAUSE = dt.timedelta(seconds=30)
DATABASE_PATIENCE_SECONDS = 25
KEPT_FOR = dt.timedelta(days=14)


def deliver_due(*, now: dt.datetime) -> int:
    """Send what is due at `now` and return how many messages the mail server took.

    Sweeps until nothing is due, the mail server is in trouble or 15 seconds are over. Any number
    of workers may sweep at once: each claims its own rows under a lease, and a row whose worker
    died is claimed again when the lease is over. No transaction is open while the mail server is
    spoken to, so call it outside of one.
    """
    sweep = _Sweep(now)
    try:
        while sweep.goes_on and (batch := _claim(sweep.lease, now=sweep.now)):
            sweep.send(batch)
    finally:
        sweep.line.close()
    return sweep.taken


def forget_old_messages(*, now: dt.datetime) -> int:
    """Delete messages that ended 14 days ago or earlier (safety.md T14); return how many."""
    deleted, _rows = Message.objects.filter(ended_at__lte=now - KEPT_FOR).delete()
    return deleted


class _Sweep:
    """One worker's run over what is due: its clock, its lease and its line to the server."""

    def __init__(self, now: dt.datetime) -> None:
        self.began = now
        self.began_ticking = time.monotonic()
        self.lease = uuid4()
        self.line = Line()
        self.broken = 0
        self.unreachable = False
        self.taken = 0

    @property
    def now(self) -> dt.datetime:
        """The moment the sweep was called with, moved on by the time it has taken since."""
        return self.began + dt.timedelta(seconds=time.monotonic() - self.began_ticking)

    @property
    def in_trouble(self) -> bool:
        return self.unreachable or self.broken >= BROKEN_IN_A_ROW

    @property
    def goes_on(self) -> bool:
        return not self.in_trouble and time.monotonic() - self.began_ticking < SWEEP_SECONDS

    def send(self, batch: Sequence[Message]) -> None:
        """Send a claimed batch; hand back what is left when the sweep has to end."""
        for position, message in enumerate(batch):
            if not self.goes_on:
                _hand_back(batch[position:], self.lease, pause_until=self._pause_until())
                return
            self._send_one(message)

    def _send_one(self, message: Message) -> None:
        letter = prepare(message, at=self.now)
        if not isinstance(letter, Letter):
            _change(message, self.lease, letter)
        elif not self.line.open():
            self.unreachable = True
            logger.warning("The mail server cannot be reached.")
            _hand_back([message], self.lease, pause_until=self._pause_until())
        elif _begin_attempt(message, self.lease, at=self.now):
            answer = self.line.hand_over(address=letter.address, data=letter.data)
            self.broken = self.broken + 1 if answer.fate in (Fate.LOST, Fate.UNCLEAR) else 0
            self.taken += answer.fate is Fate.TAKEN
            _change_for_sure(message, self.lease, after(message, answer, at=self.now))

    def _pause_until(self) -> dt.datetime | None:
        return self.now + SERVER_PAUSE if self.in_trouble else None


# -- rows ----------------------------------------------------------------------------------------
def _lease_until(at: dt.datetime) -> dt.datetime:
    return at + dt.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _claim(lease: UUID, *, now: dt.datetime) -> list[Message]:
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
    return list(claimed.select_related("recipient__contact_preference"))


def _hand_back(batch: Sequence[Message], lease: UUID, *, pause_until: dt.datetime | None) -> None:
    """Give up the lease on messages that were not begun, so that they need not wait for its end."""
    mine = Message.objects.filter(pk__in=[message.pk for message in batch], lease_id=lease)
    mine.update(lease_id=None, lease_until=pause_until)


def _begin_attempt(message: Message, lease: UUID, *, at: dt.datetime) -> bool:
    """Note that the message is about to be handed over; False if it is not ours to hand over.

    Between this and the note of what became of it nobody can know whether it left: that is what
    `attempting_at` says to whoever finds it. It is False when the message was withdrawn, or the
    lease ran out and another worker has it.
    """
    if message.attempting_at is not None:  # found so: a worker died while handing it over
        message.unclear += 1
    message.attempts += 1
    mine = Message.objects.filter(pk=message.pk, lease_id=lease, ended_at=None)
    changed = mine.update(
        attempting_at=at,
        lease_until=_lease_until(at),
        attempts=message.attempts,
        unclear=message.unclear,
    )
    return changed == 1


def _change(message: Message, lease: UUID, changes: Changes) -> None:
    released: Changes = {"lease_id": None, "lease_until": None, "attempting_at": None}
    mine = Message.objects.filter(pk=message.pk, ended_at=None)
    if changes.get("outcome") != Outcome.SENT:  # what was sent was sent, whose ever it is now
        mine = mine.filter(lease_id=lease)
    if mine.update(**(released | changes)) and changes.get("outcome") == Outcome.PARKED:
        logger.warning("Message %s is parked: %s", message.public_id, changes["reason"])


def _change_for_sure(message: Message, lease: UUID, changes: Changes) -> None:
    """Note what became of a message even if the database restarts at this very moment.

    Without the note a mail that left would be sent again.
    """
    give_up = time.monotonic() + DATABASE_PATIENCE_SECONDS
    while True:
        try:
            return _change(message, lease, changes)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > give_up:
                raise
            connection.close()
            time.sleep(0.5)
