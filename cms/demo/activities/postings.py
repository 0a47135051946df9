"""The shape of one thing to do in the demo world."""

from dataclasses import dataclass
from enum import Enum, auto

from cms.demo.calendar import When


class State(Enum):
    """How far a posting has come."""

    LIVE = auto()
    DRAFT = auto()
    IN_REVIEW = auto()
    HELD = auto()


@dataclass(frozen=True)
class Activity:
    """One thing to do. `by` is the key of an organisation; words are slugs, by spaces.

    `places` None: nobody counts. `filled` is the share of places taken on the dates to come: 1 is
    full, with people waiting. Fields left empty come from the organisation.
    """

    kind: str
    title: str
    by: str
    motif: str
    when: When
    rhythm: str
    places: int | None
    needs: str
    interests: str
    summary: str
    description: str
    ask_for: str
    who_comes: str = ""
    bring: str = ""
    cost: str = "Free"
    area: str = ""
    languages: str = "en"
    filled: float = 0.4
    state: State = State.LIVE
