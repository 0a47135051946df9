"""What staff fill in while they bring two together."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.mentorship.models import OF_CLOSING, MoveReason, RematchMentor

LINES: Final = forms.Textarea(attrs={"rows": 2})


class SuggestForm(forms.Form):
    """Which mentor, and why it may be one more than they can."""

    mentor = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    note = forms.CharField(label=_("A note"), required=False, max_length=500, widget=LINES)


class DropForm(forms.Form):
    """Why a suggestion is taken back."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[(one.value, one.label) for one in (MoveReason.KNOWN, MoveReason.OTHER)],
    )
    note = forms.CharField(label=_("A note"), required=False, max_length=500, widget=LINES)


class BeginForm(forms.Form):
    """How long the first weeks are."""

    weeks = forms.ChoiceField(
        label=_("First weeks"), choices=[(weeks, weeks) for weeks in (4, 5, 6)]
    )


class PlanForm(forms.Form):
    """When it ends."""

    ends_on = DayField(label=_("Ends on"), widget=forms.DateInput(attrs={"type": "date"}))


class CloseForm(forms.Form):
    """How it ended."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=[(one.value, one.label) for one in OF_CLOSING]
    )
    rematch_mentor = forms.ChoiceField(
        label=_("Would we bring this mentor together with somebody again?"),
        choices=RematchMentor.choices,
    )
    last_meeting_on = DayField(
        label=_("Last meeting"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(label=_("A note"), required=False, max_length=500, widget=LINES)


class SafetyForm(forms.Form):
    """What happened, for who looks at it next."""

    note = forms.CharField(label=_("What happened"), max_length=1500, widget=LINES)


OF_TWO: Final[dict[str, type[forms.Form]]] = {
    "drop": DropForm,
    "begin": BeginForm,
    "plan": PlanForm,
    "close": CloseForm,
    "safety": SafetyForm,
}
