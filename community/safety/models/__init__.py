"""Nouns of keeping people safe, one module per word."""

from .apart import Block, Reason, Separation, TypedName
from .erasure import Erasure
from .leaving import LeaveAddress, neutral_address
from .records import KEPT_FOR, AccessRecord, AppendOnly, Grant, Saw, Why
from .tasks import Task, TaskKind
from .two import SaidByTwo, waiting

__all__ = [
    "KEPT_FOR",
    "AccessRecord",
    "AppendOnly",
    "Block",
    "Erasure",
    "Grant",
    "LeaveAddress",
    "Reason",
    "SaidByTwo",
    "Saw",
    "Separation",
    "Task",
    "TaskKind",
    "TypedName",
    "Why",
    "neutral_address",
    "waiting",
]
