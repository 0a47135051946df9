"""Nouns of what we do together, one module per word."""

from community.people.models import PARTS, slot, slot_choices

from .announcement import LONGEST_LINE, Announcement, Said
from .avoided import AvoidedArea
from .calendar_address import CalendarAddress, Level
from .enquiry import ANSWERED_WITHIN, Enquiry, EnquiryQuerySet, Says
from .hours import MOST_MINUTES, Hours, Source, Standing
from .joining import Course, Joining, Notice
from .kind import Commitment, Kind, Motif
from .letter import Letter, LetterQuerySet
from .local_time import LocalPart, with_local_time
from .looking_for import Alerts, LookingFor
from .opportunity import (
    FLAGGED,
    REPORTED,
    Opportunity,
    OpportunityQuerySet,
    public_opportunity,
)
from .part import LONGEST_PART, MOST_OF_A_PART, MOST_PARTS, Part
from .recurring import Rhythm
from .red_flag_look import RedFlagLook
from .regular import AHEAD, Often, Regular, RegularQuerySet
from .schedule import Reach, Schedule, ScheduleQuerySet
from .session import (
    MOST_WALK_INS,
    REGISTER_OPENS,
    REGISTER_STAYS,
    Session,
    SessionQuerySet,
)
from .signup import (
    ACTIVE,
    HAS_A_PLACE,
    HOLDS_A_PLACE,
    MOST_COMPANIONS,
    NOT_THERE,
    OF_A_COURSE,
    SignUp,
    SignUpQuerySet,
    State,
)
from .step_activity import StepActivity
from .suggestion import LONGEST_THOUGHT, Answered, Suggestion
from .upload import Stage, Upload
from .vocabulary import Area, Caution, Goal, Interest, Language, PracticalNeed, Skill
from .words import filter_word

__all__ = [
    "ACTIVE",
    "AHEAD",
    "ANSWERED_WITHIN",
    "FLAGGED",
    "HAS_A_PLACE",
    "HOLDS_A_PLACE",
    "LONGEST_LINE",
    "LONGEST_PART",
    "LONGEST_THOUGHT",
    "MOST_COMPANIONS",
    "MOST_MINUTES",
    "MOST_OF_A_PART",
    "MOST_PARTS",
    "MOST_WALK_INS",
    "NOT_THERE",
    "OF_A_COURSE",
    "PARTS",
    "REGISTER_OPENS",
    "REGISTER_STAYS",
    "REPORTED",
    "Alerts",
    "Announcement",
    "Answered",
    "Area",
    "AvoidedArea",
    "CalendarAddress",
    "Caution",
    "Commitment",
    "Course",
    "Enquiry",
    "EnquiryQuerySet",
    "Goal",
    "Hours",
    "Interest",
    "Joining",
    "Kind",
    "Language",
    "Letter",
    "LetterQuerySet",
    "Level",
    "LocalPart",
    "LookingFor",
    "Motif",
    "Notice",
    "Often",
    "Opportunity",
    "OpportunityQuerySet",
    "Part",
    "PracticalNeed",
    "Reach",
    "RedFlagLook",
    "Regular",
    "RegularQuerySet",
    "Rhythm",
    "Said",
    "Says",
    "Schedule",
    "ScheduleQuerySet",
    "Session",
    "SessionQuerySet",
    "SignUp",
    "SignUpQuerySet",
    "Skill",
    "Source",
    "Stage",
    "Standing",
    "State",
    "StepActivity",
    "Suggestion",
    "Upload",
    "filter_word",
    "public_opportunity",
    "slot",
    "slot_choices",
    "with_local_time",
]
