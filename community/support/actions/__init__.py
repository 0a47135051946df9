"""What may be done with the directory."""

from .headings import ensure_headings

__all__ = ["ensure_headings"]
