"""The code that somebody reads off the screen at the door. Nothing of it is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DoorCodeForm(forms.Form):
    """Six letters and numbers."""

    code = forms.CharField(
        label=_("The code on the screen"),
        help_text=_("Six letters and numbers. There is a new one every minute."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "input input--m",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": _("Type the code that the screen shows"),
            "max_length": _("The code has six letters and numbers"),
        },
    )
