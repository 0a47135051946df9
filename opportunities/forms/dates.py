"""What a partner types of one date: when it is, and how many places there are."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.formats.times import clock_in_words, day_in_words
from community.people.forms.days import DayInput
from opportunities.models import Session

SHORT = {"class": "input input--m", "autocomplete": "off"}
# Dates are written without their year, and the wrong one is easily typed.
LONGEST_AHEAD = dt.timedelta(days=366)
DAY = dt.timedelta(days=1)
LONGEST_NIGHT = dt.timedelta(hours=16)  # a longer one is a slip: 2 pm to 12 noon
CLOCKS = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I.%M %p", "%I %p", "%I%p", "%I:%M%p", "%I.%M%p"]


class SessionForm(forms.Form):
    """A day, two times and how many can come. `zone` is the zone of the place.

    After `is_valid()`, `starts_at` and `ends_at` are in `cleaned_data`, in UTC.
    """

    date = DayField(
        label=_("Date"),
        widget=DayInput(SHORT),
        error_messages={
            "required": _("Choose a day"),
            "invalid": _("We can’t read that day. Year, month, day, like 2026-05-23"),
        },
    )
    starts = forms.TimeField(
        label=_("Starts"),
        input_formats=CLOCKS,
        widget=forms.TimeInput(attrs={**SHORT, "type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Say when it starts"),
            "invalid": _("We can’t read that time. Like 10:00 or 2 pm"),
        },
    )
    ends = forms.TimeField(
        label=_("Ends"),
        help_text=_(
            "A time that is not later than the start means the next day, at most 16 hours on."
        ),
        input_formats=CLOCKS,
        widget=forms.TimeInput(attrs={**SHORT, "type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Say when it ends"),
            "invalid": _("We can’t read that time. Like 10:00 or 2 pm"),
        },
    )
    places = forms.IntegerField(
        label=_("How many places?"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Eight or fewer is easiest for someone new. Empty: never full."),
        widget=forms.NumberInput(attrs={"class": "input input--s", "autocomplete": "off"}),
        error_messages={
            "invalid": _("A number, like 8"),
            "min_value": _("At least one place, or leave it empty"),
            "max_value": _("That is too many places"),
        },
    )

    def __init__(self, *args: Any, session: Session, now: dt.datetime, **kwargs: Any) -> None:
        self.zone, self.now = session.zone, now
        if session.pk:
            ends = session.ends_at.astimezone(self.zone)
            start = session.local_start
            kwargs["initial"] = {
                "date": start.date(),
                "starts": start.time(),
                "ends": ends.time(),
                "places": session.given_capacity,
            }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Put day and times together, by the clock on the wall of the place."""
        data = super().clean() or self.cleaned_data
        day, starts, ends = (data.get(name) for name in ("date", "starts", "ends"))
        if day:
            self._refuse_days_out_of_reach(day)
        next_day = dt.timedelta()
        if starts and ends and ends <= starts:
            next_day = DAY
            self._refuse_long_nights(starts, ends)
        if day and starts and ends and not self.errors:
            data["starts_at"] = self._moment(day, starts, "starts")
            data["ends_at"] = self._moment(day + next_day, ends, "ends")
            if not self.errors and data["starts_at"] <= self.now:
                self.add_error("starts", gettext("That time has passed. Choose a later one"))
        return data

    def _refuse_long_nights(self, starts: dt.time, ends: dt.time) -> None:
        start = dt.datetime.combine(dt.date(2000, 1, 1), starts)
        if dt.datetime.combine(start + DAY, ends) - start > LONGEST_NIGHT:
            words = gettext(
                "The end time must be later than %(start)s, or at most 16 hours on, the next day"
            )
            self.add_error("ends", words % {"start": clock_in_words(start)})

    def _refuse_days_out_of_reach(self, day: dt.date) -> None:
        today = self.now.astimezone(self.zone).date()
        if day < today:
            words = gettext("The date has passed. Choose a day from today, %(today)s")
            self.add_error("date", words % {"today": f"{day_in_words(today)} {today.year}"})
        elif day > today + LONGEST_AHEAD:
            self.add_error("date", gettext("That is more than a year ahead. Check the year"))

    def _moment(self, day: dt.date, clock: dt.time, field: str) -> dt.datetime:
        """The moment in UTC; a time that the change of clocks leaves out is refused."""
        local = dt.datetime.combine(day, clock, tzinfo=self.zone)
        moment = local.astimezone(dt.UTC)
        if moment.astimezone(self.zone).time() != clock:
            words = gettext("The clocks change that night. Choose another time")
            self.add_error(field, words)
        return moment
