"""What may be done with the directory."""

from .checking import tell_of_odd_entries, tell_of_old_entries, tell_of_telling_entries
from .headings import ensure_headings
from .wrong import TooManyReports, What, tell_wrong

__all__ = [
    "TooManyReports",
    "What",
    "ensure_headings",
    "tell_of_odd_entries",
    "tell_of_old_entries",
    "tell_of_telling_entries",
    "tell_wrong",
]
