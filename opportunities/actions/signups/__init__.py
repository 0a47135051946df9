"""Saving a place, giving it back, and the waiting list.

The one rule of capacity (docs/decisions/0002-capacity.md): whoever takes or frees a place holds
the lock on the session row while they do it. Under the lock are few statements and nothing slow;
what can be known before is asked before.
"""

from .alerting import alert_of_kept_apart
from .asking import answer_request, end_requests
from .before import clashing
from .chasing import chase_requests
from .course import Dates, follow, hold, hold_course, takes_people
from .excusing import come_after_all, excuse
from .filling import fill_places, fill_places_again
from .joining import sign_up, sign_up_for
from .leaving import cancel_sign_up, give_places_back
from .offering import end_offers, end_offers_earlier, take_offers_back, take_place
from .passing_on import end_search, pass_places_on, seek_stand_in
from .refusals import (
    AnsweredAlready,
    CourseHasBegun,
    NobodyComesAlong,
    NoLongerFree,
    NoNeedToSeek,
    NotACourse,
    PartGone,
    Refusal,
    SessionNotOpen,
    SessionOver,
    TooLateToSeek,
    TooManySignUps,
)
from .room import all_parts_of, left_in_parts, places_in

__all__ = [
    "AnsweredAlready",
    "CourseHasBegun",
    "Dates",
    "NoLongerFree",
    "NoNeedToSeek",
    "NobodyComesAlong",
    "NotACourse",
    "PartGone",
    "Refusal",
    "SessionNotOpen",
    "SessionOver",
    "TooLateToSeek",
    "TooManySignUps",
    "alert_of_kept_apart",
    "all_parts_of",
    "answer_request",
    "cancel_sign_up",
    "chase_requests",
    "clashing",
    "come_after_all",
    "end_offers",
    "end_offers_earlier",
    "end_requests",
    "end_search",
    "excuse",
    "fill_places",
    "fill_places_again",
    "follow",
    "give_places_back",
    "hold",
    "hold_course",
    "left_in_parts",
    "pass_places_on",
    "places_in",
    "seek_stand_in",
    "sign_up",
    "sign_up_for",
    "take_offers_back",
    "take_place",
    "takes_people",
]
