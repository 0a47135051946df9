"""What became of every line, in words an operator can act on."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TextIO


class Outcome(StrEnum):
    """What became of a line. `REFUSED` is the only one that is not imported."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Remark:
    """One thing to know about one line: `column` may be empty when it is about the whole row."""

    line: int
    column: str
    reason: str
    refused: bool = False


class RowRefused(Exception):
    """This row cannot be imported. The message is safe to show and says what to do."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass
class Report:
    """Counts by outcome, and the remarks in the order of the file."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, outcome: Outcome, remarks: Iterable[Remark] = ()) -> None:
        """Count one line and keep what there is to say about it."""
        self.outcomes[outcome] += 1
        self.remarks.extend(remarks)

    @property
    def rows(self) -> int:
        """How many lines were seen."""
        return self.outcomes.total()

    @property
    def imported(self) -> int:
        """How many lines are on the site now."""
        return self.rows - self.outcomes[Outcome.REFUSED]

    def refusals(self) -> list[Remark]:
        """Why lines were not imported, in the order of the file."""
        return sorted((one for one in self.remarks if one.refused), key=lambda one: one.line)

    def reasons(self) -> list[tuple[str, int]]:
        """Each note with the number of lines it was made for, the most frequent first."""
        return Counter(one.reason for one in self.remarks if not one.refused).most_common()

    def write(self, file: TextIO) -> None:
        """Write every remark as CSV: line, column, what happened, reason."""
        writer = csv.writer(file)
        writer.writerow(["line", "column", "result", "reason"])
        for one in sorted(self.remarks, key=lambda one: one.line):
            result = "not imported" if one.refused else "note"
            writer.writerow([one.line, defused(one.column), result, defused(one.reason)])


FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: a leading apostrophe makes it text (OWASP)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


def undefused(cell: str) -> str:
    """The cell before `defused`: a file that we gave out may come back."""
    return cell[1:] if cell[:1] == "'" and defused(cell[1:]) == cell else cell
