"""The hours of the week in which notes are safe (safety.md #22)."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from .quiet import clock_change

FARTHEST = 15  # days: a week, and one more for zones that skipped a day or a window
MIDNIGHT = dt.time(0)
DAY = dt.timedelta(days=1)


class Window(NamedTuple):
    """A part of one weekday (Monday is 0). Midnight as the end is the end of that day."""

    weekday: int
    start: dt.time
    end: dt.time


def is_safe(moment: dt.datetime, *, windows: Collection[Window], zone: dt.tzinfo) -> bool:
    """Whether `moment` lies in one of the windows by the clock on the wall in `zone`."""
    local = moment.astimezone(zone)
    clock = local.time()
    return any(
        window.weekday == local.weekday()
        and window.start <= clock
        and (clock < window.end or window.end == MIDNIGHT)
        for window in windows
    )


def next_safe(
    moment: dt.datetime, *, windows: Collection[Window], zone: dt.tzinfo
) -> dt.datetime | None:
    """Return the first moment, not before `moment`, that lies in a window; None if there is none.

    When clocks change, the wall decides: a window whose start is skipped opens when the clock
    jumps into it, one that is skipped whole does not open, and one that comes twice is open twice.
    """
    if is_safe(moment, windows=windows, zone=zone):
        return moment
    openings = (
        at
        for at in _openings(moment, windows, zone)
        if at >= moment and is_safe(at, windows=windows, zone=zone)
    )
    return min(openings, default=None)


def _openings(
    moment: dt.datetime, windows: Collection[Window], zone: dt.tzinfo
) -> Iterator[dt.datetime]:
    """Every moment at which a window can begin: its start, either time it comes, and each change
    of the clocks."""
    first = moment.astimezone(zone).date() - DAY
    for day in (first + number * DAY for number in range(FARTHEST)):
        for window in windows:
            if window.weekday == day.weekday():
                wall = dt.datetime.combine(day, window.start, tzinfo=zone)
                yield from (wall.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    for number in range(FARTHEST - 1):
        before, after = moment + number * DAY, moment + (number + 1) * DAY
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield clock_change(before, after, zone)
