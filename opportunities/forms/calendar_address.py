"""How much somebody's own calendar is told."""

from typing import ClassVar

from django import forms

from opportunities.models import CalendarAddress, Level


class CalendarAddressForm(forms.ModelForm[CalendarAddress]):
    """One question; the least is chosen until they choose more."""

    kept_in: ClassVar = {"level": "opportunities.CalendarAddress.level"}

    class Meta:
        model = CalendarAddress
        fields = ["level"]
        widgets = {"level": forms.RadioSelect}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["level"].choices = Level.choices  # type: ignore[attr-defined]
