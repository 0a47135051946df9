"""Who may see what of finding help, one module per word."""

from .first_contact import looks_at, may_read, own_first_talks, reach_card, visible_first_talks

__all__ = ["looks_at", "may_read", "own_first_talks", "reach_card", "visible_first_talks"]
