"""Leaving, keeping people apart, and what staff have to look at."""

from .apart import NotForYou, OneAndTheSame, lift, separate
from .keeping_away import (
    TooMany,
    keep_name_away,
    let_name_go,
    tell_of_somebody,
)
from .leaving import WEATHER, fallback_address, leave_address
from .tasks import finish, new_task, open_tasks

__all__ = [
    "WEATHER",
    "NotForYou",
    "OneAndTheSame",
    "TooMany",
    "fallback_address",
    "finish",
    "keep_name_away",
    "leave_address",
    "let_name_go",
    "lift",
    "new_task",
    "open_tasks",
    "separate",
    "tell_of_somebody",
]
