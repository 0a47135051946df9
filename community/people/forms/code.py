"""Signing in with a code from an e-mail, and the way back in."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.people.forms import words


class CodeRequestForm(forms.Form):
    """An address. Whether anybody has it is not told (safety.md #14)."""

    email = forms.EmailField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words.address(self.fields["email"], _("The one you gave us."))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        return email


class CodeTypedForm(forms.Form):
    """The code, with or without the dash, in large or small letters."""

    code = forms.CharField(max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words.plain(self.fields["code"], _("Code"), _("Eight letters."), "one-time-code")
        self.fields["code"].widget.attrs["autocapitalize"] = "characters"

    def clean_code(self) -> str:
        return "".join(letter for letter in self.cleaned_data["code"].upper() if letter.isalpha())


class WayBackForm(forms.Form):
    """Whether an e-mail may open this account."""

    kept_in: ClassVar = {"only_a_person": "people.User.reset_needs_person"}
    only_a_person = forms.BooleanField(
        required=False,
        label=_("Send no link and no code"),
        help_text=_("If you forget your password, only a person of the programme can help."),
    )
