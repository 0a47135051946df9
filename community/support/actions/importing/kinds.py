"""Which of our kinds of help an entry is about, by its terms or else by its words."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from community.support.models import FEATURES, PLACE_IS_SECRET, TOLD, Heading, Service, Term

GOOD: Final = {code: name for name, (_words, code) in FEATURES.items()}
FIELDS: Final = {code: name for name, code in TOLD.items()}
# Words that say what an entry is about, in English and Spanish; by the slug of a kind of help.
SPOKEN: Final = {
    "stay": r"shelter|refuge|safe ?house|housing|hous(?:e|ing) for|accommodation|lodging|"
    r"transitional|domestic violence|trafficking|undisclosed|confidential location|"
    r"albergue|refugio|vivienda|alojamiento|violencia",
    "drink": r"addiction|alcohol|drug|detox|substance|sober|rehab|adicci|droga|desintoxic",
    "healing": r"counsel+ing|therap|trauma|mental health|terapia|consejer",
    "health": r"clinic|doctor|dent(?:al|ist)|medical|m[eé]dic|salud",
    "papers": r"legal|lawyer|immigration|identification|advoca|abogad|inmigraci",
    "work": r"\bjobs?\b|employment|\bcv\b|empleo|trabajo",
    "skills": r"training|course|class(?:es)?\b|school|\besl\b|curso|clases|escuela",
    "money": r"debt|benefits?\b|financ|credit|deuda|dinero",
    "groups": r"support group|peer|grupo de apoyo",
    "daily": r"food|meal|clothes|clothing|pantry|transport|childcare|comida|ropa",
    "talk": r"helpline|hotline|listen|crisis line|l[ií]nea de",
}


@dataclass
class About:
    """What the terms of one entry say."""

    headings: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    says_secret: bool = False  # in so many words
    is_secret: bool = False
    is_guessed: bool = False


@dataclass(frozen=True)
class Known:
    """What an entry already is in the directory."""

    is_secret: bool
    is_decided: bool  # it seems to be secret, and somebody here said that it is not
    headings: tuple[str, ...]


class Kinds:
    """The kinds of help and terms that are here, read once for a whole file."""

    @cached_property
    def headings(self) -> dict[str, Heading]:
        """By slug."""
        return {one.slug: one for one in Heading.objects.all()}

    @cached_property
    def terms(self) -> dict[str, Term]:
        """By code."""
        return {one.code: one for one in Term.objects.select_related("heading")}

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Slugs of kinds of help by what they, or terms under them, are called."""
        named = {one.name.casefold(): one.heading.slug for one in self.terms.values()}
        return named | {one.label.casefold(): one.slug for one in self.headings.values()}

    def about(self, attributes: list[dict[str, Any]], words: str, known: Known | None) -> About:
        """What an entry is about. One that may be a place to stay is taken to be a secret one.

        A file does not undo that an entry is secret here; nor what an editor decided.
        """
        about = About()
        for one in attributes:
            term = one.get("taxonomy_term")
            if isinstance(term, dict):
                self._take(term, str(one.get("value") or ""), about)
        if not about.headings and not (known and known.headings):
            about.headings = [slug for slug in spoken(words) if slug in self.headings][:2]
            about.is_guessed = True
        slugs = about.headings or list(known.headings if known else ())
        about.is_secret = about.says_secret or self.seems_secret(slugs, words)
        if known is not None and known.is_decided:
            about.is_secret = about.says_secret
        about.is_secret |= known is not None and known.is_secret
        return about

    def seems_secret(self, slugs: list[str], words: str) -> bool:
        """Whether it may be somewhere to stay. What nobody can name may be anything."""
        staying = {one.slug for one in self.headings.values() if one.is_about_staying} | {"stay"}
        return not slugs or bool(staying & {*slugs, *spoken(words)})

    def known(self, source: str) -> dict[str, Known]:
        """The entries of a source that are here, by their ids there.

        None that seems secret was ever brought in as an open one: that was an editor.
        """
        rows = Service.objects.filter(source=source).select_related("provider")
        found = {}
        for row in rows.prefetch_related("headings"):
            slugs = [one.slug for one in row.headings.all()]
            words = f"{row.name} {row.summary} {row.description} {row.provider.name}"
            decided = not row.is_confidential and self.seems_secret(slugs, words)
            found[row.source_id] = Known(row.is_confidential, decided, tuple(slugs))
        return found

    def _take(self, term: dict[str, Any], value: str, about: About) -> None:
        """Add what one term says; what we have no word for says nothing."""
        code, name = str(term.get("code") or ""), str(term.get("name") or "")
        if code == PLACE_IS_SECRET:
            about.says_secret = True
        elif code in GOOD:
            about.fields[GOOD[code]] = True
        elif code in FIELDS:
            about.fields[FIELDS[code]] = value
        elif code in self.headings:
            about.headings.append(code)
        elif known := self._nearest(code):
            about.terms.append(known.code)
            about.headings.append(known.heading.slug)
        elif slug := self.by_name.get(name.casefold()):
            about.headings.append(slug)
        about.headings = list(dict.fromkeys(about.headings))

    def _nearest(self, code: str) -> Term | None:
        """The term of a code of Open Eligibility, or the nearest one above it that is here."""
        while code and code not in self.terms:
            code = code.rpartition("-")[0]
        return self.terms.get(code)


def spoken(words: str) -> list[str]:
    """Slugs of kinds of help that words speak of."""
    return [slug for slug in SPOKEN if re.search(SPOKEN[slug], words, re.IGNORECASE)]
