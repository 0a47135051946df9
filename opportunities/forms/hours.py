"""How long somebody stayed, in hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FROM_TO = _("From a quarter of an hour to 24 hours, like 2 or 1.5")


class StayedForm(forms.Form):
    """A number of hours. After `is_valid()`, `minutes` says it in whole minutes."""

    hours = forms.DecimalField(
        label=_("How many hours did you stay?"),
        help_text=_("Like 2 or 1.5"),
        min_value=0.25,
        max_value=24,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(
            attrs={"class": "input input--s", "autocomplete": "off", "step": "0.25"}
        ),
        error_messages=dict.fromkeys(
            (
                "required", "invalid", "min_value", "max_value",
                "max_digits", "max_decimal_places", "max_whole_digits",
            ),
            FROM_TO,
        ),
    )  # fmt: skip
    kept_in = {"hours": "opportunities.Hours.asked_minutes"}

    @property
    def minutes(self) -> int:
        """The same in whole minutes."""
        hours: Any = self.cleaned_data["hours"]
        return round(hours * 60)
