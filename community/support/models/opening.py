"""Whether a service is open, by the clock on the wall of its place."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass

from .facts import Status
from .hours import OtherHours, WeeklyHours
from .service import Service

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From when to when on one day. What closes no later than it opens closes on the next day."""

    opens: dt.time
    closes: dt.time

    @property
    def is_whole_day(self) -> bool:
        """Whether it opens and closes at the same time: then it does not close."""
        return self.opens == self.closes

    def moments(self, day: dt.date, zone: zoneinfo.ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """The two moments, in UTC: a night in which the clock changes is as long as it is."""
        until = day if self.closes > self.opens else day + ONE_DAY
        return (
            dt.datetime.combine(day, self.opens, zone).astimezone(dt.UTC),
            dt.datetime.combine(until, self.closes, zone).astimezone(dt.UTC),
        )


def spans_on(service: Service, day: dt.date) -> list[Span]:
    """Its hours on a day: those of that one day if there are any, else those of the week."""
    other = [one for one in _others(service) if one.day == day]
    if other:
        return [Span(one.opens, one.closes) for one in other if one.opens and one.closes]
    return [Span(one.opens, one.closes) for one in _weekly(service) if one.weekday == day.weekday()]


def note_on(service: Service, day: dt.date) -> str:
    """Why the hours are others on a day; empty where they are not, or nobody said why."""
    return next((one.why for one in _others(service) if one.day == day and one.why), "")


def local_day(service: Service, now: dt.datetime) -> dt.date:
    """The day it is there."""
    return now.astimezone(zoneinfo.ZoneInfo(service.zone_name)).date()


def says_hours(service: Service) -> bool:
    """Whether anything is known of its hours."""
    return bool(_weekly(service))


def is_open(service: Service, now: dt.datetime) -> bool:
    """Whether it is open at a moment. What began the evening before counts too."""
    if service.status != Status.ACTIVE:
        return False
    zone, today = zoneinfo.ZoneInfo(service.zone_name), local_day(service, now)
    return any(
        opens <= now < closes
        for day in (today - ONE_DAY, today)
        for opens, closes in (span.moments(day, zone) for span in spans_on(service, day))
    )


def is_always_open(service: Service) -> bool:
    """Whether it never closes, as the week says."""
    whole = {one.weekday for one in _weekly(service) if one.opens == one.closes}
    return len(whole) == 7


def _weekly(service: Service) -> Iterable[WeeklyHours]:
    return service.weekly_hours.all()


def _others(service: Service) -> Iterable[OtherHours]:
    return service.other_hours.all()
