"""Who and what somebody keeps away from themselves."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.organisations.actions import avoid
from community.organisations.models import Organisation
from community.organisations.permissions import visible_organisations
from community.people.models import User
from community.safety.actions import TooMany, keep_name_away, tell_of_somebody
from opportunities.actions.apart import avoid_area
from opportunities.models import Area

SAVED = _("Saved.")
# Not more than is true: until staff have read it, a date where the other one has a place is open.
NOTED = _(
    "Noted. If that name is here, you two are kept apart: now where you have a place, and "
    "everywhere when staff have read this today."
)
TOLD = _("Staff read this today. You don’t have to do anything else.")


def _line(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off", **more})


class ApartForm(forms.Form):
    """One thing to keep away. `said`: what the page says when it is kept."""

    said: Any = SAVED

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.what}-%s"  # several forms stand on one page
        super().__init__(*args, **kwargs)
        self.by = by

    what = ""

    def keep(self, now: dt.datetime) -> None:
        """Do what was asked for. Raises TooMany."""
        raise NotImplementedError


class OrganisationForm(ApartForm):
    """By its name, or by the number that the button on an activity's page sends."""

    what = "organisation"
    kept_in: ClassVar = {"organisation": "organisations.AvoidedOrganisation.organisation"}
    organisation = forms.CharField(
        label=_("An organisation"),
        help_text=_("Its name, as it stands on its activities. They are not told."),
        max_length=160,
        error_messages={"required": _("Write the name of the organisation.")},
        widget=_line(),
    )

    def clean_organisation(self) -> Organisation:
        """The organisation. Only those that anybody may see are found."""
        given = self.cleaned_data["organisation"].strip()
        seen = visible_organisations(self.by)
        try:
            found = seen.filter(public_id=uuid.UUID(given)).first()
        except ValueError:
            found = seen.filter(name__iexact=given).first()
        if found is None:
            raise forms.ValidationError(
                _("We know none of that name. There is a button on the page of each activity.")
            )
        return found

    def keep(self, now: dt.datetime) -> None:
        """Keep it away."""
        avoid(organisation=self.cleaned_data["organisation"], by=self.by, now=now)


class AreaForm(ApartForm):
    """A part of town."""

    what = "area"
    kept_in: ClassVar = {"area": "opportunities.AvoidedArea.area"}
    area = forms.ModelChoiceField(
        label=_("A part of town"),
        help_text=_(
            "Support groups stay on your list: where they meet is told to nobody before they "
            "have a place."
        ),
        queryset=Area.objects.all(),
        to_field_name="slug",
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose a part of town.")},
        widget=forms.Select(attrs={"class": "input", "autocomplete": "off"}),
    )

    def keep(self, now: dt.datetime) -> None:
        """Keep what is there away."""
        avoid_area(area=self.cleaned_data["area"], by=self.by, now=now)


class NameForm(ApartForm):
    """Somebody by their user name. The answer never says whether anybody has it."""

    what = "name"
    kept_in: ClassVar = {"name": "safety.TypedName.name"}
    said = NOTED
    name = forms.CharField(
        label=_("A person whose user name you know"),
        help_text=_(
            "They can’t get a place where you have one. They read that the date is full, and then "
            "it is full for everybody. If they try many dates, they could still guess. Staff read "
            "this today and make it work both ways. We never say whether a name is here."
        ),
        max_length=60,
        error_messages={"required": _("Write the user name.")},
        widget=_line(autocapitalize="none", spellcheck="false"),
    )

    def keep(self, now: dt.datetime) -> None:
        """Note the name."""
        keep_name_away(name=self.cleaned_data["name"], by=self.by, now=now)


class WordsForm(ApartForm):
    """Somebody, described to staff."""

    what = "words"
    kept_in: ClassVar = {"words": "safety.Task.note"}
    said = TOLD
    words = forms.CharField(
        label=_("Someone I must not meet"),
        help_text=_(
            "Tell staff in your own words: a name, or how to know them. You don’t have to say why."
        ),
        max_length=1000,
        error_messages={"required": _("Write a few words.")},
        widget=forms.Textarea(
            attrs={"class": "input input--short", "rows": 3, "autocomplete": "off"}
        ),
    )

    def keep(self, now: dt.datetime) -> None:
        """Tell staff."""
        tell_of_somebody(words=self.cleaned_data["words"], by=self.by, now=now)


FORMS: dict[str, type[ApartForm]] = {
    form.what: form for form in (OrganisationForm, AreaForm, NameForm, WordsForm)
}
__all__ = ["FORMS", "ApartForm", "TooMany"]
