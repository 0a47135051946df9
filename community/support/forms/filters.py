"""The filters of the directory, read from an address that anyone may type."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.support.matching import Wanted
from community.support.models import FEATURES, Heading, SpokenLanguage

MOST_LETTERS = 120


class KindField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A kind of help, in the reader's language where it is one that a site starts with."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext(obj.label)


class HelpFilterForm(forms.Form):
    """A plain form; what it is sent with stands in the address, and nowhere else.

    What nobody offers here is left out without a word: an old link still leads somewhere.
    """

    kind = KindField(
        label=_("Kind of help"),
        queryset=Heading.objects.all(),
        to_field_name="number",
        required=False,
        empty_label=_("All kinds"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "autocomplete": "off"}),
    )
    good = forms.MultipleChoiceField(
        label=_("Good to know"),
        choices=[(code, words) for words, code in FEATURES.values()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    open = forms.BooleanField(label=_("Open now"), required=False)
    free = forms.BooleanField(label=_("Free"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = SpokenLanguage.objects.filter(service__is_live=True).order_by("name")
        choices = dict(spoken.values_list("code", "name"))
        self.fields["lang"] = forms.ChoiceField(
            label=_("Language spoken"),
            choices=[("", _("Any")), *choices.items()],
            required=False,
            widget=forms.Select(attrs={"class": "input"}),
        )

    @property
    def wanted(self) -> Wanted:
        """What is asked for; of what cannot be read, nothing."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            heading=said.get("kind"),
            words=said.get("q", ""),
            good=tuple(said.get("good", ())),
            language=said.get("lang", ""),
            is_free=said.get("free", False),
            is_open_now=said.get("open", False),
        )
