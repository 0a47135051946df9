"""What staff write down about a story and its teller."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.models import Topic
from community.formats.days import DayField

OFF = {"autocomplete": "off"}


class BeginForm(forms.Form):
    """Whose story it is: an account by its exact user name, or somebody with a private link."""

    who = forms.CharField(
        label=_("User name of the teller"),
        max_length=60,
        required=False,
        help_text=_("Exactly. Empty for somebody without an account: give them a private link."),
        widget=forms.TextInput(attrs=OFF | {"spellcheck": "false"}),
    )


class TalkForm(forms.Form):
    """What was talked through before a word is written."""

    topics = forms.MultipleChoiceField(
        label=_("We talked about"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All of it, in a talk, with a person they trust if they like."),
    )
    left_on = DayField(
        label=_("Left the programme on"),
        required=False,
        help_text=_("Empty: they take part now. A year has to lie between."),
        widget=AdminDateInput,
    )
    support_person = forms.CharField(
        label=_("Who stands by them"), required=False, max_length=120, widget=forms.TextInput(OFF)
    )
    payment = forms.CharField(
        label=_("What they are paid, and when"),
        required=False,
        max_length=200,
        widget=forms.TextInput(OFF),
    )
    are_places_blurred = forms.NullBooleanField(
        label=_("Places and days are changed"), required=False
    )
    outside = forms.CharField(
        label=_("Copies outside of this site"),
        required=False,
        max_length=2000,
        help_text=_("Where it was printed or sent: we ask there when it is taken back."),
        widget=forms.Textarea(attrs=OFF | {"rows": 2}),
    )


class StoryLinkForm(forms.Form):
    """A private link for somebody without an account."""

    code_word = forms.CharField(
        label=_("Code word"),
        max_length=60,
        help_text=_("Agree on it in person. It is never sent with the link."),
        widget=forms.TextInput(OFF),
    )
    reach = forms.CharField(
        label=_("How to reach them safely"),
        required=False,
        max_length=200,
        widget=forms.TextInput(OFF),
    )


class AllTheSameForm(forms.Form):
    """Why somebody who takes part now may tell their story all the same."""

    note = forms.CharField(
        label=_("Why it is right"),
        max_length=500,
        help_text=_("Three words or more, by another one of the staff than began it."),
        widget=forms.Textarea(attrs=OFF | {"rows": 2}),
    )
