"""An aim, a small step, a milestone: few questions, and only words are needed."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.formats.days import DayField
from community.people.forms.days import DayInput
from community.people.models import Dimension
from opportunities.models import Opportunity

LINE = {"class": "input", "autocomplete": "off"}
CHOICE = {"class": "input input--m", "autocomplete": "off"}
LONGEST_LINE = 200
NOT_ON_THE_LIST = _("That is not on the list. Choose again.")


def _line(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs=LINE),
        error_messages={"required": _("Write a word or two first.")},
    )


class AimForm(forms.Form):
    """What somebody is going for, in their own words, and what it is about if they like."""

    kept_in: ClassVar = {"words": "people.Aim.words", "tag": "people.Aim.tag"}
    words = _line(_("What I’m going for"), _("In your own words, as big or as small as you like."))
    tag = forms.ChoiceField(
        label=_("What it is about"),
        required=False,
        choices=[("", _("Not said")), *Dimension.choices],
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": NOT_ON_THE_LIST},
    )


class StepForm(forms.Form):
    """A small step, and an activity that goes with it if there is one."""

    kept_in: ClassVar = {
        "words": "people.Step.words",
        "activity": "opportunities.StepActivity.opportunity",
    }
    words = _line(_("A small step"), _("Small enough for one day. “Look at the bus times” is one."))
    activity = forms.ChoiceField(
        label=_("What goes with it"),
        help_text=_("Something from your plan. It saves no place and tells nobody."),
        required=False,
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": _("That one is not open now. Choose another, or none.")},
    )

    def __init__(self, *args: Any, activities: Sequence[Opportunity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.public_id): one for one in activities}
        choices = [
            ("", _("Nothing yet")),
            *((key, one.told["title"]) for key, one in self.by_key.items()),
        ]
        activity = self.fields["activity"]
        assert isinstance(activity, forms.ChoiceField)  # noqa: S101 - for the type checker
        activity.choices = choices

    @property
    def opportunity(self) -> Opportunity | None:
        """The activity that was chosen."""
        return self.by_key.get(self.cleaned_data["activity"])


class MilestoneForm(forms.Form):
    """A day, and what it is to whoever names it."""

    kept_in: ClassVar = {"words": "people.Milestone.words", "day": "people.Milestone.day"}
    words = _line(_("What it is to me"), _("“A year in my own flat.” “I rang my sister.”"))
    day = DayField(
        label=_("The day"),
        help_text=_("Any day, behind you or ahead."),
        widget=DayInput(CHOICE),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day like this: 2026-05-04."),
        },
    )
