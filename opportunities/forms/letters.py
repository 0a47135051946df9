"""A new letter of hours, and the code of one."""

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.people.forms.days import DayInput
from opportunities.actions.letters import unprintable
from opportunities.models import Kind

NAME, CODE = 80, 60
MOST_NAMES = 10  # a letter is one page


class LetterForm(forms.Form):
    """What stands in the letter. Kinds and organisations are ticked one by one, or left out."""

    kept_in: ClassVar = {
        name: f"opportunities.Letter.{name}"
        for name in ("name", "since", "until", "kinds", "organisations")
    }
    name = forms.CharField(
        label=_("Name in the letter"),
        help_text=_("As you want it to be read. It is kept for this letter alone."),
        max_length=NAME,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    since = DayField(label=_("From"), widget=DayInput)
    until = DayField(label=_("Until"), widget=DayInput)
    kinds = forms.MultipleChoiceField(
        label=_("Say what kind of thing it was?"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organisations = forms.MultipleChoiceField(
        label=_("Name any of these organisations?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, organisations: Collection[str], today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [(name, name) for name in sorted(set(organisations)) if not unprintable(name)]
        self.fields["organisations"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["organisations"]

    def clean_name(self) -> str:
        """Only what the letter's own type can write."""
        name: str = self.cleaned_data["name"]
        odd = unprintable(name)
        if odd:
            said = _("We cannot print these letters yet: %(letters)s") % {"letters": odd}
            raise forms.ValidationError(said)
        return name

    def clean_organisations(self) -> list[str]:
        """Not more than fit on the page."""
        names: list[str] = self.cleaned_data["organisations"]
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(_("Tick ten at most: a letter is one page."))
        return names

    def clean(self) -> dict[str, Any]:
        """Days that have been, in their order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if until and until > self.today:
            self.add_error("until", _("Choose today or a day before."))
        elif since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        return data


class CodeOfLetterForm(forms.Form):
    """The code of a letter that somebody was shown."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The 20 letters and digits in the letter, with or without the lines."),
        max_length=CODE,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
