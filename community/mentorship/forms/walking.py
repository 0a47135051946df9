"""What the two are asked while they walk together."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.mentorship.models import RematchParticipant, Safe, YesNo
from community.people.forms.days import DayInput

TEXT = {"class": "input", "autocomplete": "off"}
LINES = {**TEXT, "rows": 3}


def _day(label: Any, hint: Any, *, required: bool) -> DayField:
    return DayField(
        label=label,
        help_text=hint,
        required=required,
        widget=DayInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Choose a day"), "invalid": _("Write the day like 2026-05-31"),
        },
    )  # fmt: skip


def _words(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs=LINES),
    )


class QuestionForm(forms.Form):
    """Asking staff about somebody who was suggested."""

    kept_in: ClassVar = {"words": "safety.Task.note"}

    words = forms.CharField(
        label=_("What would you like to know?"),
        max_length=1500,
        widget=forms.Textarea(attrs=LINES),
        error_messages={"required": _("Write what you would like to know")},
    )


class RestForm(forms.Form):
    """A break, with a day on which it ends or without."""

    kept_in: ClassVar = {"resume_on": "mentorship.Mentorship.resume_on"}

    resume_on = _day(_("Until when?"), _("Leave it empty if you don’t know yet."), required=False)


class ClosingForm(forms.Form):
    """The day on which a planned end is."""

    kept_in: ClassVar = {"ends_on": "mentorship.Mentorship.ends_on"}

    ends_on = _day(_("When shall it end?"), _("In four weeks, or later."), required=True)


class UnsafeForm(forms.Form):
    """Saying that one does not feel safe. Words are not needed."""

    kept_in: ClassVar = {"words": "safety.Task.note"}

    words = _words(_("Is there something that staff should know?"), _("Nothing has to be said."))


class ChangedForm(forms.Form):
    """The participant's own words at the end."""

    kept_in: ClassVar = {
        "what_changed": "mentorship.Mentorship.what_changed",
        "rematch": "mentorship.Mentorship.rematch_participant",
    }

    what_changed = _words(_("What changed for you?"))
    rematch = forms.ChoiceField(
        label=_("Would you like to walk with somebody else afterwards?"),
        required=False,
        choices=RematchParticipant.choices,
        widget=forms.RadioSelect,
    )


class CheckInForm(forms.Form):
    """Three quick questions, and one that is open. Each may stay open."""

    kept_in: ClassVar = {
        name: f"mentorship.CheckIn.{name}" for name in ("safe", "useful", "change", "words")
    }

    safe = forms.ChoiceField(
        label=_("Do you feel safe with it?"),
        help_text=_("If you choose “No”, everything rests at once and staff look at it today."),
        required=False,
        choices=Safe.choices,
        widget=forms.RadioSelect,
    )
    useful = forms.ChoiceField(
        label=_("Is it of use to you?"),
        required=False,
        choices=YesNo.choices,
        widget=forms.RadioSelect,
    )
    change = forms.ChoiceField(
        label=_("Would you like something to change?"),
        required=False,
        choices=YesNo.choices,
        widget=forms.RadioSelect,
    )
    words = _words(_("Anything else?"))
