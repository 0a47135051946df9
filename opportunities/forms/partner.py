"""What a partner types of an activity: its words, step by step."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from community.organisations.models import Organisation
from community.people.models import offered_languages
from opportunities.actions.publishing import zip_centre
from opportunities.actions.writing import NO_ASK_FOR, NO_SUMMARY
from opportunities.forms.dates import SHORT
from opportunities.models import Opportunity

TEXT = {"class": "input", "autocomplete": "off"}
ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")


@dataclass(frozen=True)
class Step:
    """One screen of the words: its place in the address, its heading and its questions."""

    slug: str
    short: Any
    heading: Any
    names: tuple[str, ...]
    lead: Any = ""


STEPS = (
    Step(
        "about",
        _("About"),
        _("About it"),
        ("kind", "title", "summary", "description", "rhythm", "motif", "written_in"),
    ),
    Step("where", _("Where"), _("Where"), ("area", "postcode", "place", "getting_there")),
    Step(
        "who",
        _("Who"),
        _("Who can come"),
        ("needs", "languages", "interests", "who_comes", "cost", "cautions"),
        _("Each thing you can offer opens the door to someone."),
    ),
    Step("joining", _("Places"), _("How people come"), ("joining", "notice_hours")),
    Step(
        "gains",
        _("Gains"),
        _("What people get out of it"),
        ("goals", "teaches", "uses", "commitment"),
    ),
    Step("day", _("The day"), _("On the day"), ("ask_for", "bring", "arrival", "rules")),
)
WORDS = tuple(name for step in STEPS for name in step.names)


def step_of(name: str) -> Step:
    """The step that asks for this."""
    return next(step for step in STEPS if name in step.names)


class OpportunityForm(forms.ModelForm[Opportunity]):
    """One step of the words of an activity.

    What is wrong is never kept; what is only not there yet is asked for when somebody goes on to
    the next step, and not when they come back later.
    """

    class Meta:
        model = Opportunity
        fields = WORDS
        labels = {
            "kind": _("What is it?"),
            "title": _("What is it called?"),
            "summary": _("What is it, in a sentence or two?"),
            "description": _("What do you do together?"),
            "rhythm": _("How often?"),
            "motif": _("Drawing"),
            "written_in": _("In which language do you write this?"),
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
            "rules": _("Are there rules of the room? One a line"),
        }
        help_texts = {
            "title": _("Say what people do: “Tuesday garden morning”."),
            "summary": _("It stands in the list, under the title."),
            "motif": _("It is shown beside the title. There are no photographs."),
            "written_in": _("Whoever reads another language is told so before they open it."),
            "area": _("Everybody sees this. Staff need it, or a ZIP code, to publish."),
            "needs": _("Tick only what you are sure of."),
            "cautions": _("Not everybody wants these. Tick what there is, even if only sometimes."),
            "cost": _("“Free” is best. If not, say the price."),
            "place": _("Online: the link. Only who has a place reads it."),
            "rules": _("Everybody reads them before they ask for a place. Short is best."),
            "ask_for": _("A first name and something easy to spot: “Rosa, in a yellow hat”."),
        }
        error_messages = {
            "kind": {"required": _("Choose what it is")},
            "title": {"required": _("Give it a name")},
            "summary": {"required": NO_SUMMARY},
            "ask_for": {"required": NO_ASK_FOR},
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
            "written_in": forms.Select(attrs={"class": "input input--m"}),
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
            "rules": forms.Textarea(attrs={**TEXT, "rows": 4}),
        }

    def __init__(self, *args: Any, step: Step, goes_on: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.goes_on = goes_on
        for name in set(self.fields) - set(step.names):
            del self.fields[name]
        if "kind" in self.fields:
            _offer_kinds(self.fields["kind"])
            self.fields["motif"].required = False
            self.fields["written_in"].required = False
            self.fields["summary"].required = goes_on
        if len(offered_languages()) < 2:
            self.fields.pop("written_in", None)
        if "joining" in self.fields:
            self.fields["joining"].required = self.fields["notice_hours"].required = False
        if "ask_for" in self.fields:
            self.fields["ask_for"].required = goes_on

    def right_words(self) -> dict[str, Any]:
        """What was changed and is right, to be kept even if something beside it is wrong."""
        right = self.cleaned_data
        return {name: right[name] for name in self.changed_data if name in right}

    def clean_postcode(self) -> str:
        """Refuse a ZIP code that does not exist: distances would be nonsense."""
        typed: str = self.cleaned_data["postcode"].strip()
        if typed and not (ZIP.fullmatch(typed) and zip_centre(typed)):
            raise forms.ValidationError(gettext("No such ZIP code. Five digits, like 10001"))
        return typed

    def clean_motif(self) -> str:
        """Keep the drawing there is, if none was chosen."""
        return self.cleaned_data["motif"] or self.instance.motif

    def clean_written_in(self) -> str:
        """Keep how it was, if nothing was chosen."""
        return self.cleaned_data["written_in"] or self.instance.written_in

    def clean_joining(self) -> str:
        """Keep how it was, if nothing was chosen."""
        return self.cleaned_data["joining"] or self.instance.joining

    def clean_notice_hours(self) -> int:
        """Keep how it was, if nothing was chosen."""
        chosen: int | str = self.cleaned_data["notice_hours"]
        return self.instance.notice_hours if chosen == "" else int(chosen)


class StartForm(forms.ModelForm[Opportunity]):
    """What a posting starts with: its kind and its name, and for whom if there is a choice."""

    class Meta:
        model = Opportunity
        fields = ("organisation", "kind", "title")
        labels = {name: OpportunityForm.Meta.labels[name] for name in ("kind", "title")}
        help_texts = {"title": OpportunityForm.Meta.help_texts["title"]}
        error_messages = {
            name: OpportunityForm.Meta.error_messages[name] for name in ("kind", "title")
        }
        widgets = {"kind": forms.RadioSelect, "title": forms.TextInput(attrs=TEXT)}

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_kinds(self.fields["kind"])
        if get_language() in dict(offered_languages()):
            self.instance.written_in = get_language()
        own = list(organisations[:2])
        if len(own) == 1:
            del self.fields["organisation"]
            self.instance.organisation = own[0]
            return
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = organisations
        field.label = gettext("For which organisation?")
        field.widget.attrs["class"] = "input"


def _offer_kinds(field: forms.Field) -> None:
    """The kinds, without an empty choice."""
    field.choices = [choice for choice in field.choices if choice[0]]  # type: ignore[attr-defined]
