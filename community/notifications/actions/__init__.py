"""Writing to the outbox, sweeping it, and the hours at which nobody is to be disturbed."""

from .delivery import deliver_due, forget_old_messages
from .outbox import AlreadyEnded, new_message, parked, queue, release, withdraw
from .quiet import next_allowed

__all__ = [
    "AlreadyEnded",
    "deliver_due",
    "forget_old_messages",
    "new_message",
    "next_allowed",
    "parked",
    "queue",
    "release",
    "withdraw",
]
