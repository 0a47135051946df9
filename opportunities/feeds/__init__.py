"""Calendar files and feeds: what is somebody's own, and what is everybody's."""

from .by_address import calendar_file
from .own import calendar, event
from .public import public_dates, public_feed

__all__ = ["calendar", "calendar_file", "event", "public_dates", "public_feed"]
