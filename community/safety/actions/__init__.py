"""Leaving, keeping people apart, and what staff have to look at."""

from .apart import NotForYou, OneAndTheSame, lift, separate
from .keeping_away import (
    TooMany,
    keep_name_away,
    let_name_go,
    tell_of_somebody,
)
from .leaving import WEATHER, fallback_address, leave_address
from .records import OPERATOR, NoGrant, NoReasonGiven, ask_to_see, break_glass, look, write_down
from .tasks import finish, new_task, open_tasks

__all__ = [
    "OPERATOR",
    "WEATHER",
    "NoGrant",
    "NoReasonGiven",
    "NotForYou",
    "OneAndTheSame",
    "TooMany",
    "ask_to_see",
    "break_glass",
    "fallback_address",
    "finish",
    "keep_name_away",
    "leave_address",
    "let_name_go",
    "lift",
    "look",
    "new_task",
    "open_tasks",
    "separate",
    "tell_of_somebody",
    "write_down",
]
