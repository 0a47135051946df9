"""Leaving, keeping people apart, and what staff have to look at."""

from .apart import NotForYou, OneAndTheSame, lift, separate
from .leaving import WEATHER, fallback_address, leave_address
from .tasks import finish, new_task, open_tasks

__all__ = [
    "WEATHER",
    "NotForYou",
    "OneAndTheSame",
    "fallback_address",
    "finish",
    "leave_address",
    "lift",
    "new_task",
    "open_tasks",
    "separate",
]
