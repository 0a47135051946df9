"""What staff type on their own screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from community.formats.days import DayField
from community.organisations.models import CheckKind
from community.safety.models import Reason, Why


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

    until = DayField(
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


class CheckForm(forms.Form):
    """One thing that was checked about an organisation, and what was found."""

    kind = forms.ChoiceField(label=_("What you checked"), choices=CheckKind.choices)
    note = forms.CharField(
        label=_("What you found"),
        max_length=2000,
        help_text=_("With the register, the number you rang, or the day of the visit."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


class SendBackForm(forms.Form):
    """What staff want to know of an organisation that applied."""

    question = forms.CharField(
        label=_("What you ask them"),
        max_length=500,
        help_text=_("They read this. Say what they can do."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class AnswerForm(forms.Form):
    """What staff write down about a task."""

    answer = forms.CharField(
        label=_("What you did"),
        required=False,
        max_length=2000,
        help_text=_("Other staff read this. The person who asked does not."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    done = forms.BooleanField(label=_("This is done"), required=False)


class SeparateForm(forms.Form):
    """Whom somebody must not meet."""

    other = forms.CharField(
        label=_("The other person"),
        max_length=60,
        help_text=_("Their exact user name, or the number of one of their sign-ups."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(label=_("Why"), choices=Reason.choices)


class LiftForm(forms.Form):
    """Why two people may meet again."""

    words = forms.CharField(
        label=_("Why they may meet again"),
        max_length=500,
        help_text=_("Three words or more. Other staff read this; the two do not."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )


class FindForm(forms.Form):
    """One person, by what only they or their sign-up could tell."""

    who = forms.CharField(
        label=_("User name, or number of a sign-up"),
        max_length=60,
        help_text=_("Exactly. There is no list of people, and no search for a part of a name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class GrantForm(forms.Form):
    """Why staff need to know who somebody is."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=Why.choices, help_text=_("The person reads this.")
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=500,
        help_text=_("Three words or more. Other staff can check it; the person does not read it."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
