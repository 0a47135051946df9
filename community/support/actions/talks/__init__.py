"""Talks that somebody asks for: asking, what staff do about one, handing over."""

from .asking import (
    AskedAlready,
    TakenUpAlready,
    TalkOver,
    TalkRefused,
    TooManyTalks,
    answer_promised_by,
    ask_for_talk,
    cancel_talk,
    talk_behind,
)
from .handing_over import NoYes, end_hand_over, hand_over, may_be_told
from .staff import (
    NotYours,
    TakenByAnother,
    close_talk,
    look_at_talk,
    note_reached,
    note_tried,
    open_talk,
    take_talk,
    tell_of_late_talks,
    write_to_talk,
)

__all__ = [
    "AskedAlready",
    "NoYes",
    "NotYours",
    "TakenByAnother",
    "TakenUpAlready",
    "TalkOver",
    "TalkRefused",
    "TooManyTalks",
    "answer_promised_by",
    "ask_for_talk",
    "cancel_talk",
    "close_talk",
    "end_hand_over",
    "hand_over",
    "look_at_talk",
    "may_be_told",
    "note_reached",
    "note_tried",
    "open_talk",
    "take_talk",
    "talk_behind",
    "tell_of_late_talks",
    "write_to_talk",
]
