"""Days that come again, and which moment a time by the clock on the wall is.

A rule is an RRULE of RFC 5545 in one of three shapes, and the library dateutil reads it. Its days
are plain days; only afterwards each of them becomes a moment, in the zone of the place. So "Tuesday
at 10" stays at 10 by the clock on the wall when clocks change.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SHAPE = re.compile(
    r"FREQ=(?:WEEKLY(?P<other>;INTERVAL=2)?;BYDAY=|MONTHLY;BYDAY=(?P<nth>-1|[1-4]))"
    rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
)
LAST = -1
MINUTE = dt.timedelta(minutes=1)


class Rhythm(models.TextChoices):
    """How often something comes again."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")


def validate_rule(rule: str) -> None:
    """Refuse an RRULE of another shape than ours. Its end is a column, never a part of it."""
    if not SHAPE.fullmatch(rule):
        raise ValidationError(_("That is not a rule that we can follow."), code="rule")


def rhythm_of(rule: str) -> Rhythm:
    """How often the days of a rule come."""
    found = _parts(rule)
    if found["nth"]:
        return Rhythm.MONTHLY
    return Rhythm.FORTNIGHTLY if found["other"] else Rhythm.WEEKLY


def nth_of(rule: str) -> int | None:
    """Which one of its month, -1 for the last; None for a rule that counts weeks."""
    found = _parts(rule)["nth"]
    return int(found) if found else None


def rule_from(rhythm: Rhythm, day: dt.date, *, is_last: bool = False) -> str:
    """The rule that goes on from `day` in this rhythm.

    A fifth Tuesday becomes the last one: most months have no fifth, and none should be without.
    `is_last`: so does a fourth one that is the last of its month.
    """
    weekday = WEEKDAYS[day.weekday()]
    if rhythm == Rhythm.WEEKLY:
        return f"FREQ=WEEKLY;BYDAY={weekday}"
    if rhythm == Rhythm.FORTNIGHTLY:
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}"
    nth = (day.day - 1) // 7 + 1
    ends_month = (day + dt.timedelta(days=7)).month != day.month
    return f"FREQ=MONTHLY;BYDAY={LAST if nth == 5 or (is_last and ends_month) else nth}{weekday}"


def days_of(rule: str, first_on: dt.date) -> Iterator[dt.date]:
    """The days of a rule in their order, from `first_on` on, without end."""
    for moment in rrulestr(rule, dtstart=dt.datetime.combine(first_on, dt.time())):
        yield moment.date()


def day_before(rule: str, day: dt.date, steps: int) -> dt.date:
    """The day of the rule that is so many of its days before `day`, one of them."""
    rhythm = rhythm_of(rule)
    if rhythm != Rhythm.MONTHLY:
        return day - steps * dt.timedelta(weeks=1 if rhythm == Rhythm.WEEKLY else 2)
    return next(days_of(rule, day.replace(day=1) - relativedelta(months=steps)))


def real_moment(wall: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """The moment, in UTC, at which the clock on the wall shows `wall`, a time without a zone.

    A time that the change of clocks leaves out becomes the next minute that there is: half past
    two in the night that jumps from two to three is three. One that comes twice is the first.
    """
    while True:
        moment = wall.replace(tzinfo=zone).astimezone(dt.UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == wall:
            return moment
        wall += MINUTE


def _parts(rule: str) -> re.Match[str]:
    found = SHAPE.fullmatch(rule)
    if found is None:
        raise ValueError(f"not a rule of ours: {rule!r}")
    return found
