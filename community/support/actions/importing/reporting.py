"""What became of every entry of a file. No word that was refused is ever in here.

A refused word may be where a safe house stands (safety.md #20): a remark says where in the file it
is and why it was left out, and who has the file looks there.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What became of an entry."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT = "left"  # on the site, checked by somebody: no file writes over it
    REFUSED = "refused"


class Remark(NamedTuple):
    """One thing to know: which entry, which part of it, why; and whether the entry is left out."""

    where: str
    part: str
    reason: str
    refused: bool = False


class EntryRefused(Exception):
    """This entry cannot be brought in. The message says what to do, and never what it holds."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(reason)
        self.part, self.reason = part, reason


@dataclass
class Report:
    """Counts by outcome, and the remarks in the order of the file."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, outcome: Outcome, remarks: Iterable[Remark] = ()) -> None:
        """Count one entry and keep what there is to say about it."""
        self.outcomes[outcome] += 1
        self.remarks.extend(remarks)

    @property
    def total(self) -> int:
        """How many entries were seen."""
        return self.outcomes.total()
