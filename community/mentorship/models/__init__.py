"""Who walks with whom: mentors, and how they come to be that."""

from .mentor import (
    ENDED,
    Gender,
    Lived,
    Mentor,
    MentorChange,
    MentorQuerySet,
    MentorReason,
    MentorState,
    Style,
)
from .screening import (
    REFERENCES,
    FlagKind,
    MentorApproval,
    MentorFlag,
    MentorInterview,
    MentorReference,
    Outcome,
    RecordCheck,
    Trust,
)
from .supervision import DropIn, Load, MentorLog
from .training import TrainingModule, TrainingPassed

__all__ = [
    "ENDED",
    "REFERENCES",
    "DropIn",
    "FlagKind",
    "Gender",
    "Lived",
    "Load",
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
    "Outcome",
    "RecordCheck",
    "Style",
    "TrainingModule",
    "TrainingPassed",
    "Trust",
]
