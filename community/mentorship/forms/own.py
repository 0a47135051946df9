"""What a mentor is asked while they are one."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.mentorship.models import Load
from community.people.forms.days import DayInput


class PauseForm(forms.Form):
    """Until when a mentor takes a break; it may stay open."""

    kept_in: ClassVar = {"until": "mentorship.Mentor.pause_until"}

    until = DayField(
        label=_("Until when?"),
        help_text=_("You are back on that day by yourself. Leave it open if you do not know yet."),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("Write a day, for example 2027-03-31")},
    )


class LogForm(forms.Form):
    """How a month was, for the mentor."""

    kept_in: ClassVar = {"load": "mentorship.MentorLog.load", "words": "mentorship.MentorLog.words"}

    load = forms.ChoiceField(
        label=_("How was it for you this month?"),
        choices=Load.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it was")},
    )
    words = forms.CharField(
        label=_("What would you like to talk about?"),
        help_text=_(
            "About you and your part in it: sleep, worries, what helped. Please write nothing of "
            "what somebody told you."
        ),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"class": "input", "autocomplete": "off", "rows": 4}),
    )
