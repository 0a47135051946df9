"""What somebody looks for, in small parts. Every question may stay unanswered."""

from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from opportunities.forms.filters import MILES, centre_of
from opportunities.models import PARTS, Alerts, Commitment, LookingFor, slot_choices

GOALS = ("first_goal", "second_goal", "third_goal")
BOXES = ("interests", "hard_noes", "must_haves", "supports", "learn", "use")
SELECT = {"class": "input input--m", "autocomplete": "off"}
PARTS_OF_THE_FORM = (
    (_("What I want out of it"), (*GOALS, "interests")),
    (_("What I never want, and what has to be there"), ("hard_noes", "must_haves", "supports")),
    (_("When and where"), ("slots", "area", "postcode", "miles")),
    (_("What I can and what I would like to learn"), ("learn", "use", "commitments")),
    (_("When something new fits"), ("alerts",)),
)


class LookingForForm(forms.ModelForm[LookingFor]):
    """All questions of one page. What was typed stays, whatever is wrong with it."""

    slots = forms.MultipleChoiceField(label=_("When I’m free"), required=False)
    commitments = forms.MultipleChoiceField(
        label=_("How much of it"),
        required=False,
        choices=Commitment.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    miles = forms.TypedChoiceField(
        label=_("How far I go"),
        help_text=_("Counts together with a part of town or a ZIP code."),
        required=False,
        choices=[("", _("Not said")), *MILES],
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs=SELECT),
    )
    postcode = forms.CharField(
        label=_("Or a ZIP code to start from"),
        help_text=_("Any one nearby does. It is stored locked, and its middle is all we use."),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={**SELECT, "inputmode": "numeric"}),
    )

    kept_in: ClassVar = {
        name: f"opportunities.LookingFor.{name}"
        for _part, names in PARTS_OF_THE_FORM
        for name in names
    }

    class Meta:
        model = LookingFor
        fields = [name for _legend, names in PARTS_OF_THE_FORM for name in names]
        labels = {
            "alerts": _("Tell me when something that fits opens"),
            "first_goal": _("What I want most"),
            "second_goal": _("Then"),
            "third_goal": _("And then"),
            "interests": _("What I like"),
            "hard_noes": _("What I never want"),
            "must_haves": _("What has to be there"),
            "supports": _("What would help me"),
            "area": _("Part of town to start from"),
            "learn": _("What I would like to learn"),
            "use": _("What I can do and would like to use"),
        }
        help_texts = {
            "alerts": _(
                "The way you chose under “How we may reach you”, and never more than that there "
                "is something new. It needs a few answers above."
            ),
            "hard_noes": _("Whatever says that it has one of these is not suggested to you."),
            "must_haves": _("Whatever doesn’t say that it has all of these is not suggested."),
            "supports": _("Nice to have. Nothing is left out because of it."),
        }
        widgets = {
            **{name: forms.Select(attrs=SELECT) for name in (*GOALS, "area")},
            **dict.fromkeys(BOXES, forms.CheckboxSelectMultiple),
            "alerts": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slots = self.fields["slots"]
        assert isinstance(slots, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        slots.choices = slot_choices()
        self.fields["alerts"].required = False
        for name in (*GOALS, "area"):
            self.fields[name].empty_label = _("Not said")  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("That is not on the list. Choose again.")

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The parts of the form: a heading and its questions."""
        return [(legend, [self[name] for name in names]) for legend, names in PARTS_OF_THE_FORM]

    def days(self) -> list[dict[str, Any]]:
        """Each weekday with its three boxes, for the template."""
        chosen = self["slots"].value() or []
        return [
            {
                "name": name,
                "parts": [
                    {"value": f"{day}-{part}", "label": label, "on": f"{day}-{part}" in chosen}
                    for part, label, _ends in PARTS
                ],
            }
            for day, name in WEEKDAYS.items()
        ]

    def clean_postcode(self) -> str:
        """A ZIP code that exists, or nothing."""
        typed: str = self.cleaned_data["postcode"].strip()
        if typed and centre_of(typed[:5]) is None:
            raise forms.ValidationError(_("There is no ZIP code like that. Check the five digits."))
        return typed[:5]

    def clean_alerts(self) -> str:
        """Not answering is "never"."""
        return self.cleaned_data["alerts"] or Alerts.NEVER

    def clean(self) -> dict[str, Any]:
        """The same goal twice is a slip."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        named = [(name, data[name]) for name in GOALS if data.get(name)]
        for at, (name, goal) in enumerate(named):
            if goal in [before for _name, before in named[:at]]:
                self.add_error(name, _("You named this one already. Choose another or none."))
        answered = [name for name, value in data.items() if value and name != "alerts"]
        if not answered and not self.errors and data.get("alerts") != Alerts.NEVER:
            self.add_error("alerts", _("Answer something above first, so that we know what fits."))
        return data
