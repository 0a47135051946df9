"""A moment as people read it: `{{ moment|day_and_clock }}` is "Tue 5 May, 9.30 am"."""

import datetime as dt

from django import template

from community.formats import times

register = template.Library()


@register.filter(expects_localtime=True)
def clock(moment: dt.datetime) -> str:
    """As in "9.30 am"."""
    return times.clock_in_words(moment)


@register.filter(expects_localtime=True)
def day_and_clock(moment: dt.datetime) -> str:
    """As in "Tue 5 May, 9.30 am"."""
    return times.day_and_clock_in_words(moment)


@register.filter(expects_localtime=True)
def day_and_hours(starts: dt.datetime, ends: dt.datetime) -> str:
    """As in "Tue 5 May, 9.30 am to 11 am", both by the clock of the first."""
    hours = times.hours_in_words(starts, ends.astimezone(starts.tzinfo))
    return f"{times.day_in_words(starts)}, {hours}"
