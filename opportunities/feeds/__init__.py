"""Calendar files and feeds: what is somebody's own, and what is everybody's."""

from .own import calendar, event

__all__ = ["calendar", "event"]
