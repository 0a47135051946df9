"""What two who walk together write to each other, and when they meet."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.mentorship.actions.writing import leads_out
from community.mentorship.models import LONGEST_LINE, ApprovedPlace
from community.people.forms.days import DayInput
from community.people.models import User

LONG = {"class": "input", "autocomplete": "off"}
SHORT = {"class": "input input--m", "autocomplete": "off"}
MINUTES = [("30", _("Half an hour")), ("60", _("An hour")), ("90", _("An hour and a half"))]


class LineForm(forms.Form):
    """One thing to write to the other one. What leads somewhere else is asked about first."""

    kept_in: ClassVar = {"words": "mentorship.Line.words"}

    words = forms.CharField(
        label=_("Write something"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={**LONG, "rows": 4}),
        error_messages={"required": _("Write something first")},
    )
    sure = forms.BooleanField(label=_("Send it all the same"), required=False)

    def clean(self) -> dict[str, Any]:
        """A link, an e-mail or a telephone number is sent only when they say so."""
        data = super().clean() or self.cleaned_data
        if leads_out(data.get("words", "")) and not data.get("sure"):
            self.add_error(
                "sure",
                _(
                    "This holds a link, an e-mail address or a telephone number. You are safer if "
                    "you write to each other here only."
                ),
            )
        return data


class ReportForm(forms.Form):
    """What is wrong; for staff alone, and it may stay empty."""

    kept_in: ClassVar = {"about": "safety.Task.note"}

    about = forms.CharField(
        label=_("What happened?"),
        help_text=_("You need not say. Staff read it today, and the other one never does."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={**LONG, "rows": 3}),
    )


class MeetingForm(forms.Form):
    """When, for how long, and where."""

    kept_in: ClassVar = {
        "date": "mentorship.Meeting.starts_at",
        "starts": "mentorship.Meeting.starts_at",
        "minutes": "mentorship.Meeting.ends_at",
        "place": "mentorship.Meeting.place",
    }

    date = DayField(
        label=_("Day"),
        widget=DayInput(SHORT),
        error_messages={"required": _("Choose a day"), "invalid": _("Write a day: 2027-03-31")},
    )
    starts = forms.TimeField(
        label=_("Begins at"),
        widget=forms.TimeInput(attrs={**SHORT, "type": "time"}, format="%H:%M"),
        error_messages={"required": _("Choose a time"), "invalid": _("Write a time: 15:30")},
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        choices=MINUTES,
        coerce=int,
        initial="60",
        widget=forms.Select(attrs=SHORT),
    )
    place = forms.ModelChoiceField(
        ApprovedPlace.objects.filter(is_open=True),
        label=_("Where"),
        help_text=_("Online, or a public place that staff know. Never at home."),
        required=False,
        empty_label=_("Online"),
        to_field_name="public_id",
        widget=forms.Select(attrs=SHORT),
        error_messages={"invalid_choice": _("Choose a place of the list, or online")},
    )

    def when(self, person: User) -> dict[str, Any]:
        """What an action takes: moments by this person's own clock, and the place."""
        data = self.cleaned_data
        starts_at = dt.datetime.combine(data["date"], data["starts"], tzinfo=person.zone)
        ends_at = starts_at + dt.timedelta(minutes=data["minutes"])
        return {"starts_at": starts_at, "ends_at": ends_at, "place": data["place"]}
