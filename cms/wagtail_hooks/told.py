"""Words in the other languages of a site, written beside the original in the forms of Wagtail.

Whole or not at all. Who changes the original alone has not looked at the others: they are kept and
shown to nobody until somebody changes them too, or says that they still hold (decision 40).
"""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import models
from django.forms.models import construct_instance
from django.http import HttpRequest
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from community.people.models import ToldInLanguages, offered_languages
from community.people.models.reading import NAMES

STILL_HOLDS: Final = "still_holds"
LONG_LINE: Final = 150  # characters: more may be typed than one row of a screen shows


def key_of(name: str, code: str) -> str:
    """What the field of a form is called for these words in this language."""
    return f"{name}__{code}"


class LongLine(AdminAutoHeightTextInput):
    """One line that is shown whole, however long it is; it is kept without breaks."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed, on one line."""
        typed = super().value_from_datadict(data, files, name)
        return typed and _plain(typed)


class ToldForm(WagtailAdminModelForm):
    """A form of something told in languages: with fields for each other one, when it is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {*self.instance.TOLD} & {*self.fields}:
            if _is_long_line(self.instance._meta.get_field(name)):
                self.fields[name].widget = LongLine(attrs=self.fields[name].widget.attrs)
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
        if isinstance(of, models.TextField):
            widget: forms.Widget = AdminAutoHeightTextInput()
        else:
            widget = LongLine() if _is_long_line(of) else forms.TextInput()
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
            if code != self.instance.written_in and self._is_sent(code):
                self._write(code, cleaned)
        return cleaned

    def _is_sent(self, code: str) -> bool:
        """Whether the page had these fields: one that was open before they were there, or was made
        by another program, takes no words away that it never showed."""
        return any(self.add_prefix(key_of(name, code)) in self.data for name in self.instance.TOLD)

    def _write(self, code: str, cleaned: dict[str, Any]) -> None:
        kept = self.instance.in_other_languages.get(code, {})
        asked = [name for name, words in self.instance.original.items() if words]
        typed = {name: cleaned.get(key_of(name, code), "") for name in asked}
        for name in asked:
            if why := self.refusal(name, typed[name]):
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
        for name in self.gaps(typed):
            if name not in typed:
                self.add_error(name, _("Write this first: it is told in another language, too."))
            elif key_of(name, code) not in self.errors:
                self.add_error(key_of(name, code), why % {"language": NAMES[code]})

    def gaps(self, typed: dict[str, str]) -> list[str]:
        """What is not said in the other language, of all that is asked."""
        return [name for name, words in typed.items() if not words]

    def refusal(self, name: str, words: str) -> str:
        """Why these words are not taken in any language; empty where they are."""
        return ""


class InAnotherLanguage(Panel):
    """The fields of one other language, each below what the original says."""

    def __init__(self, code: str, is_open: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault(
            "heading", format_lazy(gettext_lazy("In {language}"), language=NAMES[code])
        )
        super().__init__(**kwargs)
        self.code, self.is_open = code, is_open

    def clone_kwargs(self) -> dict[str, Any]:
        """As it was made."""
        return {**super().clone_kwargs(), "code": self.code, "is_open": self.is_open}

    class BoundPanel(Panel.BoundPanel):
        """A field for each that the form asks."""

        template_name = "cms/admin/in_another_language.html"

        def classes(self) -> list[str]:
            """Folded, unless somebody has to look at it, or reviews all that is there."""
            code = self.panel.code
            is_told = self.panel.is_open and code in self.instance.in_other_languages
            is_open = is_told or (self.instance.pk and code in self.form.changed_before)
            return [*super().classes(), *([] if is_open else ["collapsed"])]

        def is_shown(self) -> bool:
            """In the language of the original there is nothing to write, nor beside nothing."""
            if not self.instance.pk:
                return True
            kept = self.instance.in_other_languages
            return self.panel.code in self.form.others and bool(self.form.asked or kept)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Each field with its original; whether all of them are shown to anybody."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            code = self.panel.code
            if self.instance.pk:
                original = self.instance.original
                context["rows"] = [
                    (original[name], self.form[key_of(name, code)]) for name in self.form.asked
                ]
                context["rest"] = self._rest(code)
                context["has_changed"] = code in self.form.changed_before
                context["still_holds"] = self.form[key_of(STILL_HOLDS, code)]
                context["written_in"] = self.instance.written_in
            return context | {"language": NAMES[code], "code": code}

        def _rest(self, code: str) -> list[str]:
            """What is kept and not asked for any more, since the original leaves it empty."""
            kept = self.instance.in_other_languages.get(code, {})
            rest = (kept.get(name) for name in self.instance.TOLD if name not in self.form.asked)
            return [words for words in rest if words]


def in_other_languages(*, is_open: bool = False) -> list[Panel]:
    """A panel for each language of this site; that of the original is not shown. `is_open`: not
    folded where there are words, for who reviews them."""
    codes = [code for code, _name in offered_languages() if code in NAMES]
    return [InAnotherLanguage(code, is_open=is_open) for code in codes]


@hooks.register("after_edit_snippet")
def say_what_is_not_shown(request: HttpRequest, row: Any) -> None:
    """Who changed the original alone reads at once what that means for other languages."""
    if isinstance(row, ToldInLanguages) and any(map(row.has_changed_since, row.in_other_languages)):
        messages.warning(
            request,
            _("What is written in another language is not shown until you look at it again."),
        )


def _is_long_line(field: models.Field[Any, Any]) -> bool:
    is_text = isinstance(field, models.TextField)
    return not is_text and (getattr(field, "max_length", None) or 0) > LONG_LINE


def _plain(words: str) -> str:
    return " ".join(words.split())
