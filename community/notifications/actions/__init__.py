"""Writing to the outbox, sweeping it, and where, when and in which way somebody may be reached."""

from .decisions import what_to_do
from .delivery import deliver_due, forget_old_messages
from .notes import forget_old_notes, read_notes, unread_notes, write_note
from .outbox import (
    AlreadyEnded,
    new_message,
    parked,
    put_off,
    queue,
    release,
    rewrite,
    withdraw,
)
from .quiet import next_allowed
from .safe_hours import Window, next_safe
from .sms import is_from_twilio
from .sms import is_offered as texts_are_offered
from .stopping import LinkOver, link_to_stop, person_of, stop_by_link, stop_by_text
from .ways import Way, channel_of, wants_checking, way_to, windows_of, wish_of
from .wishes import address_given, choose_way, still_safe, tell_changed

__all__ = [
    "AlreadyEnded",
    "LinkOver",
    "Way",
    "Window",
    "address_given",
    "channel_of",
    "choose_way",
    "deliver_due",
    "forget_old_messages",
    "forget_old_notes",
    "is_from_twilio",
    "link_to_stop",
    "new_message",
    "next_allowed",
    "next_safe",
    "parked",
    "person_of",
    "put_off",
    "queue",
    "read_notes",
    "release",
    "rewrite",
    "still_safe",
    "stop_by_link",
    "stop_by_text",
    "tell_changed",
    "texts_are_offered",
    "unread_notes",
    "wants_checking",
    "way_to",
    "what_to_do",
    "windows_of",
    "wish_of",
    "withdraw",
    "write_note",
]
