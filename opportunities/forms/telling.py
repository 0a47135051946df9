"""What a posting says, asked again in another language: the original stands beside each answer."""

from typing import Any

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.people.models.reading import mark
from opportunities.models import Opportunity

from .partner import OpportunityForm

LONG = {"description": 6, "summary": 2, "arrival": 4, "rules": 4}


class TellingForm(forms.Form):
    """Every text that the original has, and no other; all of them, since half a page is no page."""

    def __init__(self, data: Any = None, *, posting: Opportunity, language: str) -> None:
        super().__init__(data)
        self.posting, self.language = posting, language
        self.beside = mark(posting.original)
        kept: dict[str, str] = posting.in_other_languages.get(language, {})
        for name, said in posting.original.items():
            if said:
                self.fields[name] = question(posting, name, language)
                self.initial[name] = kept.get(name) or known(said, language)

    def clean(self) -> dict[str, Any]:
        """Hold them to what an original is held to, beside the original that was read."""
        words: dict[str, Any] = super().clean() or {}
        for name, why in self.posting.refused_in(words).items():
            for each in why:
                self.add_error(name, each)
        if self.data.get("beside") != self.beside:
            self.add_error(
                None,
                _("The original has changed while you wrote. Look at it again, and then save."),
            )
        return words


def question(posting: Opportunity, name: str, language: str) -> forms.CharField:
    """The question of the original, with what it says there."""
    field: Any = posting._meta.get_field(name)
    attrs = {"class": "input", "autocomplete": "off", "lang": language}
    widget = (
        forms.Textarea({**attrs, "rows": LONG[name]}) if name in LONG else forms.TextInput(attrs)
    )
    return forms.CharField(
        label=OpportunityForm.Meta.labels.get(name) or capfirst(field.verbose_name),
        max_length=field.max_length,
        widget=widget,
        help_text=format_html(
            '{} <span lang="{}">{}</span>',
            _("The original:"),
            posting.written_in,
            linebreaksbr(getattr(posting, name), autoescape=True),
        ),
        error_messages={"required": _("Say this, too: the original does")},
    )


def known(said: str, language: str) -> str:
    """Words that the site itself says in both languages, as "Free"; else nothing."""
    with override(language):
        told = _(said)
    return "" if told == said else told
