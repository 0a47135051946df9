"""A page as somebody reads it from top to bottom: headings, paragraphs, pictures and links."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

from wagtail.fields import StreamField
from wagtail.rich_text import RichText

# What stands in these is written elsewhere, and changes by itself.
OF_OTHERS: Final = frozenset({"activities", "directory", "story", "numbers"})
ENDS: Final = frozenset({"p", "li", "h1", "h2", "h3", "h4", "br", "div", "blockquote", "ul", "ol"})
INNER: Final = frozenset({"steps", "points", "doors"})
HEADINGS: Final = re.compile(r"h([1-6])")


@dataclass(frozen=True)
class Heading:
    """A heading and its level; the title of the page is 1."""

    level: int
    words: str


@dataclass(frozen=True)
class Shown:
    """A picture: what is said of it, its title in the library, its caption."""

    alt: str
    title: str
    caption: str


@dataclass
class Outline:
    """All that an editor wrote on a page."""

    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Every word of it, for who looks for one."""
        seen = [picture.alt + " " + picture.caption for picture in self.pictures]
        return "\n".join([*(one.words for one in self.headings), *self.paragraphs, *seen])


class _Text(HTMLParser):
    """Reads rich text into an outline."""

    def __init__(self, into: Outline) -> None:
        super().__init__()
        self.into = into
        self.run: list[str] = []
        self.level = 0
        self.link: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ENDS:
            self.end()
        if found := HEADINGS.fullmatch(tag):
            self.level = int(found[1])
        if tag == "a":
            self.link = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.link is not None:
            self.into.links.append(" ".join("".join(self.link).split()))
            self.link = None
        if HEADINGS.fullmatch(tag):
            self.into.headings.append(Heading(self.level, " ".join("".join(self.run).split())))
            self.run, self.level = [], 0
        elif tag in ENDS:
            self.end()

    def handle_data(self, data: str) -> None:
        self.run.append(data)
        if self.link is not None:
            self.link.append(data)

    def end(self) -> None:
        """What was read so far is a paragraph."""
        words = " ".join("".join(self.run).split())
        if words and not self.level:
            self.into.paragraphs.append(words)
            self.run = []


def outline_of(page: Any) -> Outline:
    """What an editor wrote on this page; nothing of what others wrote and it only shows."""
    outline = Outline([Heading(1, page.title)])
    for name in ("lead", "hero_lead", "search_description"):
        if words := getattr(page, name, ""):
            outline.paragraphs.append(words)
    if image := getattr(page, "picture", None):
        outline.pictures.append(Shown(page.picture_alt, image.title, page.picture_caption))
    for model_field in page._meta.get_fields():
        if isinstance(model_field, StreamField):
            for block in getattr(page, model_field.name) or ():
                _read(block.block_type, block.value, outline)
    return outline


def _read(kind: str, value: Any, outline: Outline) -> None:
    if isinstance(value, RichText):
        reader = _Text(outline)
        reader.feed(value.source)
        reader.close()
        reader.end()
    elif kind == "heading":
        outline.headings.append(Heading(2, (value["text"] or "").strip()))
    elif kind == "picture":
        if image := value.get("image"):
            said = [value.get(name) or "" for name in ("alt", "caption")]
            outline.pictures.append(Shown(said[0], image.title, said[1]))
    elif value:
        _read_struct(kind, value, outline)


def _read_struct(kind: str, value: Any, outline: Outline) -> None:
    """A block of several fields: its heading, its words, and what is listed in it."""
    if words := value.get("heading"):
        outline.headings.append(Heading(2, words))
    if kind not in OF_OTHERS:
        outline.paragraphs += list(_said(value, but={"heading"}))
    for name in INNER & set(value):
        for one in value[name] or ():
            outline.headings.append(Heading(3, one.get("title") or ""))
            outline.paragraphs += list(_said(one, but={"title"}))
            if link := one.get("link"):
                outline.links.append(link.get("text") or "")


WRITTEN: Final = ("kicker", "lead", "words", "who", "title", "text", "role")


def _said(value: Any, but: Iterable[str]) -> Iterator[str]:
    for name in WRITTEN:
        words = value.get(name)
        if name not in but and isinstance(words, str) and words.strip():
            yield words
