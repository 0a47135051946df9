"""A person's account, where they are signed in, what they let others know, and their own path."""

from .device import Device
from .journal import RUNGS, JournalEntry, SelfCheck
from .path import Aim, Dimension, Milestone, Path, Step
from .person import (
    Role,
    User,
    default_language,
    default_time_zone,
    known_time_zones,
    offered_languages,
    validate_time_zone,
    validate_username,
)
from .reading import Another, ToldInLanguages, another_language
from .release import Detail, Release, ReleaseQuerySet
from .week import PARTS, slot, slot_choices, slots_in_words

__all__ = [
    "PARTS",
    "RUNGS",
    "Aim",
    "Another",
    "Detail",
    "Device",
    "Dimension",
    "JournalEntry",
    "Milestone",
    "Path",
    "Release",
    "ReleaseQuerySet",
    "Role",
    "SelfCheck",
    "Step",
    "ToldInLanguages",
    "User",
    "another_language",
    "default_language",
    "default_time_zone",
    "known_time_zones",
    "offered_languages",
    "slot",
    "slot_choices",
    "slots_in_words",
    "validate_time_zone",
    "validate_username",
]
