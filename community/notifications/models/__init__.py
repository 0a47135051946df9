"""How we may reach someone, what is on its way to them, and what waits for them here."""

from .messages import Message, Note, Outcome
from .preferences import Answer, Channel, ContactPreference, PhoneContact, SafeHours, Wording

__all__ = [
    "Answer",
    "Channel",
    "ContactPreference",
    "Message",
    "Note",
    "Outcome",
    "PhoneContact",
    "SafeHours",
    "Wording",
]
