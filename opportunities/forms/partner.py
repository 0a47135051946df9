"""What a partner types of an activity: its words."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.organisations.models import Organisation
from opportunities.actions.publishing import zip_centre
from opportunities.forms.dates import SHORT
from opportunities.models import Opportunity

TEXT = {"class": "input", "autocomplete": "off"}
ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")

FIELDSETS = (
    (_("About it"), ("organisation", "kind", "title", "summary", "description", "rhythm", "motif")),
    (_("Where"), ("area", "postcode", "place", "getting_there")),
    (_("Who can come"), ("needs", "languages", "interests", "who_comes", "cost", "cautions")),
    (_("How people come"), ("joining", "notice_hours")),
    (_("What people get out of it"), ("goals", "teaches", "uses", "commitment")),
    (_("On the day"), ("ask_for", "bring", "arrival")),
)


class OpportunityForm(forms.ModelForm[Opportunity]):
    """The words of one activity, asked for in six parts.

    A draft needs a kind, a title and a summary. With `to_send` it needs, too, who to ask for and
    where it is, because nobody can come without.
    """

    class Meta:
        model = Opportunity
        fields = [name for _legend, names in FIELDSETS for name in names]
        labels = {
            "kind": _("What is it?"),
            "title": _("What is it called?"),
            "summary": _("What is it, in a sentence or two?"),
            "description": _("What do you do together?"),
            "rhythm": _("How often?"),
            "motif": _("Drawing"),
            "area": _("Part of town"),
            "place": _("Address, and how to find the door"),
            "needs": _("What you offer, and what you don’t ask for"),
            "languages": _("Languages that are spoken"),
            "interests": _("What it is about"),
            "cautions": _("What should people know before?"),
            "joining": _("How do people get a place?"),
            "notice_hours": _("If somebody can’t come, when would you like to know?"),
            "goals": _("What does it help with?"),
            "teaches": _("What can people learn?"),
            "uses": _("Which skills are of use?"),
            "commitment": _("How much of it is there?"),
            "who_comes": _("Who comes?"),
            "ask_for": _("Who should people ask for?"),
            "bring": _("What should people bring or wear?"),
            "arrival": _("What happens on arrival? One step a line"),
        }
        help_texts = {
            "title": _("Say what people do: “Tuesday garden morning”."),
            "summary": _("It stands in the list, under the title."),
            "motif": _("It is shown beside the title. There are no photographs."),
            "area": _("Everybody sees this. Staff need it, or a ZIP code, to publish."),
            "needs": _("Tick only what you are sure of."),
            "cautions": _("Not everybody wants these. Tick what there is, even if only sometimes."),
            "cost": _("“Free” is best. If not, say the price."),
            "ask_for": _("A first name and something easy to spot: “Rosa, in a yellow hat”."),
        }
        error_messages = {
            "kind": {"required": _("Choose what it is")},
            "title": {"required": _("Give it a name")},
            "summary": {"required": _("Say in a sentence what it is")},
            "ask_for": {"required": _("Tell people who to ask for")},
        }
        widgets = {
            "kind": forms.RadioSelect,
            "joining": forms.RadioSelect,
            "notice_hours": forms.Select(attrs={"class": "input input--m"}),
            "title": forms.TextInput(attrs=TEXT),
            "summary": forms.Textarea(attrs={**TEXT, "rows": 2}),
            "description": forms.Textarea(attrs={**TEXT, "rows": 6}),
            "rhythm": forms.TextInput(attrs=SHORT),
            "motif": forms.Select(attrs={"class": "input input--m"}),
            "area": forms.Select(attrs={"class": "input input--m"}),
            "postcode": forms.TextInput(attrs={**SHORT, "inputmode": "numeric"}),
            "place": forms.TextInput(attrs=TEXT),
            "getting_there": forms.TextInput(attrs=TEXT),
            "needs": forms.CheckboxSelectMultiple,
            "languages": forms.CheckboxSelectMultiple,
            "interests": forms.CheckboxSelectMultiple,
            "cautions": forms.CheckboxSelectMultiple,
            "goals": forms.CheckboxSelectMultiple,
            "teaches": forms.CheckboxSelectMultiple,
            "uses": forms.CheckboxSelectMultiple,
            "commitment": forms.Select(attrs={"class": "input input--m"}),
            "who_comes": forms.TextInput(attrs=TEXT),
            "cost": forms.TextInput(attrs=SHORT),
            "ask_for": forms.TextInput(attrs=TEXT),
            "bring": forms.TextInput(attrs=TEXT),
            "arrival": forms.Textarea(attrs={**TEXT, "rows": 4}),
        }

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        to_send: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.to_send = to_send
        self._choose_organisation(organisations)
        kind = self.fields["kind"]
        kind.choices = [choice for choice in kind.choices if choice[0]]  # type: ignore[attr-defined]
        self.fields["motif"].required = self.fields["joining"].required = False
        self.fields["notice_hours"].required = False
        # Not called optional on a fresh page, and not insisted on for a draft.
        self.fields["ask_for"].required = to_send or not self.is_bound

    def _choose_organisation(self, organisations: QuerySet[Organisation]) -> None:
        """Ask for it only if there is a choice; a posting never moves to another organisation."""
        own = list(organisations[:2])
        if self.instance.pk or len(own) == 1:
            del self.fields["organisation"]
            if not self.instance.pk:
                self.instance.organisation = own[0]
            return
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = organisations
        field.label = gettext("For which organisation?")
        field.widget.attrs["class"] = "input"

    def fieldsets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The six parts: a legend and its questions."""
        return [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in FIELDSETS
        ]

    def clean_postcode(self) -> str:
        """Refuse a ZIP code that does not exist: distances would be nonsense."""
        typed: str = self.cleaned_data["postcode"].strip()
        if typed and not (ZIP.fullmatch(typed) and zip_centre(typed)):
            raise forms.ValidationError(gettext("No such ZIP code. Five digits, like 10001"))
        return typed

    def clean_motif(self) -> str:
        """Keep the drawing there is, if none was chosen."""
        return self.cleaned_data["motif"] or self.instance.motif

    def clean_joining(self) -> str:
        """Keep how it was, if nothing was chosen."""
        return self.cleaned_data["joining"] or self.instance.joining

    def clean_notice_hours(self) -> int:
        """Keep how it was, if nothing was chosen."""
        chosen: int | None = self.cleaned_data["notice_hours"]
        return self.instance.notice_hours if chosen is None else chosen

    def clean(self) -> dict[str, Any]:
        """With `to_send`, ask for what nobody can come without."""
        data = super().clean() or self.cleaned_data
        if self.to_send:
            is_online = any(need.slug == "online" for need in data.get("needs") or ())
            has_place = data.get("area") or data.get("postcode") or "postcode" in self.errors
            if not is_online and not has_place:
                self.add_error("area", gettext("Choose a part of town, or give a ZIP code"))
        return data
