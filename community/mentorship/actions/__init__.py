"""Becoming a mentor, and what mentors and staff do."""

from .states import MOVES, IllegalMove, Refusal, after_mentor_stops, move_mentor
from .vocabulary import give_words, in_words, words_for

__all__ = [
    "MOVES",
    "IllegalMove",
    "Refusal",
    "after_mentor_stops",
    "give_words",
    "in_words",
    "move_mentor",
    "words_for",
]
