"""An activity that a mentor thought of, and a yes to one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.mentorship.actions.writing import leads_out
from community.people.models import Aim
from opportunities.actions.suggesting import LeadsOut
from opportunities.models import LONGEST_THOUGHT, Opportunity

LINE = {"class": "input", "autocomplete": "off"}
NOT_ON_THE_LIST = _("Choose one from the list.")


class ThoughtForm(forms.Form):
    """Which activity, and one line with it."""

    activity = forms.ChoiceField(
        label=_("Which one"),
        widget=forms.RadioSelect,
        error_messages={"required": NOT_ON_THE_LIST, "invalid_choice": NOT_ON_THE_LIST},
    )
    words = forms.CharField(
        label=_("One line with it"),
        help_text=_("For the two of you alone. “You said you miss cooking for people.”"),
        required=False,
        max_length=LONGEST_THOUGHT,
        widget=forms.TextInput(attrs=LINE),
    )

    def __init__(self, *args: Any, activities: Sequence[Opportunity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.public_id): one for one in activities}
        _offer(self, "activity", [(key, one.told["title"]) for key, one in self.by_key.items()])

    def clean_words(self) -> str:
        """No link, no address and no number: there is no need of one here."""
        words: str = self.cleaned_data["words"]
        if leads_out(words):
            raise forms.ValidationError(str(LeadsOut()))
        return words

    @property
    def opportunity(self) -> Opportunity:
        """The activity that was chosen."""
        return self.by_key[self.cleaned_data["activity"]]


class YesToItForm(forms.Form):
    """Towards which aim it becomes a step, if towards any."""

    kept_in: ClassVar = {"aim": "opportunities.Suggestion.answer"}
    aim = forms.ChoiceField(
        label=_("Make it a small step?"),
        help_text=_("It saves no place. You do that on the page of the activity."),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_ON_THE_LIST},
    )

    def __init__(self, *args: Any, aims: Sequence[Aim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.public_id): one for one in aims}
        choices = [(key, one.words) for key, one in self.by_key.items()]
        _offer(self, "aim", [("", _("No, I just look at it")), *choices])

    @property
    def chosen(self) -> Aim | None:
        """The aim that was chosen."""
        return self.by_key.get(self.cleaned_data["aim"])


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = choices
