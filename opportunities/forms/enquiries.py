"""Asking to take part where no dates are set, and answering."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.people.forms.days import DayInput
from opportunities.models import Enquiry, Says

# What would carry two people away from this site, where nobody can help (safety.md T12).
ELSEWHERE = re.compile(
    r"https?:|www\.|@|\b[\w-]+\.(com|net|org|info|io|me|ly)\b|(\d[\s().-]?){7,}", re.I
)
A_DAY = re.compile(r"\b\d{4}-\d\d?-\d\d?\b")
TEXT = {"class": "input", "autocomplete": "off"}


def without_ways_elsewhere(line: str) -> str:
    """A line that an organisation writes to people, or a refusal if it holds a number, an address
    or a link: whoever comes is reached through this site only."""
    if ELSEWHERE.search(A_DAY.sub("", line)):
        raise forms.ValidationError(
            _("Leave out telephone numbers, addresses and links. They answer you here.")
        )
    return line


class EnquiryForm(forms.Form):
    """A name to ask under and, if they like, when they could come."""

    kept_in: ClassVar = {
        "name": "opportunities.Enquiry.alias",
        "note": "opportunities.Enquiry.note",
    }
    name = forms.CharField(
        label=_("Name to ask under"),
        help_text=_("Any name you like."),
        max_length=Enquiry._meta.get_field("alias").max_length,
        error_messages={"required": _("Write any name. A first name is enough.")},
        widget=forms.TextInput(attrs=TEXT),
    )
    note = forms.CharField(
        label=_("When could you come?"),
        help_text=_("Mornings, after school, every other week…"),
        max_length=Enquiry._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={**TEXT, "class": "input input--short", "rows": 2}),
    )


class AnswerForm(forms.Form):
    """Yes or not this time; with a yes one line that says when."""

    says = forms.ChoiceField(
        label=_("Your answer"),
        choices=Says,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an answer."),
            "invalid_choice": _("Choose one of the two."),
        },
    )
    line = forms.CharField(
        label=_("When should they come?"),
        help_text=_(
            "Like “Tuesday 5 May at ten”. They read where it is and who to ask for below it."
        ),
        max_length=Enquiry._meta.get_field("line").max_length,
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )

    def clean_line(self) -> str:
        """No number, address or link: whoever comes is reached through this site only."""
        return without_ways_elsewhere(self.cleaned_data["line"])

    def clean(self) -> dict[str, Any]:
        """A yes without a time helps nobody."""
        data = super().clean() or self.cleaned_data
        if data.get("says") == Says.YES and not data.get("line") and "line" not in self.errors:
            self.add_error("line", _("Say when to come."))
        return data


class AskedUntilForm(forms.Form):
    """Until which day people may ask; empty for not at all."""

    until = DayField(
        label=_("People may ask until"),
        help_text=_("Twelve months from now at most. Leave it empty if people come on dates only."),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Type the day as year-month-day, like 2026-05-31.")},
        widget=DayInput,
    )
