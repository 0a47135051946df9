"""Nouns of keeping people safe, one module per word."""

from .apart import Block, Reason, Separation, TypedName
from .leaving import LeaveAddress, neutral_address
from .tasks import Task, TaskKind

__all__ = [
    "Block",
    "LeaveAddress",
    "Reason",
    "Separation",
    "Task",
    "TaskKind",
    "TypedName",
    "neutral_address",
]
