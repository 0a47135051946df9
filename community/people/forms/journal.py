"""A journal and self-checks: everything optional, nothing counted."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.people.models import RUNGS, Dimension

LONGEST_ENTRY = 8000
ABOUT = {
    Dimension.HEALTH: _("Body and mind: sleep, pain, how you feel."),
    Dimension.HOME: _("A safe and steady place to be."),
    Dimension.PURPOSE: _("What your days are for: work, learning, giving, making."),
    Dimension.COMMUNITY: _("People around you, and how close you let them be."),
}


class JournalForm(forms.Form):
    """A few lines, or a word."""

    kept_in: ClassVar = {"words": "people.JournalEntry.words"}
    words = forms.CharField(
        label=_("Your note"),
        max_length=LONGEST_ENTRY,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "autocomplete": "off"}),
        error_messages={"required": _("Write a word or two first. One is enough.")},
    )


class SelfCheckForm(forms.Form):
    """Four ladders from 0 to 10; each may stay open."""

    kept_in: ClassVar = {one.value: f"people.SelfCheck.{one.value}" for one in Dimension}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in Dimension:
            self.fields[one.value] = forms.ChoiceField(
                label=one.label,
                help_text=ABOUT[one],
                required=False,
                choices=[("", _("Not said")), *RUNGS],
                widget=forms.Select(attrs={"class": "input input--s", "autocomplete": "off"}),
                error_messages={"invalid_choice": _("Choose a number from 0 to 10.")},
            )

    def clean(self) -> dict[str, Any]:
        """One of them is enough."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_("Choose a number on one of them at least."))
        return data
