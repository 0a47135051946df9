"""Who walks with whom: mentors, and how they come to be that; requests, and two together."""

from .approval import MentorApproval
from .check_in import CheckIn, CheckInQuerySet, Safe, YesNo
from .flag import FlagKind, MentorFlag
from .line import LONGEST_LINE, Line, LineReport
from .looking_after import CoordinatorChange
from .meeting import ApprovedPlace, Meeting, MeetingState
from .mentor import Gender, Lived, Mentor, MentorQuerySet, Style
from .mentor_state import ENDED, MentorChange, MentorReason, MentorState
from .mentorship import Mentorship, MentorshipQuerySet, RematchMentor, RematchParticipant
from .mentorship_state import (
    LIVE,
    OF_CLOSING,
    OVER,
    PENDING,
    TAKEN,
    MentorshipChange,
    MentorshipState,
    MoveReason,
    Side,
)
from .request import Meets, MentorshipRequest, MentorshipRequestQuerySet
from .screening import (
    REFERENCES,
    MentorInterview,
    MentorReference,
    Outcome,
    RecordCheck,
    Trust,
)
from .shown_part import ShownPart
from .supervision import DropIn, Load, MentorLog
from .training import TrainingModule, TrainingPassed

__all__ = [
    "ENDED",
    "LIVE",
    "LONGEST_LINE",
    "OF_CLOSING",
    "OVER",
    "PENDING",
    "REFERENCES",
    "TAKEN",
    "ApprovedPlace",
    "CheckIn",
    "CheckInQuerySet",
    "CoordinatorChange",
    "DropIn",
    "FlagKind",
    "Gender",
    "Line",
    "LineReport",
    "Lived",
    "Load",
    "Meeting",
    "MeetingState",
    "Meets",
    "Mentor",
    "MentorApproval",
    "MentorChange",
    "MentorFlag",
    "MentorInterview",
    "MentorLog",
    "MentorQuerySet",
    "MentorReason",
    "MentorReference",
    "MentorState",
    "Mentorship",
    "MentorshipChange",
    "MentorshipQuerySet",
    "MentorshipRequest",
    "MentorshipRequestQuerySet",
    "MentorshipState",
    "MoveReason",
    "Outcome",
    "RecordCheck",
    "RematchMentor",
    "RematchParticipant",
    "Safe",
    "ShownPart",
    "Side",
    "Style",
    "TrainingModule",
    "TrainingPassed",
    "Trust",
    "YesNo",
]
