"""Nouns of what we do together, one module per word."""

from .avoided import AvoidedArea
from .local_time import LocalPart, with_local_time
from .looking_for import PARTS, LookingFor, slot, slot_choices
from .opportunity import (
    REPORTED,
    Commitment,
    Joining,
    Kind,
    Motif,
    Notice,
    Opportunity,
    OpportunityQuerySet,
    filter_word,
    public_opportunity,
)
from .recurring import Rhythm
from .schedule import Reach, Schedule, ScheduleQuerySet
from .session import Session, SessionQuerySet
from .signup import ACTIVE, HOLDS_A_PLACE, MOST_COMPANIONS, NOT_THERE, SignUp, SignUpQuerySet, State
from .vocabulary import Area, Caution, Goal, Interest, Language, PracticalNeed, Skill

__all__ = [
    "ACTIVE",
    "HOLDS_A_PLACE",
    "MOST_COMPANIONS",
    "NOT_THERE",
    "PARTS",
    "REPORTED",
    "Area",
    "AvoidedArea",
    "Caution",
    "Commitment",
    "Goal",
    "Interest",
    "Joining",
    "Kind",
    "Language",
    "LocalPart",
    "LookingFor",
    "Motif",
    "Notice",
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
    "Skill",
    "State",
    "filter_word",
    "public_opportunity",
    "slot",
    "slot_choices",
    "with_local_time",
]
