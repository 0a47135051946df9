"""What an organisation tells everybody who has a place on a date."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.forms.enquiries import TEXT, without_ways_elsewhere
from opportunities.models import LONGEST_LINE, Said


class AnnouncementForm(forms.Form):
    """One of a few sentences, and one line at most."""

    says = forms.ChoiceField(
        label=_("What do you want to say?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what to say."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    line = forms.CharField(
        label=_("One line more"),
        help_text=_("Like “about ten minutes” or “the green door at the back”."),
        max_length=LONGEST_LINE,
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )

    def __init__(
        self, *args: Any, sayings: Iterable[Said], language: str = "", **kwargs: Any
    ) -> None:
        """`sayings`: what may be said about this date now. `language`: that of the posting, by
        name, where whoever writes reads another: the line is shown as written in it."""
        super().__init__(*args, **kwargs)
        self.fields["says"].choices = [(one.value, one.label) for one in sayings]  # type: ignore[attr-defined]
        if language:
            more = _("Write it in %(language)s, as the posting is.") % {"language": language}
            self.fields["line"].help_text = f"{self.fields['line'].help_text} {more}"

    def clean_line(self) -> str:
        """No number, address or link."""
        return without_ways_elsewhere(self.cleaned_data["line"])
