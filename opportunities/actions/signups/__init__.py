"""Saving a place, giving it back, and the waiting list.

The one rule of capacity (docs/decisions/0002-capacity.md): whoever takes or frees a place holds
the lock on the session row while they do it. Under the lock are few statements and nothing slow;
what can be known before is asked before.
"""

from .alerting import alert_of_kept_apart
from .asking import answer_request, end_requests
from .chasing import chase_requests
from .filling import fill_places, fill_places_again
from .joining import clashing, sign_up, sign_up_for
from .leaving import cancel_sign_up, give_places_back
from .offering import end_offers, end_offers_earlier, take_offers_back, take_place
from .passing_on import end_search, pass_places_on, seek_stand_in
from .refusals import (
    AnsweredAlready,
    NobodyComesAlong,
    NoLongerFree,
    NoNeedToSeek,
    Refusal,
    SessionNotOpen,
    SessionOver,
    TooLateToSeek,
    TooManySignUps,
)

__all__ = [
    "AnsweredAlready",
    "NoLongerFree",
    "NoNeedToSeek",
    "NobodyComesAlong",
    "Refusal",
    "SessionNotOpen",
    "SessionOver",
    "TooLateToSeek",
    "TooManySignUps",
    "alert_of_kept_apart",
    "answer_request",
    "cancel_sign_up",
    "chase_requests",
    "clashing",
    "end_offers",
    "end_offers_earlier",
    "end_requests",
    "end_search",
    "fill_places",
    "fill_places_again",
    "give_places_back",
    "pass_places_on",
    "seek_stand_in",
    "sign_up",
    "sign_up_for",
    "take_offers_back",
    "take_place",
]
