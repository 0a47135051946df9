"""How someone may be reached. Every question may stay unanswered (safety.md T16)."""

import datetime as dt
import re
from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from community.notifications.actions import Window
from community.notifications.models import Answer, Channel, Wording

NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164
SPACING = re.compile(r"[\s().\-/]")
PHONE_FIELDS = ("number", "calls", "say_who", "voicemail", "ask_for")
MIDNIGHT = dt.time(0)


class TimeInput(forms.TimeInput):
    """A clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "input input--time"})


def _answer(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=Answer.choices,
        required=False,
        widget=forms.RadioSelect,
    )


def _words(label: Any, help_text: Any) -> forms.CharField:
    attrs = {"class": "input input--m", "autocomplete": "off"}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=attrs),
    )


class ContactForm(forms.Form):
    """The way, the words, the hours, and what may be said on the telephone.

    The code word is never written into the page: who looks over a shoulder, or holds the phone,
    would have it. An empty field keeps it.
    """

    kept_in: ClassVar = {
        "channel": "notifications.ContactPreference.channel",
        "wording": "notifications.ContactPreference.wording",
        **{name: f"notifications.PhoneContact.{name}" for name in (*PHONE_FIELDS, "code_word")},
        **{f"day_{day}_from": "notifications.SafeHours.safe_from" for day in WEEKDAYS},
        **{f"day_{day}_until": "notifications.SafeHours.safe_until" for day in WEEKDAYS},
    }
    wording = forms.ChoiceField(
        label=_("How should notes be worded?"),
        choices=Wording.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=_("Phone number"),
        help_text=_("With a plus and the code of the country, as in +1 212 555 0142."),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "class": "input input--m", "autocomplete": "off"}
        ),
    )
    calls = _answer(_("May we call?"))
    say_who = _answer(_("May we say who we are?"))
    voicemail = _answer(_("May we leave a voice message?"))
    ask_for = _words(_("Name to ask for"), _("Any name. We ask for this one when we call."))
    code_word = _words(
        _("Code word"), _("If we call, we say this word first, so you know it is us.")
    )
    forget_code_word = forms.BooleanField(label=_("Forget my code word"), required=False)

    def __init__(self, *args: Any, texts_are_offered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [way for way in Channel.choices if texts_are_offered or way[0] != Channel.SMS]
        self.fields["channel"] = forms.ChoiceField(
            label=_("The safest way to reach me is"),
            choices=ways,
            required=False,
            widget=forms.RadioSelect,
        )
        for day in WEEKDAYS:
            for end in ("from", "until"):
                self.fields[f"day_{day}_{end}"] = forms.TimeField(
                    label=_("From") if end == "from" else _("Until"),
                    required=False,
                    widget=TimeInput(),
                    error_messages={"invalid": _("Write a time, for example 9:00.")},
                )

    def days(self) -> list[dict[str, Any]]:
        """Each weekday with its two fields, for the template."""
        return [
            {"name": name, "start": self[f"day_{day}_from"], "end": self[f"day_{day}_until"]}
            for day, name in WEEKDAYS.items()
        ]

    def clean_number(self) -> str:
        """The number as E.164 has it: a plus and digits."""
        number = SPACING.sub("", self.cleaned_data["number"])
        if number and not NUMBER.fullmatch(number):
            raise forms.ValidationError(
                _("Write the number with a plus and the code of the country: +1 212 555 0142.")
            )
        return number

    def clean_wording(self) -> str:
        """No answer is private words."""
        return self.cleaned_data["wording"] or Wording.PRIVATE

    def clean(self) -> dict[str, Any]:
        """Each day has both times or neither, the first one first. Midnight ends a day."""
        cleaned: dict[str, Any] = super().clean() or {}
        for day in WEEKDAYS:
            names = f"day_{day}_from", f"day_{day}_until"
            if any(name in self.errors for name in names):
                continue
            start, end = (cleaned.get(name) for name in names)
            if (start is None) != (end is None):
                missing = names[0] if start is None else names[1]
                self.add_error(missing, _("Write both times, or none for this day."))
            elif start is not None and end != MIDNIGHT and start >= end:
                self.add_error(names[1], _("This time comes first. Write a later one."))
        return cleaned

    def windows(self) -> list[Window]:
        """The safe hours of a valid form."""
        pairs = (
            (day, self.cleaned_data[f"day_{day}_from"], self.cleaned_data[f"day_{day}_until"])
            for day in WEEKDAYS
        )
        return [Window(day, start, end) for day, start, end in pairs if start is not None]

    def phone(self) -> dict[str, str]:
        """What a valid form changes of somebody's PhoneContact."""
        changes = {name: self.cleaned_data[name] for name in PHONE_FIELDS}
        if self.cleaned_data["forget_code_word"]:
            changes["code_word"] = ""
        elif self.cleaned_data["code_word"]:
            changes["code_word"] = self.cleaned_data["code_word"]
        return changes
