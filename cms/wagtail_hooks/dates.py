"""Who changed which date, as the history of a posting tells it."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from community.formats.times import day_and_clock_in_words
from opportunities.models import Reach


class DateFormatter(LogFormatter):
    """What was done, then the date as it stood then, and how many more it was done to."""

    def format_message(self, log_entry: Any) -> str:
        """As in "Date called off: Tue 5 May, 9.30 am (This date and those after it)"."""
        when = dt.datetime.fromisoformat(log_entry.data["when"])
        reach = Reach(log_entry.data["reach"])
        more = "" if reach == Reach.ONE else f" ({reach.label})"
        return f"{self.label}: {day_and_clock_in_words(when)}{more}"


class Added(DateFormatter):
    """A new date."""

    label = _("Date added")


class Changed(DateFormatter):
    """Another time, or another number of places."""

    label = _("Date changed")


class CalledOff(DateFormatter):
    """It does not take place."""

    label = _("Date called off")


@hooks.register("register_log_actions")
def what_partners_do(actions: LogActionRegistry) -> None:
    """Names for what colleagues do to the dates of a posting."""
    for what, formatter in (("added", Added), ("changed", Changed), ("off", CalledOff)):
        actions.register_action(f"onward.date_{what}")(formatter)
