"""What is typed at the door: how many came without a place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.models import MOST_WALK_INS

NOT_A_NUMBER = _("A number from 0 to 999, like 3")


class WalkInsForm(forms.Form):
    """A number; with one of the buttons beside it one more or one less than what stood there."""

    number = forms.IntegerField(
        label=_("How many came who are not on the list?"),
        help_text=_("Only how many. No names, please."),
        min_value=0,
        max_value=MOST_WALK_INS,
        widget=forms.NumberInput(attrs={"class": "input input--s", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), NOT_A_NUMBER
        ),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    step = forms.ChoiceField(choices=[("1", "1"), ("-1", "-1")], required=False)

    def clean(self) -> dict[str, Any]:
        """A button counts from what stood there, not from what was typed and not saved."""
        data = super().clean() or self.cleaned_data
        if data.get("step") and "seen" in data:
            self.errors.pop("number", None)
            data["number"] = max(0, min(MOST_WALK_INS, data["seen"] + int(data["step"])))
        return data
