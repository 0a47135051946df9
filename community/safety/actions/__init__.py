"""Leaving, and a person's own data: sealing it anew, taking it away, handing it over, ending it."""

from .erasing import AlreadyErased, before_erasing, erase
from .erasures import UnreadableList, read_erasures, replay_erasures, write_erasures
from .exporting import key_works, make_file, make_key, own_data
from .keeping import forget_what_is_over
from .leaving import WEATHER, fallback_address, leave_address
from .sealing import Sealed, SealedElsewhere, elsewhere, seal_anew, still_to_seal

__all__ = [
    "WEATHER",
    "AlreadyErased",
    "Sealed",
    "SealedElsewhere",
    "UnreadableList",
    "before_erasing",
    "elsewhere",
    "erase",
    "fallback_address",
    "forget_what_is_over",
    "key_works",
    "leave_address",
    "make_file",
    "make_key",
    "own_data",
    "read_erasures",
    "replay_erasures",
    "seal_anew",
    "still_to_seal",
    "write_erasures",
]
