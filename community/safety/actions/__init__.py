"""Leaving, and a person's own data: sealing it anew, taking it away, handing it over, ending it."""

from .erasing import AlreadyErased, before_erasing, erase
from .erasures import UnreadableList, read_erasures, replay_erasures, write_erasures
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
    "leave_address",
    "read_erasures",
    "replay_erasures",
    "seal_anew",
    "still_to_seal",
    "write_erasures",
]
