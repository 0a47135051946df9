"""Something is wrong with an entry of the directory."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.safety.pace import is_unhurried, stamp
from community.support.actions import What


class WrongForm(forms.Form):
    """Two answers, a box that only programs fill in, and when the form was given out (#61)."""

    kept_in: ClassVar = {"what": "safety.Task.note", "words": "safety.Task.note"}
    what = forms.ChoiceField(
        label=_("What is wrong?"), choices=What.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Anything else"),
        help_text=_("Please write nothing about yourself. We cannot answer you here."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(
            attrs={"class": "input input--short", "rows": 3, "autocomplete": "off"}
        ),
    )
    fax = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp)

    @property
    def is_by_a_program(self) -> bool:
        """Whether the box was filled in, or the form was back sooner than anybody can be."""
        said = self.cleaned_data
        return bool(said["fax"]) or not is_unhurried(said["opened"])
