"""Nouns of what we do together, one module per word."""

from .avoided import AvoidedArea
from .opportunity import (
    REPORTED,
    Kind,
    Motif,
    Opportunity,
    OpportunityQuerySet,
    filter_word,
    public_opportunity,
)
from .recurring import Rhythm
from .schedule import Reach, Schedule, ScheduleQuerySet
from .session import Session, SessionQuerySet
from .signup import HOLDS_A_PLACE, MOST_COMPANIONS, SignUp, SignUpQuerySet, State
from .vocabulary import Area, Interest, Language, PracticalNeed

__all__ = [
    "HOLDS_A_PLACE",
    "MOST_COMPANIONS",
    "REPORTED",
    "Area",
    "AvoidedArea",
    "Interest",
    "Kind",
    "Language",
    "Motif",
    "Opportunity",
    "OpportunityQuerySet",
    "PracticalNeed",
    "Reach",
    "Rhythm",
    "Schedule",
    "ScheduleQuerySet",
    "Session",
    "SessionQuerySet",
    "SignUp",
    "SignUpQuerySet",
    "State",
    "filter_word",
    "public_opportunity",
]
