"""What the teller of a story answers, on their own page: the least is offered first."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cms.models import Audience, Channel, Image, Naming

INPUT = {"class": "input", "autocomplete": "off"}
# Characters that turn the direction of what follows could make a name read as another one.
one_plain_line = RegexValidator(
    "[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]",
    _("Use letters, numbers and spaces."),
    inverse_match=True,
)
LENGTHS = [(182, _("Half a year")), (365, _("A year")), (730, _("Two years")),
           (1095, _("Three years"))]  # fmt: skip


class CodeWordForm(forms.Form):
    """The word that they agreed on with one of the staff."""

    code_word = forms.CharField(
        label=_("Your code word"),
        help_text=_("The one that you agreed on when you were given the link."),
        max_length=60,
        widget=forms.TextInput(attrs=INPUT | {"spellcheck": "false", "autocapitalize": "none"}),
    )


class RenewForm(forms.Form):
    """Yes again: for how long, and to exactly which words (`seen`)."""

    kept_in: ClassVar = {"lasts": "cms.StoryConsent.expires_at"}

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    lasts = forms.TypedChoiceField(
        label=_("For how long"),
        help_text=_("After that it comes down by itself, unless you say yes again."),
        coerce=int,
        choices=LENGTHS,
        initial=365,
        widget=forms.RadioSelect,
    )

    def clean_lasts(self) -> dt.timedelta:
        """As a length of time."""
        return dt.timedelta(days=self.cleaned_data["lasts"])


class YesForm(RenewForm):
    """Yes to this story, and how far. No name and a drawing stand first."""

    kept_in: ClassVar = {
        "naming": "cms.StoryConsent.naming",
        "alias": "cms.StoryConsent.alias",
        "image": "cms.StoryConsent.image",
        "is_recognised": "cms.StoryConsent.image",
        "channels": "cms.StoryConsent.channels",
        "audience": "cms.StoryConsent.audience",
        "lasts": "cms.StoryConsent.expires_at",
        "reach": "cms.StoryConsent.reach",
    }
    field_order = list(kept_in)
    naming = forms.ChoiceField(
        label=_("Which name stands in it"), choices=Naming.choices, widget=forms.RadioSelect,
        initial=Naming.NONE,
    )  # fmt: skip
    alias = forms.CharField(
        label=_("The name"),
        help_text=_("Only if you chose one. It is printed exactly like this."),
        max_length=60,
        required=False,
        validators=[one_plain_line],
        widget=forms.TextInput(attrs=INPUT),
    )
    image = forms.ChoiceField(
        label=_("Which picture stands beside it"), choices=Image.choices,
        widget=forms.RadioSelect, initial=Image.DRAWN,
    )  # fmt: skip
    is_recognised = forms.BooleanField(
        label=_("I know that people can tell it is me on the photo, and I say yes to that, too."),
        required=False,
    )
    channels = forms.MultipleChoiceField(
        label=_("Where it may stand"),
        help_text=_("Tick each that you want."),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Channel.SITE],
        error_messages={"required": _("Tick at least one, or do not say yes.")},
    )
    audience = forms.ChoiceField(
        label=_("Who may read it here"), choices=Audience.choices, widget=forms.RadioSelect,
        initial=Audience.ACCOUNTS,
    )  # fmt: skip
    reach = forms.CharField(
        label=_("How to reach you safely"),
        help_text=_("Staff use it to ask you again before it ends, and for nothing else."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=INPUT),
    )

    def clean(self) -> dict[str, Any]:
        """A name where one is chosen; the second yes where a photo needs it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("naming") not in (None, Naming.NONE) and not data.get("alias", "").strip():
            self.add_error("alias", _("Write the name, or choose no name."))
        if data.get("image") == Image.KNOWN and not data.get("is_recognised"):
            self.add_error("is_recognised", _("Such a photo needs this second yes. Or choose a "
                                              "drawing."))  # fmt: skip
        return data
