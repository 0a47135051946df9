"""How someone wants to be reminded."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.notifications.models import ContactPreference, Wording


class WordingForm(forms.Form):
    """The one question right after saving a place."""

    kept_in: ClassVar = {"wording": "notifications.ContactPreference.wording"}
    wording = forms.ChoiceField(
        label=_("Shall we remind you?"),
        choices=Wording.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )


class ReminderForm(forms.ModelForm[ContactPreference]):
    """All of it: the words, when, and the hours in which nothing is sent."""

    kept_in: ClassVar = {
        name: f"notifications.ContactPreference.{name}"
        for name in ("wording", "day_before", "two_hours_before", "quiet_from", "quiet_until")
    }

    class Meta:
        model = ContactPreference
        fields = ["wording", "day_before", "two_hours_before", "quiet_from", "quiet_until"]
        widgets = {
            "wording": forms.RadioSelect,
            "quiet_from": forms.TimeInput(
                format="%H:%M", attrs={"type": "time", "class": "input input--time"}
            ),
            "quiet_until": forms.TimeInput(
                format="%H:%M", attrs={"type": "time", "class": "input input--time"}
            ),
        }
        error_messages = {
            name: {
                "required": _("Write a time, for example 21:00."),
                "invalid": _("Write a time, for example 21:00."),
            }
            for name in ("quiet_from", "quiet_until")
        }
