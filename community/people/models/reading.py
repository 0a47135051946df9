"""In which languages something is written, and what whoever reads now reads of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from .person import default_language, offered_languages

# As within a sentence: Spanish writes them small.
NAMES: Final = {
    "en": pgettext_lazy("only in", "English"),
    "es": pgettext_lazy("only in", "Spanish"),
}
SAYS_THE_SAME_AS: Final = "of"  # which original they were written beside, by its mark


@dataclass(frozen=True)
class Another:
    """A language that is not the reader's: its code, for `lang`, and its name in theirs."""

    code: str
    name: str


def another_language(code: str) -> Another | None:
    """The language of this code; None if it is the reader's, or none that is known."""
    if code == get_language() or code not in NAMES:
        return None
    return Another(code, str(NAMES[code]))


class ToldInLanguages(ClusterableModel):
    """Something whose words are written once, and may be written again in other languages.

    `in_other_languages` has, by code of a language, the words of `TOLD` by name, and the mark of
    the original that they were written beside. When the original says something else, they are
    kept for whoever writes and shown to nobody, until somebody has looked at them
    (docs/decisions/0040-activities-and-services-in-two-languages.md).
    """

    TOLD: ClassVar[tuple[str, ...]] = ()

    written_in = models.CharField(
        _("language of these words"),
        max_length=10,
        choices=offered_languages,
        default=default_language,
        help_text=_("Whoever reads another language is told so before they open it."),
    )
    in_other_languages = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def original(self) -> dict[str, str]:
        """Its words as they were written, by name."""
        return {name: getattr(self, name) for name in self.TOLD}

    @property
    def told(self) -> dict[str, str]:
        """Its words by name, in the reader's language where they are written in it."""
        return self.original | (self.words_in(get_language() or "") or {})

    @property
    def another_language(self) -> Another | None:
        """The language of its words, if whoever reads now reads another."""
        return None if self.words_in(get_language() or "") else another_language(self.written_in)

    @property
    def original_language(self) -> Another | None:
        """The language of the original, if whoever reads now reads another: for what is said
        beside it, which nobody tells in a second language."""
        return another_language(self.written_in)

    def words_in(self, code: str) -> dict[str, str] | None:
        """Its words in this other language; None where there are none that still hold."""
        kept = self.in_other_languages.get(code)
        if code == self.written_in or not kept or kept[SAYS_THE_SAME_AS] != mark(self.original):
            return None
        return {name: words for name, words in kept.items() if name in self.TOLD}

    def has_changed_since(self, code: str) -> bool:
        """Whether the original has changed since its words in this language were written:
        they are kept then, and shown to nobody."""
        kept = code != self.written_in and code in self.in_other_languages
        return kept and self.words_in(code) is None

    def write_in(self, code: str, words: Mapping[str, str]) -> None:
        """Set its words in another language; none at all takes the language away.

        What the original leaves empty is left empty in every language.
        """
        original = self.original
        told = {name: words.get(name, "") if original[name] else "" for name in self.TOLD}
        others = {key: kept for key, kept in self.in_other_languages.items() if key != code}
        if any(told.values()):
            others[code] = {SAYS_THE_SAME_AS: mark(original), **told}
        self.in_other_languages = others


def mark(original: Mapping[str, str]) -> str:
    """What tells whether an original still says what it said. Lines that a browser ends in its
    own way say the same."""
    plain = json.dumps({name: words.split() for name, words in original.items()}, sort_keys=True)
    return hashlib.blake2s(plain.encode(), digest_size=8).hexdigest()
