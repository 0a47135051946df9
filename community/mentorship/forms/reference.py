"""What somebody who knows a mentor is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import MentorReference, Trust

LINES = {"class": "input", "autocomplete": "off", "rows": 4}


class ReferenceForm(forms.Form):
    """Four short questions. Staff alone read the answers."""

    how_known = forms.CharField(
        label=MentorReference._meta.get_field("how_known").verbose_name,
        max_length=1000,
        widget=forms.Textarea(attrs=LINES),
        error_messages={"required": _("Say how you know them")},
    )
    reliable = forms.ChoiceField(
        label=MentorReference._meta.get_field("reliable").verbose_name,
        choices=Trust.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer to each question")},
    )
    trusted = forms.ChoiceField(
        label=MentorReference._meta.get_field("trusted").verbose_name,
        choices=Trust.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer to each question")},
    )
    words = forms.CharField(
        label=MentorReference._meta.get_field("words").verbose_name,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LINES),
    )
