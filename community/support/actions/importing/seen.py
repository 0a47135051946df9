"""An entry on its way from a file into the directory."""

from dataclasses import dataclass
from typing import Any

from .document import Entry
from .kinds import About
from .reporting import Remark

Clean = dict[str, Any]  # what is kept of an entry, as JSON can hold it


@dataclass
class Seen:
    """An entry on its way: what it is about is known, what may be told of its place is not yet."""

    entry: Entry
    about: About
    remarks: list[Remark]

    def say(self, part: str, reason: str) -> None:
        """Remark on a part."""
        self.remarks.append(Remark(self.entry.where, part, reason))
