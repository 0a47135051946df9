"""Days in a file, moved by whole years, and the sessions that follow from them."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused

FORMATS: Final = ("%Y-%m-%d", "%B %d %Y", "%B %d, %Y", "%m/%d/%Y")
UPCOMING_AT_MOST: Final = 12  # weekly sessions that are made ahead
USUAL_START: Final = dt.time(10)
USUAL_LENGTH: Final = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Times:
    """When a posting takes place, as its file says it.

    `clock` and `length` are None when the file names days only: then sessions stand at the usual
    time, and a time that someone has set on the site since is kept.
    """

    first: dt.date
    last: dt.date
    weekly: bool
    clock: dt.time | None = None
    length: dt.timedelta | None = None

    def moved(self, years: int) -> "Times":
        """The same times in another year; see `moved_by_years`."""
        by = moved_by_years(self.first, years) - self.first
        return Times(self.first + by, self.last + by, self.weekly, self.clock, self.length)

    def sessions(
        self, now: dt.datetime, zone: zoneinfo.ZoneInfo
    ) -> list[tuple[dt.datetime, dt.datetime]]:
        """Start and end of the sessions that have not begun, at most `UPCOMING_AT_MOST`.

        The clock on the wall stays the same across a change to daylight saving.
        """
        days = [self.first]
        if self.weekly:
            behind = max(0, (now.astimezone(zone).date() - self.first).days) // 7
            days = [
                self.first + dt.timedelta(weeks=behind + week)
                for week in range(UPCOMING_AT_MOST + 1)
            ]
        found = []
        for day in days:
            starts = dt.datetime.combine(day, self.clock or USUAL_START, zone).astimezone(dt.UTC)
            if starts > now and day <= self.last:
                found.append((starts, starts + (self.length or USUAL_LENGTH)))
        return found[:UPCOMING_AT_MOST]


def moved_by_years(day: dt.date, years: int) -> dt.date:
    """The same day in another year, then to the nearest day with the same weekday.

    A Saturday stays a Saturday; the day moves by three days at most. 29 February becomes the
    28th where there is none.
    """
    try:
        there = day.replace(year=day.year + years)
    except ValueError:
        there = day.replace(year=day.year + years, day=28)
    return there + dt.timedelta(days=(day.weekday() - there.weekday() + 3) % 7 - 3)


def read_day(text: str, *, column: str) -> dt.date:
    """A day as ISO 8601, "July 30 2011" or "7/30/2011". Raises EntryRefused."""
    for form in FORMATS:
        try:
            day = dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if 1900 <= day.year <= 2200:
            return day
    raise EntryRefused(column, _("“%(text)s” is no date. Write 2026-05-30.") % {"text": text[:40]})
