"""Saving a place, giving it back, and the waiting list.

The one rule of capacity (docs/decisions/0002-capacity.md): whoever takes or frees a place holds
the lock on the session row while they do it. Under the lock are few statements and nothing slow;
what can be known before is asked before.
"""

from .alerting import alert_of_kept_apart
from .joining import clashing, sign_up, sign_up_for
from .leaving import cancel_sign_up, fill_places, fill_places_again, give_places_back
from .refusals import NobodyComesAlong, Refusal, SessionNotOpen, SessionOver, TooManySignUps

__all__ = [
    "NobodyComesAlong",
    "Refusal",
    "SessionNotOpen",
    "SessionOver",
    "TooManySignUps",
    "alert_of_kept_apart",
    "cancel_sign_up",
    "clashing",
    "fill_places",
    "fill_places_again",
    "give_places_back",
    "sign_up",
    "sign_up_for",
]
