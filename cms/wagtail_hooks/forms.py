"""What staff type on their own screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput


class HoldForm(forms.Form):
    """Why a posting is out of sight."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("The organisation reads this. Say what they can do about it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class VerifyForm(forms.Form):
    """Until when staff vouch, and what they checked."""

    until = forms.DateField(
        label=_("Verified until (that day included)"),
        help_text=_("At most twelve months ahead. After that day nothing of it is public."),
        widget=AdminDateInput,
    )
    note = forms.CharField(
        label=_("What we checked"),
        max_length=200,
        required=False,
        help_text=_("Visitors read this, for example “We visited in May and met the team”."),
    )
