"""Letters of hours: what somebody did, in the words they chose, for whom they choose."""

from .done import Done, done_by
from .paper import unprintable
from .words import hours_in_words, paper_of, sentences_of
from .writing import (
    LetterRefused,
    NothingDone,
    TooManyLetters,
    in_groups,
    letter_behind,
    revoke_letter,
    write_letter,
)

__all__ = [
    "Done",
    "LetterRefused",
    "NothingDone",
    "TooManyLetters",
    "done_by",
    "hours_in_words",
    "in_groups",
    "letter_behind",
    "paper_of",
    "revoke_letter",
    "sentences_of",
    "unprintable",
    "write_letter",
]
