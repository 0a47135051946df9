"""What visitors type: filters of the directory, and what is wrong with an entry."""

from .filters import HelpFilterForm
from .wrong import WrongForm

__all__ = ["HelpFilterForm", "WrongForm"]
