"""A person's account, where they are signed in, and what they let others know."""

from .device import Device
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
from .week import PARTS, slot, slot_choices, slots_in_words

__all__ = [
    "PARTS",
    "Detail",
    "Device",
    "Release",
    "ReleaseQuerySet",
    "Role",
    "User",
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
