"""Nouns of finding help, one module per word."""

from .first_contact import (
    CLOSED_KEPT_FOR,
    About,
    FirstContactRequest,
    FirstContactRequestQuerySet,
    TalkState,
    Way,
)
from .hand_over import HandOver, HandOverQuerySet

__all__ = [
    "CLOSED_KEPT_FOR",
    "About",
    "FirstContactRequest",
    "FirstContactRequestQuerySet",
    "HandOver",
    "HandOverQuerySet",
    "TalkState",
    "Way",
]
