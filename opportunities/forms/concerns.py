"""Something isn't right."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _


class ConcernForm(forms.Form):
    """Two things, both optional, and the page it is about."""

    kept_in: ClassVar = {"words": "safety.Task.note", "reach": "safety.Task.reach"}
    words = forms.CharField(
        label=_("What isn’t right?"),
        help_text=_("A word is enough, or nothing at all."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(
            attrs={"class": "input input--short", "rows": 4, "autocomplete": "off"}
        ),
    )
    reach = forms.CharField(
        label=_("How to reach you"),
        help_text=_("Only if you want an answer, and only a way that is safe for you."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    page = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
