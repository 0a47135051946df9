"""Quiet hours: when a message would disturb, or be seen by the wrong eyes (safety.md #22)."""

import datetime as dt

DAY = dt.timedelta(days=1)


def next_allowed(
    moment: dt.datetime, *, quiet_from: dt.time, quiet_until: dt.time, zone: dt.tzinfo
) -> dt.datetime:
    """Return the first moment, not before `moment`, at which the person may be disturbed.

    Quiet hours are read off the clock on the person's wall in `zone`. They may span midnight;
    they start at `quiet_from` and are over at `quiet_until`; the same time twice means none.
    When clocks change, the wall decides: an hour that is skipped ends the quiet if its far side
    is past `quiet_until`, and an hour that comes twice is quiet twice.
    """
    at = moment
    while _is_quiet(at.astimezone(zone).time(), quiet_from, quiet_until):
        clock = at.astimezone(zone)
        over = at + (dt.datetime.combine(clock, quiet_until) - clock.replace(tzinfo=None)) % DAY
        if clock.utcoffset() == over.astimezone(zone).utcoffset():
            return over
        at = clock_change(at, over, zone)
    return at


def _is_quiet(clock: dt.time, quiet_from: dt.time, quiet_until: dt.time) -> bool:
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def clock_change(before: dt.datetime, after: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return the second at which the offset of `zone` stops being what it is at `before`."""
    offset = before.astimezone(zone).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        same = dt.datetime.fromtimestamp(middle, zone).utcoffset() == offset
        low, high = (middle, high) if same else (low, middle)
    return dt.datetime.fromtimestamp(high, before.tzinfo)
