"""The shape of one thing to do in the demo world, and what follows from it."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from cms.demo.calendar import When
from opportunities.models import Commitment, Kind

# What an interest helps with, and what a drawing says of what is done there.
HELPS_WITH: Final = {
    "growing": "calm feel-well",
    "food": "for-others",
    "animals": "calm",
    "making": "learn-something",
    "music": "meet-people",
    "learning": "learn-something",
    "outdoors": "feel-well",
    "meeting-people": "meet-people",
}
TAKES: Final = {
    "garden": "gardening",
    "food": "food-hygiene",
    "pot": "cooking food-hygiene",
    "bike": "repairs",
    "sewing": "sewing",
    "laptop": "computers",
    "abacus": "bookkeeping",
    "desk": "letters",
    "dog": "animals",
}
MONEY: Final = "abacus"


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
    cautions: str = ""

    @property
    def goals(self) -> str:
        """What it helps with, as slugs."""
        found = [goal for one in self.interests.split() for goal in HELPS_WITH[one].split()]
        found += ["money"] * (self.motif == MONEY) + ["rhythm"] * (self.when.weeks is None)
        return " ".join(dict.fromkeys(found))

    @property
    def skills(self) -> str:
        """What is learnt in a class and of use elsewhere, as slugs."""
        return TAKES.get(self.motif, "")

    @property
    def teaches(self) -> str:
        """What can be learnt there."""
        return self.skills if self.kind == Kind.CLASS or "training-given" in self.needs else ""

    @property
    def uses(self) -> str:
        """What is of use there."""
        return "" if self.kind == Kind.CLASS else self.skills

    @property
    def commitment(self) -> str:
        """How much of it there is, by how long it goes on."""
        if self.when.weeks is None:
            return Commitment.REGULAR
        return Commitment.ONCE if self.when.weeks == 1 else Commitment.FEW
