"""What an organisation says of itself, and whom it asks to join."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.organisations.models import Application, Duty, Organisation
from community.safety.pace import is_unhurried, opened_at, stamp

TEXT = {"class": "input", "autocomplete": "off"}
SHORT = {"class": "input input--m", "autocomplete": "off"}
LETTER_OR_DIGIT = re.compile(r"[^\W_]")
TELEPHONE = re.compile(r"[0-9+()\s./-]{5,40}")
HIDDEN = "[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]"


class ApplicationForm(forms.ModelForm[Application]):
    """Six answers, a box that only programs fill in, and when the form was given out (#61)."""

    data: Any  # what was sent; the library leaves it without a type

    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "url"}),
        error_messages={"required": _("Give the website")},
    )
    fax = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**TEXT, "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp)

    class Meta:
        model = Application
        fields = [*Application.FACTS, "offer"]
        labels = {
            "name": _("What is your organisation called?"),
            "registration_number": _("Registration number"),
            "email": _("Your e-mail at the organisation"),
            "telephone": _("Telephone number of the organisation"),
            "offer": _("What would people do with you?"),
        }
        help_texts = {
            "registration_number": _("As a charity, company, school or public body."),
            "email": _("We send a link there. Best at the domain of your website."),
            "telephone": _("As it stands in a public register. We ring it before we say yes."),
            "offer": _("A few sentences. Please write nothing about single people."),
        }
        error_messages = {
            "name": {"required": _("Say what it is called")},
            "registration_number": {"required": _("Give the registration number")},
            "email": {"required": _("Give your e-mail there")},
            "telephone": {"required": _("Give a telephone number")},
            "offer": {"required": _("Say what people would do")},
        }
        widgets = {
            "name": forms.TextInput(attrs=TEXT),
            "registration_number": forms.TextInput(attrs=SHORT),
            "email": forms.EmailInput(attrs=TEXT),
            "telephone": forms.TextInput(attrs={**SHORT, "inputmode": "tel"}),
            "offer": forms.Textarea(attrs={**TEXT, "rows": 5}),
        }

    def add_prefix(self, field_name: str) -> str:
        """ "website" is the trap in the form for an account, which may stand on the same page."""
        return "site" if field_name == "website" else super().add_prefix(field_name)

    def clean_name(self) -> str:
        """One plain line with a letter in it."""
        return _plain(self.cleaned_data["name"], _("Use letters, numbers and spaces."))

    def clean_registration_number(self) -> str:
        """The same: what a number looks like differs from register to register."""
        typed = self.cleaned_data["registration_number"]
        return _plain(typed, _("Use letters, numbers and spaces."))

    def clean_telephone(self) -> str:
        """Digits, with what people write between them."""
        typed: str = self.cleaned_data["telephone"].strip()
        if not TELEPHONE.fullmatch(typed) or sum(sign.isdigit() for sign in typed) < 5:
            raise forms.ValidationError(_("Write a telephone number, with its area code"))
        return typed

    def clean_email(self) -> str:
        """In small letters: an address is the same in any case."""
        typed: str = self.cleaned_data["email"]
        return typed.lower()

    def clean_opened(self) -> str:
        """The stamp as it came; the form that is shown again has one of ours in any case."""
        stamped: str = self.cleaned_data["opened"]
        if opened_at(stamped) is None:
            self.data = self.data.copy()
            self.data["opened"] = stamp()
        return stamped

    def clean(self) -> dict[str, Any]:
        """Programs are quicker than people, and fill in everything: the same words for both."""
        data = super().clean() or self.cleaned_data
        if data.get("fax") or not is_unhurried(data.get("opened", "")):
            raise forms.ValidationError(_("Please look at it once more, then send it again."))
        return data

    def facts(self) -> dict[str, str]:
        """What was answered, by field."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class InvitationForm(forms.Form):
    """Whom to ask, and for what."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For which organisation?"),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.Select(attrs={"class": "input"}),
    )
    email = forms.EmailField(
        label=_("Their e-mail"),
        help_text=_("We send one link there. It works for seven days, once."),
        max_length=254,
        widget=forms.EmailInput(attrs=TEXT),
        error_messages={"required": _("Give their e-mail")},
    )
    duty = forms.ChoiceField(
        label=_("What do they do?"),
        choices=Duty.choices,
        initial=Duty.DOOR,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they do")},
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = organisations
        own = list(organisations[:2])
        if len(own) == 1:
            field.initial = own[0].public_id
            field.widget = forms.HiddenInput()


def _plain(typed: str, words: Any) -> str:
    line = " ".join(typed.split())
    if re.search(HIDDEN, line) or not LETTER_OR_DIGIT.search(line):
        raise forms.ValidationError(words)
    return line
