"""Files that somebody brings in, and tables that go out.

What became of every entry is counted and said; an entry is brought in or explained, never dropped.
Nothing that goes out is run by a spreadsheet as a formula.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Generic, TypeVar

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
Remark = TypeVar("Remark")


class Outcome(StrEnum):
    """What became of an entry. `REFUSED` is the only one that is not on the site."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT = "left"  # on the site, checked by somebody: no file writes over it
    REFUSED = "refused"


class EntryRefused(Exception):
    """This entry cannot be brought in. The message is safe to show and says what to do: it may
    never say what a secret part holds (safety.md #20)."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(reason)
        self.part, self.reason = part, reason


@dataclass
class Report(Generic[Remark]):
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


def defused(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: a leading apostrophe makes it text (OWASP)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


def undefused(cell: str) -> str:
    """The cell before `defused`: a file that we gave out may come back."""
    return cell[1:] if cell[:1] == "'" and defused(cell[1:]) == cell else cell
