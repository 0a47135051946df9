"""How a date and a time of day are written, everywhere the same (DESIGN.md 8).

`moment` is always an aware datetime already in the zone in which it is to be read.
"""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day_in_words(moment: dt.date) -> str:
    """As in "Tue 5 May"."""
    return date_format(moment, "D j M")


def day_and_clock_in_words(moment: dt.datetime) -> str:
    """As in "Tue 5 May, 9.30 am"."""
    return f"{day_in_words(moment)}, {clock_in_words(moment)}"


def weekday_in_words(moment: dt.date) -> str:
    """As in "Tuesday"."""
    return date_format(moment, "l")


def clock_in_words(moment: dt.datetime | dt.time) -> str:
    """As in "10 am", "9.30 am", "12 noon"."""
    if (moment.hour, moment.minute) == (12, 0):
        return _("12 noon")
    if (moment.hour, moment.minute) == (0, 0):
        return _("12 midnight")
    hour = moment.hour % 12 or 12
    number = f"{hour}.{moment.minute:02}" if moment.minute else f"{hour}"
    half = _("%(number)s am") if moment.hour < 12 else _("%(number)s pm")
    return half % {"number": number}


def hours_in_words(starts: dt.datetime, ends: dt.datetime) -> str:
    """As in "10 am to 12 noon", "10 pm to 6 am the next day"."""
    is_over_night = ends - starts.replace(hour=0, minute=0) > dt.timedelta(days=1)
    words = _("%(start)s to %(end)s the next day") if is_over_night else _("%(start)s to %(end)s")
    return words % {
        "start": clock_in_words(starts),
        "end": clock_in_words(ends),
    }


def neutral_in_words(drawing: str, moment: dt.datetime) -> str:
    """What a calendar says of a date, as in "Garden morning": its drawing and its part of day."""
    return _("%(drawing)s %(part)s") % {"drawing": drawing, "part": part_of_day(moment)}


def part_of_day(moment: dt.datetime) -> str:
    """As in "morning" until noon, "afternoon" until five, then "evening"."""
    if moment.hour < 12:
        return _("morning")
    return _("afternoon") if moment.hour < 17 else _("evening")
