"""What there is to say about a line of a table, in words an operator can act on."""

import csv
from collections import Counter
from dataclasses import dataclass
from typing import TextIO

from community.safety.actions import files
from community.safety.actions.files import Outcome, defused


@dataclass(frozen=True)
class Remark:
    """One thing to know about one line: `column` may be empty when it is about the whole row."""

    line: int
    column: str
    reason: str
    refused: bool = False


@dataclass
class Report(files.Report[Remark]):
    """Counts by outcome, and what there is to say about lines."""

    @property
    def imported(self) -> int:
        """How many lines are on the site now."""
        return self.total - self.outcomes[Outcome.REFUSED]

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
