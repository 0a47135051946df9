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

__all__ = [
    "ENDED",
    "Gender",
    "Lived",
    "Mentor",
    "MentorChange",
    "MentorQuerySet",
    "MentorReason",
    "MentorState",
    "Style",
]
