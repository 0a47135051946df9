"""Leaving, and a person's own data: sealing it anew, taking it away, handing it over, ending it."""

from .leaving import WEATHER, fallback_address, leave_address
from .sealing import Sealed, SealedElsewhere, elsewhere, seal_anew, still_to_seal

__all__ = [
    "WEATHER",
    "Sealed",
    "SealedElsewhere",
    "elsewhere",
    "fallback_address",
    "leave_address",
    "seal_anew",
    "still_to_seal",
]
