"""The sweep that sends what is due, once, whatever dies meanwhile."""

import datetime as dt
import logging
import time
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from community.notifications.models import Channel, Message, Outcome

from .decisions import Changes, Keep, Letter, after, kept, prepare, says_unreachable
from .leases import begin_attempt, change, change_for_sure, claim, hand_back
from .notes import keep_note, tell_unreachable
from .numbers import number_of
from .sms import Carrier
from .smtp import Fate, Line

logger = logging.getLogger(__name__)

# A sweep ends by itself, so that a worker told to stop is gone within 30 seconds.
SWEEP_SECONDS = 15
# After two lines broken in a row, or none to be had, the server is left alone for a while.
BROKEN_IN_A_ROW = 2
SERVER_PAUSE = dt.timedelta(seconds=30)
KEPT_FOR = dt.timedelta(days=14)


def deliver_due(*, now: dt.datetime) -> int:
    """Send what is due at `now` and return how many were taken by who carries them.

    Sweeps until nothing is due, the mail server is in trouble or 15 seconds are over; texts wait
    for nobody's mail, nor mail for texts, and what stays on this site waits for neither. Any number
    of workers may sweep at once: each claims its own rows under a lease, and a row whose worker
    died is claimed again when the lease is over. No transaction is open while the mail server is
    spoken to, so call it outside of one.
    """
    sweep = _Sweep(now)
    try:
        while sweep.goes_on and (batch := claim(sweep.lease, now=sweep.now)):
            sweep.send(batch)
    finally:
        sweep.close()
    return sweep.taken


def forget_old_messages(*, now: dt.datetime) -> int:
    """Delete messages that ended 14 days ago or earlier (safety.md T14); return how many."""
    deleted, _rows = Message.objects.filter(ended_at__lte=now - KEPT_FOR).delete()
    return deleted


class _Road:
    """A way off this site, the mail server or who carries texts, and whether it is in trouble."""

    def __init__(self, line: Line | Carrier, name: str) -> None:
        self.line, self.name = line, name
        self.broken = 0
        self.unreachable = False

    @property
    def in_trouble(self) -> bool:
        return self.unreachable or self.broken >= BROKEN_IN_A_ROW

    def open(self) -> bool:
        if not self.line.open():
            self.unreachable = True
            logger.warning("%s cannot be reached.", self.name)
        return not self.unreachable


class _Sweep:
    """One worker's run over what is due: its clock, its lease and its lines to who takes it on."""

    def __init__(self, now: dt.datetime) -> None:
        self.began = now
        self.began_ticking = time.monotonic()
        self.lease = uuid4()
        self.roads = {
            Channel.EMAIL: _Road(Line(), "The mail server"),
            Channel.SMS: _Road(Carrier(), "Who carries text messages"),
        }
        self.taken = 0

    @property
    def now(self) -> dt.datetime:
        """The moment the sweep was called with, moved on by the time it has taken since."""
        return self.began + dt.timedelta(seconds=time.monotonic() - self.began_ticking)

    @property
    def in_time(self) -> bool:
        return time.monotonic() - self.began_ticking < SWEEP_SECONDS

    @property
    def goes_on(self) -> bool:
        """Not while the mail server is in trouble, for nearly everything goes that way."""
        return self.in_time and not self.roads[Channel.EMAIL].in_trouble

    def close(self) -> None:
        for road in self.roads.values():
            road.line.close()

    def send(self, batch: Sequence[Message]) -> None:
        """Send a claimed batch; hand back what is left when the time is over, and what has to wait
        for a road in trouble. What goes another way, or stays here, goes on."""
        stuck = []
        for position, message in enumerate(batch):
            if not self.in_time:
                hand_back(batch[position:], self.lease, pause_until=None)
                break
            if not self._send_one(message):
                stuck.append(message)
        if stuck:
            hand_back(stuck, self.lease, pause_until=self.now + SERVER_PAUSE)

    def _send_one(self, message: Message) -> bool:
        """Do what is to be done with one message; False if its road is in trouble."""
        found = prepare(message, at=self.now)
        if isinstance(found, Letter) and found.channel == Channel.SMS:
            found = self._with_number(message, found)
        if isinstance(found, Keep):
            self._keep(message, found)
        elif not isinstance(found, Letter):
            self._end(message, found)
        else:
            return self._hand_over(message, found)
        return True

    def _with_number(self, message: Message, letter: Letter) -> Letter | Keep | Changes:
        """The text with the number of this very moment: somebody may just have said STOP."""
        try:
            number = number_of(person_id=message.recipient_id)
        except Exception as error:  # sealed with a key that is gone: that row only
            return {
                "outcome": Outcome.PARKED,
                "reason": f"unreadable-{type(error).__name__}",
                "ended_at": self.now,
            }
        return letter._replace(address=number) if number else Keep("no-number")

    def _hand_over(self, message: Message, letter: Letter) -> bool:
        road = self.roads[letter.channel]
        if road.in_trouble or not road.open():
            return False
        if begin_attempt(message, self.lease, at=self.now):
            answer = road.line.hand_over(address=letter.address, data=letter.data)
            road.broken = road.broken + 1 if answer.fate in (Fate.LOST, Fate.UNCLEAR) else 0
            self.taken += answer.fate is Fate.TAKEN
            self._end(message, after(message, answer, at=self.now))
        return True

    def _keep(self, message: Message, keep: Keep) -> None:
        with transaction.atomic():
            if change(message, self.lease, kept(message, keep, at=self.now)):
                keep_note(message=message, at=self.now)

    def _end(self, message: Message, changes: Changes) -> None:
        if not says_unreachable(message, changes):
            change_for_sure(message, self.lease, changes)
            return
        with transaction.atomic():
            if change(message, self.lease, changes):
                tell_unreachable(message=message, at=self.now)
