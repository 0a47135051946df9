"""Coming regularly, and a break from it."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.organisations.models import site_day
from community.people.forms.days import DayInput
from opportunities.models import Often, SignUp


class RegularForm(forms.Form):
    """How often, and whether whoever comes along this time comes each time: asked only then."""

    kept_in: ClassVar = {
        "often": "opportunities.Regular.often",
        "companions": "opportunities.Regular.companions",
    }

    often = forms.ChoiceField(
        label=_("How often?"),
        choices=Often.choices,
        initial=Often.EVERY,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of these")),
    )
    companions = forms.BooleanField(
        label=_("Whoever comes with me this time comes each time"), required=False
    )

    def __init__(self, *args: Any, sign_up: SignUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sign_up.companions:
            del self.fields["companions"]


class BreakForm(forms.Form):
    """Until when somebody takes a break, and whether they give back what they have until then."""

    kept_in: ClassVar = {"back_on": "opportunities.Regular.back_on"}

    back_on = DayField(
        label=_("On which day are you back?"),
        help_text=_("Leave it open if you do not know yet. You can come back at any time."),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("Write a day, for example 2027-03-31")},
    )
    gives_back = forms.BooleanField(
        label=_("Also give back the places I have until then"),
        help_text=_("They go to the next person. Without this they stay yours."),
        required=False,
    )

    def clean_back_on(self) -> Any:
        """A break ends later than today."""
        day = self.cleaned_data["back_on"]
        if day is not None and day <= site_day(timezone.now()):
            raise forms.ValidationError(_("Choose a day after today, or leave it open."))
        return day
