"""Asking for a talk: only what staff need to get in touch safely, and all of it may stay empty."""

import re
import secrets
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Answer
from community.safety.pace import is_unhurried, opened_at, stamp
from community.support.models import About, FirstContactRequest, Way

# Offered like the others, and never stored: what is kept is that they would like to talk.
DRINK: Final = ("drink", _("Drink or drugs"))
NUMBER: Final = re.compile(r"\+?[0-9]{5,15}")
SPACING: Final = re.compile(r"[\s().\-/]")
ONCE: Final = re.compile(r"[0-9a-f]{32}")


def _new_once() -> str:
    return secrets.token_hex(16)


def _line(label: Any, help_text: Any, longest: int = 60) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


def _choice(label: Any, choices: Any, help_text: Any = "", wrong: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": wrong or _("Choose one of these, or none.")},
    )


class TalkForm(forms.Form):
    """What for, how to reach them safely, and what to mind. A trap for programs, as at sign-up."""

    data: Any  # what was sent; the library leaves it without a type

    kept_in: ClassVar = {
        name: f"support.FirstContactRequest.{name}" for name in FirstContactRequest.SAID
    }
    about = _choice(
        _("What would you like to talk about?"),
        [About.choices[0], About.choices[1], DRINK, *About.choices[2:]],
        _(
            "Choose what comes closest, or nothing. If you choose “Drink or drugs”, we do not "
            "write that down: we only note that you would like to talk to someone."
        ),
    )
    way = _choice(
        _("How may we reach you?"),
        Way.choices,
        _("Choose what is safe. If you choose nothing, we do not contact you."),
    )
    reach = _line(
        _("Your phone number or e-mail"),
        _("Only the one for the way you chose. If nobody may contact you, leave it empty."),
        200,
    )
    times = _line(
        _("When is it safe?"),
        _("Days and times, as you like. For example: weekdays, 10 to 2."),
        200,
    )
    say_who = _choice(_("May we say who we are?"), Answer.choices)
    voicemail = _choice(
        _("May we leave a voice message?"), Answer.choices, _("If you say nothing, we do not.")
    )
    ask_for = _line(_("Name to ask for"), _("Any name. We ask for this one when we call."))
    code_word = _line(
        _("Code word"), _("We say this word first, so you know it is us. Any word will do.")
    )
    not_say = _line(
        _("Is there anything we should not say?"), _("A word, a name, a topic. We avoid it."), 300
    )
    interpreter = _line(
        _("Would an interpreter help?"), _("Write the language. An interpreter costs you nothing.")
    )
    website = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp)
    once = forms.CharField(required=False, widget=forms.HiddenInput, initial=_new_once)

    def clean_website(self) -> str:
        """Filled in by programs only."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this box empty."))
        return ""

    def clean_opened(self) -> str:
        """The stamp as it came; the form that is shown again has one of ours in any case."""
        stamped: str = self.cleaned_data["opened"]
        if opened_at(stamped) is None:
            self._put("opened", stamp())
        return stamped

    def clean_once(self) -> str:
        """The secret of this page; one that was not made here is replaced by another."""
        once: str = self.cleaned_data["once"]
        if not ONCE.fullmatch(once):
            once = _new_once()
            self._put("once", once)
        return once

    def clean(self) -> dict[str, Any]:
        """A way that needs a number or an address has one that can be right."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not is_unhurried(data.get("opened", "")):
            # The same words whatever was wrong with it: a program learns nothing from them.
            raise ValidationError(_("Please look at it once more, then send it again."))
        way, reach = data.get("way"), data.get("reach", "").strip()
        if way in {Way.CALL, Way.TEXT} and not NUMBER.fullmatch(SPACING.sub("", reach)):
            self.add_error("reach", _("Write the phone number, or choose another way."))
        elif way == Way.EMAIL:
            try:
                validate_email(reach)
            except ValidationError:
                self.add_error("reach", _("Write the e-mail address, or choose another way."))
        return data

    @property
    def said(self) -> dict[str, str]:
        """The answers of a valid form."""
        return {name: self.cleaned_data.get(name, "") for name in FirstContactRequest.SAID}

    def _put(self, name: str, value: str) -> None:
        self.data = self.data.copy()
        self.data[name] = value


class CodeOfTalkForm(forms.Form):
    """The code that somebody wrote down."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Ten letters and digits, with or without the line between them."),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "input input--m",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Write the code.")},
    )
