"""What a partner types of dates that come again."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.people.forms.days import DayInput
from opportunities.models import Reach, Rhythm, Session

from .dates import SHORT, SessionForm

ONCE = "once"


class NewDatesForm(SessionForm):
    """One date, or the first of dates that come again until a last day or without an end.

    `rhythm` in `cleaned_data` is empty for a single date.
    """

    again = forms.ChoiceField(
        label=_("Does it happen again?"),
        help_text=_("From this date on. We make the dates of the next twelve months."),
        choices=[
            (ONCE, _("No, once")),
            (Rhythm.WEEKLY, Rhythm.WEEKLY.label),
            (Rhythm.FORTNIGHTLY, Rhythm.FORTNIGHTLY.label),
            (Rhythm.MONTHLY, _("Every month on that weekday, such as the second Tuesday")),
        ],
        initial=ONCE,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose how often")},
    )
    last_on = DayField(
        label=_("Last day, if it happens again"),
        help_text=_("Empty: until you call it off."),
        required=False,
        widget=DayInput(SHORT),
        error_messages={"invalid": _("We can’t read that day. Year, month, day, like 2026-05-23")},
    )

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, session=Session(), now=now, **kwargs)

    @property
    def rhythm(self) -> Rhythm | None:
        """How often it comes again; None for a single date."""
        chosen = self.cleaned_data.get("again")
        return Rhythm(chosen) if chosen and chosen != ONCE else None

    def clean(self) -> dict[str, Any]:
        """Nor can the last day be before the first, or be there for a date that comes once."""
        data = super().clean()
        first_on, last_on = data.get("date"), data.get("last_on")
        if last_on and "again" in data and not self.rhythm:
            self.add_error("again", gettext("Choose how often, or leave the last day empty"))
        elif first_on and last_on and last_on < first_on:
            self.add_error("last_on", gettext("The last day can’t be before the first"))
        return data


class ScheduledDateForm(SessionForm):
    """Another time or number of places for a date that comes again, and for how many more."""

    reach = forms.ChoiceField(
        label=_("For which dates?"),
        help_text=_(
            "Everyone keeps their place and is told of a new time. A date that you moved by itself "
            "stays where it is."
        ),
        choices=Reach.choices,
        initial=Reach.ONE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for which dates")},
    )

    def __init__(self, *args: Any, session: Session, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, session=session, now=now, **kwargs)
        if session.schedule_id is None:
            del self.fields["reach"]

    @property
    def chosen_reach(self) -> Reach:
        """How far the change goes: not further than this date unless somebody said so."""
        return Reach(self.cleaned_data.get("reach") or Reach.ONE)


class CallOffForm(forms.Form):
    """For which dates it is called off."""

    reach = forms.ChoiceField(
        label=_("For which dates?"),
        choices=Reach.choices,
        initial=Reach.ONE,
        required=False,
        widget=forms.RadioSelect,
    )

    @property
    def chosen_reach(self) -> Reach:
        """How far it goes: not further than this date unless somebody said so."""
        return Reach(self.cleaned_data.get("reach") or Reach.ONE)
