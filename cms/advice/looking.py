"""Looking a page over: headings, words, pictures, links, and how it reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .outline import Outline, Shown, outline_of
from .reading import AT_EASE, reading_of
from .shaming import harm_shown, shaming_word

FILE_NAME: Final = re.compile(
    r"\.(?:jpe?g|png|webp|avif|gif|svg)$|_|^(?:img|dsc|pxl|dcim|image|screenshot)[- ]?\d|^\d+$",
    re.IGNORECASE,
)
SAYS_PICTURE: Final = re.compile(
    r"^(?:an? )?(?:picture|photo|image|drawing)s? of\b|^(?:una? )?(?:foto|imagen|dibujo) de\b",
    re.IGNORECASE,
)
SAYS_NOTHING: Final = frozenset(
    {"here", "click here", "read more", "more", "this link", "link", "this page",
     "aquí", "haz clic aquí", "clic aquí", "leer más", "más", "este enlace"}
)  # fmt: skip
LONG_WITHOUT_HEADING: Final = 300
SENTENCES_SHOWN: Final = 3
BEGINNING: Final = 8  # words of a sentence, so that an editor finds it


@dataclass(frozen=True)
class Advice:
    """One thing to make better. `about` is what it is about, in a word for people."""

    about: str
    says: str


def advice_on(page: Any, *, of_the_teller: bool = False) -> list[Advice]:
    """What to make better on a page, in the order in which it is read.

    `of_the_teller`: the words are somebody's own, and nobody improves them.
    """
    outline = outline_of(page)
    found = [Advice(_("Headings"), says) for says in _of_headings(outline)]
    found += [Advice(_("Pictures"), says) for one in outline.pictures for says in _of_picture(one)]
    found += [Advice(_("Links"), says) for says in _of_links(outline)]
    if not of_the_teller:
        found += [Advice(_("Words"), says) for says in _of_words(outline)]
        found += [Advice(_("Reading"), says) for says in _of_reading(outline, page)]
    return found


def _of_headings(outline: Outline) -> Iterator[str]:
    if any(not one.words for one in outline.headings):
        yield _("A heading has no words. Who listens to the page hears “heading” and then nothing.")
    said = [one for one in outline.headings if one.words]
    for before, one in pairwise(said):
        if one.level > before.level + 1:
            yield _(
                "“%(words)s” skips a level: put a larger heading before it, or make it one."
            ) % {"words": one.words}
    twice = {one.words for one in said if [o.words for o in said].count(one.words) > 1}
    for words in sorted(twice):
        yield _(
            "Two headings are called “%(words)s”. Who jumps by headings cannot tell them apart."
        ) % {"words": words}
    number = sum(len(one.split()) for one in outline.paragraphs)
    if number > LONG_WITHOUT_HEADING and len(said) < 2:
        yield _(
            "The page is long and has no heading. Two or three help people to find their place."
        )


def _of_picture(picture: Shown) -> Iterator[str]:
    said = picture.alt.strip()
    if not said:
        yield _("A picture has no words for those who cannot see it.")
    elif FILE_NAME.search(said):
        yield _("“%(said)s” looks like the name of a file. Say what the picture shows.") % {
            "said": said
        }
    elif SAYS_PICTURE.search(said):
        yield _("“%(said)s”: that it is a picture is said anyway. Begin with what it shows.") % {
            "said": said
        }
    elif said.casefold() == picture.caption.strip().casefold():
        yield _("“%(said)s” stands below the picture, too, and would be heard twice.") % {
            "said": said
        }
    if harm := harm_shown(f"{picture.alt} {picture.caption} {picture.title}"):
        yield _("A picture seems to show harm (“%(word)s”). Choose one of what people do now.") % {
            "word": harm
        }


def _of_links(outline: Outline) -> Iterator[str]:
    for words in outline.links:
        if words.casefold().strip(" .…>»") in SAYS_NOTHING:
            yield _(
                "The link “%(words)s” does not say where it leads. Name what is found there."
            ) % {"words": words}


def _of_words(outline: Outline) -> Iterator[str]:
    if word := shaming_word(outline.words):
        yield _(
            "“%(word)s” makes somebody small. Say who they are or what they do, not what was done "
            "to them: “people who…”."
        ) % {"word": word}


def _of_reading(outline: Outline, page: Any) -> Iterator[str]:
    reading = reading_of(outline.paragraphs, page.locale.language_code)
    if reading.is_hard:
        yield _(
            "Somebody of %(age)d reads this at ease; many of our readers do not. Aim at %(aim)d: "
            "shorter sentences, and words that are said at a kitchen table."
        ) % {"age": reading.age, "aim": AT_EASE}
    for sentence in reading.long[:SENTENCES_SHOWN]:
        words = sentence.split()
        yield ngettext(
            "A sentence of %(number)d word is long. Make two of it: “%(begins)s…”",
            "A sentence of %(number)d words is long. Make two of it: “%(begins)s…”",
            len(words),
        ) % {"number": len(words), "begins": " ".join(words[:BEGINNING])}
