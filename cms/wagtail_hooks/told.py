"""Words in the other languages of a site, written beside the original in the forms of Wagtail.

Whole or not at all. Who changes the original alone has not looked at the others: they are kept and
shown to nobody until somebody changes them too, or says that they still hold (decision 40).
"""

from typing import Any, Final

from django import forms
from django.db import models
from django.forms.models import construct_instance
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from community.people.models import offered_languages
from community.people.models.reading import NAMES

STILL_HOLDS: Final = "still_holds"


def key_of(name: str, code: str) -> str:
    """What the field of a form is called for these words in this language."""
    return f"{name}__{code}"


class ToldForm(WagtailAdminModelForm):
    """A form of something told in languages: with fields for each other one, when it is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As it is stored: what is sent may say that the original is in another language.
        self.others = [code for code, _name in offered_languages() if self._is_other(code)]
        # Of what the original leaves empty nothing is asked.
        self.asked = [name for name, words in self.instance.original.items()
                      if words or self.data.get(self.add_prefix(name))]  # fmt: skip
        self.changed_before = set(filter(self.instance.has_changed_since, self.others))
        for code in self.others:
            kept = self.instance.in_other_languages.get(code, {})
            for name in self.asked:
                self.fields[key_of(name, code)] = self._field(name, code)
                self.initial[key_of(name, code)] = kept.get(name, "")
            self.fields[key_of(STILL_HOLDS, code)] = forms.BooleanField(
                label=_("I have looked at it: it still says the same"), required=False
            )

    def _is_other(self, code: str) -> bool:
        return bool(self.instance.pk) and code in NAMES and code != self.instance.written_in

    def _field(self, name: str, code: str) -> forms.Field:
        """As long as the original may be, and never asked for by itself."""
        of = self.instance._meta.get_field(name)
        is_long = isinstance(of, models.TextField)
        widget = AdminAutoHeightTextInput() if is_long else forms.TextInput()
        widget.attrs |= {"lang": code, "aria-describedby": f"{key_of(name, code)}-original"}
        field: forms.Field = of.formfield(
            required=False, label=capfirst(of.verbose_name), help_text="", widget=widget
        )
        return field

    def clean(self) -> dict[str, Any]:
        """Write the words of each language beside the original as it is sent now."""
        cleaned: dict[str, Any] = super().clean()
        construct_instance(self, self.instance, [*self.instance.TOLD, "written_in"])
        for code in self.others:
            if code != self.instance.written_in:
                self._write(code, cleaned)
        return cleaned

    def _write(self, code: str, cleaned: dict[str, Any]) -> None:
        kept = self.instance.in_other_languages.get(code, {})
        asked = [name for name, words in self.instance.original.items() if words]
        typed = {name: cleaned.get(key_of(name, code), "") for name in asked}
        for name in asked:
            if why := self.refusal(typed[name]):
                self.add_error(key_of(name, code), why)
        is_same = all(_plain(typed[name]) == _plain(kept.get(name, "")) for name in asked)
        if is_same and not cleaned.get(key_of(STILL_HOLDS, code)):
            return
        if any(typed.values()):
            self._ask_for_all(code, typed)
        if not any(key_of(name, code) in self.errors for name in asked):
            self.instance.write_in(code, typed)

    def _ask_for_all(self, code: str, typed: dict[str, str]) -> None:
        why = _("Write this in %(language)s too, or empty all of these.")
        for name, words in typed.items():
            if not words and key_of(name, code) not in self.errors:
                self.add_error(key_of(name, code), why % {"language": NAMES[code]})

    def refusal(self, words: str) -> str:
        """Why these words are not taken in any language; empty where they are."""
        return ""


class InAnotherLanguage(Panel):
    """The fields of one other language, each below what the original says."""

    def __init__(self, code: str, **kwargs: Any) -> None:
        kwargs.setdefault(
            "heading", format_lazy(gettext_lazy("In {language}"), language=NAMES[code])
        )
        super().__init__(**kwargs)
        self.code = code

    def clone_kwargs(self) -> dict[str, Any]:
        """As it was made."""
        return {**super().clone_kwargs(), "code": self.code}

    class BoundPanel(Panel.BoundPanel):
        """A field for each that the form asks."""

        template_name = "cms/admin/in_another_language.html"

        def classes(self) -> list[str]:
            """Folded, unless somebody has to look at it."""
            is_open = self.instance.pk and self.panel.code in self.form.changed_before
            return [*super().classes(), *([] if is_open else ["collapsed"])]

        def is_shown(self) -> bool:
            """In the language of the original there is nothing to write beside it."""
            return not self.instance.pk or self.panel.code in self.form.others

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Each field with its original; whether all of them are shown to anybody."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            code = self.panel.code
            if self.instance.pk:
                original = self.instance.original
                context["rows"] = [
                    (original[name], self.form[key_of(name, code)]) for name in self.form.asked
                ]
                context["has_changed"] = code in self.form.changed_before
                context["still_holds"] = self.form[key_of(STILL_HOLDS, code)]
                context["written_in"] = self.instance.written_in
            return context | {"language": NAMES[code]}


def in_other_languages() -> list[Panel]:
    """A panel for each language of this site; that of the original is not shown."""
    return [InAnotherLanguage(code) for code, _name in offered_languages() if code in NAMES]


def _plain(words: str) -> str:
    return " ".join(words.split())
