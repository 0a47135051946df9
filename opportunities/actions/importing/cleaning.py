"""Making other people's text fit to show: plain, short enough, without ways around the site."""

import re
import unicodedata
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Final

from django.utils.translation import gettext as _

Note = Callable[[str, str], None]  # takes a column and a reason

EMAIL: Final = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-z]{2,24}\b", re.IGNORECASE)
LINK: Final = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"]+[^\s<>\".,;:!?)]", re.IGNORECASE)
PHONE: Final = re.compile(r"(?<![\d.])(?:\+?1[-. ])?\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?!\d)")
# A number before a street: "348 East 54th street", "171 West 85 Street", "346 Broadway", "392 Asser
# Levy Place". Words that are also said of other things count with a capital only.
_BETWEEN: Final = r"(?<![\d,.$])\b\d{1,5}(?:-\d{1,4})?[a-zA-Z]?,?\s+"
STREET: Final = re.compile(
    rf"{_BETWEEN}(?:[\w.'’]+\s+){{0,3}}?(?i:street|avenue|ave|boulevard|blvd|broadway)\b"
    rf"|{_BETWEEN}(?:(?:[A-Z][\w.'’]*|\d{{1,3}}(?:st|nd|rd|th)?)\s+){{1,3}}"
    r"(?:St|Road|Rd|Lane|Ln|Place|Pl|Drive|Dr|Parkway|Pkwy|Square|Sq|Terrace|Court|Ct|Way)\b"
)
KEPT_SIGNS: Final = "\n\t\u200c\u200d"  # the joiners spell words in Persian and Hindi
IN_BRACKETS: Final = r"\(\s*{}\s*\)|{}"


class _TextOf(HTMLParser):
    """Collects what a reader would see of HTML."""

    SILENT = ("script", "style", "template")
    NEW_LINE = ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.found = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = True
        self.silent += tag in self.SILENT
        if tag in self.NEW_LINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in self.SILENT))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain(text: str, *, column: str, note: Note) -> str:
    """Text without tags, entities and control characters; blank lines and spaces collapsed."""
    text = without_controls(text)
    if "<" in text:
        parser = _TextOf()
        parser.feed(text)
        parser.close()
        text = "".join(parser.parts)
        if parser.found:
            note(column, _("HTML was turned into plain text."))
    lines = (" ".join(line.split()) for line in unescape(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_controls(text: str) -> str:
    """The same text without NUL bytes and invisible or text-turning characters."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign in KEPT_SIGNS or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    )


def one_line(text: str, *, column: str, note: Note) -> str:
    """Plain text on one line."""
    return " ".join(plain(text, column=column, note=note).split())


def without_contacts(text: str, *, column: str, note: Note) -> str:
    """Text whose e-mail addresses, phone numbers and links give way to "ask through this site".

    A participant who writes to a stranger's address is outside every protection of the site.
    """
    for pattern, reason in (
        (EMAIL, _("An e-mail address was taken out: people ask through this site.")),
        (LINK, _("A link was taken out: people ask through this site.")),
        (PHONE, _("A phone number was taken out: people ask through this site.")),
    ):
        bracketed = IN_BRACKETS.format(pattern.pattern, pattern.pattern)
        text, found = re.subn(bracketed, _("(ask through this site)"), text, flags=pattern.flags)
        if found:
            note(column, reason)
    return text


def shortened(text: str, longest: int) -> str:
    """Text of at most `longest` characters, cut after a word and marked with "…"."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    if not text[longest - 1].isspace():
        kept = re.sub(r"(?<=\S)\s+\S*$", "", kept)
    return kept.rstrip(" ,;:-–—") + "…"
