"""From "Tuesdays at ten" to dates, as the clock on the wall says them."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKS_AHEAD = 7


@dataclass(frozen=True)
class When:
    """When something takes place.

    `days` are weekdays ("tue fri"), `starts` and `ends` the clock ("10:00"). `weeks` is how many
    weeks it goes on, 1 for a single day, None for as long as one can see; `every` 2 is every
    other week. `first` is the week it begins, counted from the first such day to come.
    """

    days: str
    starts: str
    ends: str
    weeks: int | None = None
    every: int = 1
    first: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether new dates come up as time passes; a course and a single day do not."""
        return self.weeks is None

    def sessions(
        self, now: dt.datetime, zone: zoneinfo.ZoneInfo
    ) -> list[tuple[dt.datetime, dt.datetime]]:
        """Start and end of the dates ahead, soonest first. The first one is tomorrow or later."""
        tomorrow = now.astimezone(zone).date() + dt.timedelta(days=1)
        # A weekly thing keeps its rhythm whenever the demo is made; odd weeks are odd weeks.
        found = []
        for name in self.days.split():
            ahead = (WEEKDAYS.index(name) - tomorrow.weekday()) % 7
            start = tomorrow + dt.timedelta(days=ahead, weeks=self.first)
            if self.every > 1:
                start += dt.timedelta(weeks=-(start.toordinal() // 7) % self.every)
            last = WEEKS_AHEAD * 7 if self.weeks is None else self.weeks * 7 * self.every - 1
            days = range(0, last, 7 * self.every)
            found += [self._on(start + dt.timedelta(days=day), zone) for day in days]
        return sorted(found)

    def _on(self, day: dt.date, zone: zoneinfo.ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        at = [
            dt.datetime.combine(day, dt.time.fromisoformat(clock), zone).astimezone(dt.UTC)
            for clock in (self.starts, self.ends)
        ]
        return at[0], at[1]
