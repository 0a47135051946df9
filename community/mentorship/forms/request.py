"""What somebody is asked who would like a mentor. Every question may stay open."""

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from community.mentorship.actions import words_for
from community.mentorship.models import Meets, MentorshipRequest, Style
from community.people.models import slot_choices

TEXT: Final = {"class": "input", "autocomplete": "off"}
WORDS: Final = ("first_goal", "second_goal", "third_goal")
TAGS: Final = ("first_tag", "second_tag", "third_tag")
OFFERED: Final = ("first_goal", "first_tag", "second_goal", "second_tag", "third_goal", "third_tag",
                  "languages", "slots", "meets")  # fmt: skip
OF_STAFF: Final = (
    "interests", "areas", "style", "survivor_mentor", "survivor_is_must", "gender", "language",
    "remote_only", "avoided_areas",
)  # fmt: skip
FROM_LISTS: Final = {
    "interests": "interests", "languages": "languages", "areas": "areas", "avoided_areas": "areas",
}  # fmt: skip
NOT_SAID: Final = ("", _("It doesn’t matter"))


def _boxes(label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple
    )


def _dots(label: Any, choices: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=hint, required=False, choices=choices, widget=forms.RadioSelect
    )


def _line(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=200, widget=forms.TextInput(attrs=TEXT)
    )


def _list(label: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={**TEXT, "class": "input input--m"})
    return forms.ChoiceField(label=label, required=False, widget=widget)


class RequestForm(forms.Form):
    """All of it on one page."""

    kept_in: ClassVar = {
        name: f"mentorship.MentorshipRequest.{name}"
        for name in (*OFFERED, "just_looking", *OF_STAFF)
    }

    first_goal = _line(_("What would you like to do, in your own words?"))
    first_tag = _list(_("Closest to"))
    second_goal = _line(_("Something else?"))
    second_tag = _list(_("Closest to"))
    third_goal = _line(_("And a third thing?"))
    third_tag = _list(_("Closest to"))
    languages = _boxes(_("Languages I like to talk in"))
    slots = _boxes(_("When I could meet"))
    meets = _dots(_("How I would like to meet"), [NOT_SAID, *Meets.choices])
    just_looking = forms.BooleanField(
        label=_("I’m just looking for now"),
        help_text=_("Nobody is suggested to you until you take this away."),
        required=False,
    )
    interests = _boxes(_("What I like"))
    areas = _boxes(_("Parts of town where I could meet"))
    style = _dots(_("What helps me most"), [NOT_SAID, *Style.choices])
    survivor_mentor = _dots(
        _("Somebody who has been through something like it?"),
        [NOT_SAID, ("yes", _("Yes, if you can")), ("no", _("I would rather not"))],
    )
    survivor_is_must = forms.BooleanField(label=_("It has to be so"), required=False)
    gender = _dots(
        _("Does it have to be a woman, or a man?"),
        [NOT_SAID, ("woman", _("A woman")), ("man", _("A man"))],
    )
    language = _list(_("Does it have to be in one language?"))
    remote_only = forms.BooleanField(label=_("Only on the phone or online"), required=False)
    avoided_areas = _boxes(_("Parts of town that I keep away from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, vocabulary in FROM_LISTS.items():
            self._choices(name, words_for(vocabulary))
        goals = [("", _("Not said")), *words_for("strengths")]
        for name in TAGS:
            self._choices(name, goals)
        self._choices("language", [NOT_SAID, *words_for("languages")])
        self._choices("slots", slot_choices())
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("That is not on the list. Choose again.")

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def offered(self) -> list[forms.BoundField]:
        """Questions whose answers whoever is asked to walk with them reads, too."""
        return [self[name] for name in OFFERED]

    def of_staff(self) -> list[forms.BoundField]:
        """Questions whose answers the staff who look after them read."""
        return [self[name] for name in OF_STAFF]

    def answers(self) -> dict[str, Any]:
        """What was answered, by field of the model."""
        return {name: self.cleaned_data[name] for name in self.kept_in}

    @classmethod
    def initial_of(cls, row: MentorshipRequest | None) -> dict[str, Any]:
        """What they have answered so far."""
        return {name: getattr(row, name) for name in cls.kept_in} if row else {}
