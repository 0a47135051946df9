"""What somebody who would walk with another one is asked. No CV, no photo, no real name."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.mentorship.actions import Referee, words_for
from community.mentorship.models import Gender, Lived, Mentor, Style
from community.people.forms.words import one_plain_line
from community.people.models import slot_choices

TEXT = {"class": "input", "autocomplete": "off"}
LINES = {**TEXT, "rows": 4}
ABOUT = ("motivation", "availability", "slots", "areas", "lived_experience")
BRINGS = (
    "strengths", "interests", "languages", "style", "gender", "survivor_mentor", "online_ok",
    "in_person_ok",
)  # fmt: skip
FROM_LISTS = ("strengths", "interests", "languages", "areas")


def _boxes(label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple
    )


def _dots(label: Any, choices: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=hint, required=False, choices=choices, widget=forms.RadioSelect
    )


def _lines(label: Any, hint: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=1500,
        widget=forms.Textarea(attrs=LINES),
        error_messages={"required": _("Say it in a sentence or two")},
    )


class MentorAnswersForm(forms.Form):
    """What a mentor says of themselves, and may change later."""

    kept_in: ClassVar = {name: f"mentorship.Mentor.{name}" for name in (*ABOUT, *BRINGS)}

    motivation = _lines(_("Why would you like to walk with somebody?"), required=True)
    availability = _lines(
        _("How much time do you have, and for how long?"),
        _("About an hour a week for a year is usual. Less is fine if it is steady."),
    )
    slots = _boxes(_("When you are free"))
    areas = _boxes(_("Parts of town where you could meet"))
    lived_experience = _lines(
        _("Is there something that you have been through and would like to tell us?"),
        _("Only if you like. Nobody has to have been through anything, and nobody is asked again."),
    )
    strengths = _boxes(_("What you can help with"))
    interests = _boxes(_("What you like"))
    languages = _boxes(_("Languages you speak"))
    style = _dots(_("How you are with somebody"), Style.choices)
    gender = _dots(
        _("Are you a woman or a man?"),
        Gender.choices,
        _("Some people would rather walk with one or the other."),
    )
    survivor_mentor = _dots(
        _("Have you been through something like it yourself, and may we say so?"),
        Lived.choices,
        _("Some people wish for somebody who has. Nobody is told more than yes or no."),
    )
    online_ok = forms.BooleanField(label=_("I can meet online"), required=False)
    in_person_ok = forms.BooleanField(
        label=_("I can meet at a public place in town"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FROM_LISTS:
            self._choices(name, words_for(name))
        self._choices("slots", slot_choices())
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("That is not on the list. Choose again.")

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def about(self) -> list[forms.BoundField]:
        """Questions whose answers staff alone read."""
        return self._asked(ABOUT)

    def brings(self) -> list[forms.BoundField]:
        """Questions whose answers whoever is matched reads, too."""
        return self._asked(BRINGS)

    def _asked(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        """These questions, but for a list on which nothing stands yet."""
        fields = [self[name] for name in names]
        return [one for one in fields if getattr(one.field, "choices", True)]

    def clean(self) -> dict[str, Any]:
        """Who meets neither online nor in town meets nobody."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not (data["online_ok"] or data["in_person_ok"]):
            self.add_error("online_ok", _("Choose at least one way to meet."))
        return data

    def answers(self) -> dict[str, Any]:
        """What was answered, by field of the model."""
        return {name: self.cleaned_data[name] for name in (*ABOUT, *BRINGS)}

    @staticmethod
    def initial_of(mentor: Mentor) -> dict[str, Any]:
        """What a mentor has answered so far."""
        return {name: getattr(mentor, name) for name in (*ABOUT, *BRINGS)}


class MentorApplicationForm(MentorAnswersForm):
    """The same, and two people who can tell us about them."""

    kept_in: ClassVar = {
        **MentorAnswersForm.kept_in,
        **{f"{one}_name": "mentorship.MentorReference.name" for one in ("first", "second")},
        **{f"{one}_address": "mentorship.MentorReference.address" for one in ("first", "second")},
    }

    first_name = forms.CharField(
        label=_("Somebody who knows you: what is their name?"),
        max_length=80,
        validators=[one_plain_line],
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": _("Name the first of two people who know you")},
    )
    first_address = forms.EmailField(
        label=_("Their e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs=TEXT),
        error_messages={"required": _("Give the e-mail of the first one")},
    )
    second_name = forms.CharField(
        label=_("Somebody else who knows you: what is their name?"),
        max_length=80,
        validators=[one_plain_line],
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": _("Name the second of two people who know you")},
    )
    second_address = forms.EmailField(
        label=_("Their e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs=TEXT),
        error_messages={"required": _("Give the e-mail of the second one")},
    )

    def referees(self) -> list[Referee]:
        """The two people who can tell us about them."""
        data = self.cleaned_data
        return [
            Referee(data[f"{one}_name"].strip(), data[f"{one}_address"])
            for one in ("first", "second")
        ]

    def people(self) -> list[forms.BoundField]:
        """The four questions about these two."""
        names = ("first_name", "first_address", "second_name", "second_address")
        return [self[name] for name in names]
