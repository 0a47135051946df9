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
from .release import Detail, Release, ReleaseQuerySet

__all__ = [
    "RUNGS",
    "Aim",
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
    "User",
    "default_language",
    "default_time_zone",
    "known_time_zones",
    "offered_languages",
    "validate_time_zone",
    "validate_username",
]
