"""The one question at the first sign-in."""

from typing import ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

SHARED: Final = "shared"
OWN_ONE: Final = "own"


class FirstTimeForm(forms.Form):
    """Whose device this is. Shared, unless they say that it is theirs alone (safety.md #56)."""

    kept_in: ClassVar = {"device": "people.Device.is_own"}
    device = forms.ChoiceField(
        label=_("Is this device yours alone?"),
        help_text=_("You can sign out of any device later, on “Where you are signed in”."),
        choices=[
            (
                SHARED,
                _(
                    "Shared, or I am not sure: sign me out when the browser closes, or after 20 "
                    "minutes without use"
                ),
            ),
            (OWN_ONE, _("Mine alone: keep me signed in for 7 days")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
