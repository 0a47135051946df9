"""Nouns of keeping people safe, one module per word."""

from .apart import Block, Reason, Separation
from .leaving import LeaveAddress, neutral_address
from .tasks import Task, TaskKind

__all__ = [
    "Block",
    "LeaveAddress",
    "Reason",
    "Separation",
    "Task",
    "TaskKind",
    "neutral_address",
]
