"""Leaving, keeping people apart, what staff look at, and a person's own data."""

from .apart import (
    AnotherHasTo,
    NoReasonGiven,
    NotForYou,
    OneAndTheSame,
    after_separating,
    lift,
    refuse_all_but_staff,
    separate,
)
from .erasing import AlreadyErased, before_erasing, erase
from .erasures import UnreadableList, read_erasures, replay_erasures, write_erasures
from .exporting import (
    Answer,
    Part,
    disclosures,
    in_words,
    key_works,
    make_file,
    make_key,
    own_data,
)
from .keeping import forget_what_is_over
from .keeping_away import (
    TooMany,
    keep_name_away,
    let_name_go,
    name_came,
    tell_of_somebody,
)
from .leaving import WEATHER, fallback_address, leave_address
from .records import OPERATOR, NoGrant, ask_to_see, break_glass, look, write_down
from .sealing import Sealed, SealedElsewhere, elsewhere, seal_anew, still_to_seal
from .tasks import finish, new_task, open_tasks

__all__ = [
    "OPERATOR",
    "WEATHER",
    "AlreadyErased",
    "AnotherHasTo",
    "Answer",
    "NoGrant",
    "NoReasonGiven",
    "NotForYou",
    "OneAndTheSame",
    "Part",
    "Sealed",
    "SealedElsewhere",
    "TooMany",
    "UnreadableList",
    "after_separating",
    "ask_to_see",
    "before_erasing",
    "break_glass",
    "disclosures",
    "elsewhere",
    "erase",
    "fallback_address",
    "finish",
    "forget_what_is_over",
    "in_words",
    "keep_name_away",
    "key_works",
    "leave_address",
    "let_name_go",
    "lift",
    "look",
    "make_file",
    "make_key",
    "name_came",
    "new_task",
    "open_tasks",
    "own_data",
    "read_erasures",
    "refuse_all_but_staff",
    "replay_erasures",
    "seal_anew",
    "separate",
    "still_to_seal",
    "tell_of_somebody",
    "write_down",
    "write_erasures",
]
