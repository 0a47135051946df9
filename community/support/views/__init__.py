"""Pages of the directory."""

from .directory import card, help_list, on_paper, service
from .wrong import wrong

__all__ = ["card", "help_list", "on_paper", "service", "wrong"]
