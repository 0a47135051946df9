"""A posting as a mapping reads it: clean values, not yet a row of the database."""

from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused
from opportunities.models import Kind, Motif, Opportunity
from opportunities.models.wording import WATCHED_WORDS

from .cleaning import STREET, Note, one_line, plain, shortened, without_contacts
from .dates import Times

# What an import writes; everything else on an opportunity belongs to the site.
TEXTS: Final = (
    "kind",
    "title",
    "summary",
    "description",
    "rhythm",
    "who_comes",
    "bring",
    "cost",
    "ask_for",
    "motif",
    "postcode",
    "place",
    "getting_there",
    "arrival",
)
MOST_PLACES: Final = 10_000


@dataclass
class Posting:
    """One row, read. The organisation is named; vocabulary is slugs; `capacity` None: no limit."""

    external_id: str
    organisation_id: str
    organisation_name: str
    title: str
    summary: str
    description: str = ""
    kind: str = Kind.VOLUNTEER
    rhythm: str = ""
    who_comes: str = ""
    bring: str = ""
    cost: str = "Free"
    ask_for: str = ""
    motif: str = Motif.TABLE
    postcode: str = ""
    place: str = ""
    getting_there: str = ""
    arrival: str = ""
    area: str = ""
    interests: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    capacity: int | None = None
    times: Times | None = None
    watched: bool = field(default=False)


class Cells:
    """The cells of one line, with what is said about them on the way."""

    def __init__(self, cells: Dictionary[str, str], note: Note) -> None:
        self.cells = cells
        self.note = note

    def raw(self, column: str) -> str:
        """The cell as it is, without spaces around it; "" when there is no such column."""
        return self.cells.get(column, "").replace("\0", "").strip()

    def required(self, column: str, longest: int) -> str:
        """An identifier or a name that a row cannot do without. Raises EntryRefused."""
        text = one_line(self.raw(column), column=column, note=self.note)
        if not text:
            raise EntryRefused(column, _("This cell is empty. Every row needs it."))
        if len(text) > longest:
            raise EntryRefused(
                column, _("This cell is longer than %(longest)d signs.") % {"longest": longest}
            )
        return text

    def public(self, column: str, longest: int) -> str:
        """One line for the public page, without ways around the site, shortened with a note."""
        text = one_line(self.raw(column), column=column, note=self.note)
        text = without_contacts(text, column=column, note=self.note)
        return self._fitting(text, column, longest)

    def private(self, column: str, longest: int) -> str:
        """One line for people who have a place; addresses and numbers stay."""
        text = one_line(self.raw(column), column=column, note=self.note)
        return self._fitting(text, column, longest)

    def text(self, column: str, longest: int, *, private: bool = False) -> str:
        """Several lines, for the public page or for people who have a place."""
        text = plain(self.raw(column), column=column, note=self.note)
        if not private:
            text = without_contacts(text, column=column, note=self.note)
        return self._fitting(text, column, longest)

    def number(self, column: str) -> int | None:
        """A number of places: None for nothing, 0, or "no limit". Raises EntryRefused."""
        text = self.raw(column).removesuffix(".0")
        if not text or text == "0":
            return None
        if not (text.isascii() and text.isdigit()) or int(text[:9]) > MOST_PLACES or len(text) > 9:
            raise EntryRefused(
                column,
                _("“%(text)s” is no number of places. Write a whole number up to 10,000.")
                % {"text": text[:20]},
            )
        return int(text)

    def _fitting(self, text: str, column: str, longest: int) -> str:
        if len(text) > longest:
            self.note(
                column, _("The text was shortened to %(longest)d signs.") % {"longest": longest}
            )
        return shortened(text, longest)


def titled(cells: Cells, *, title: str, summary: str, description: str = "") -> dict[str, Any]:
    """Title, summary and description from those columns; nothing of a long one is lost.

    What holds a watched word, or the street and number that are for people who have a place
    (safety.md #17), waits for staff.

    Raises EntryRefused when there is no title.
    """
    whole_title = without_contacts(
        one_line(cells.raw(title), column=title, note=cells.note), column=title, note=cells.note
    )
    if not whole_title:
        raise EntryRefused(title, _("This cell is empty. Every row needs it."))
    whole_summary = cells.text(summary, 5000)
    more = [cells.text(description, 5000)] if description else []
    short_title = shortened(whole_title, longest("title"))
    first_line = " ".join((whole_summary or "\n".join(more) or whole_title).split())
    short = shortened(first_line, longest("summary"))
    if whole_summary and short != first_line:
        more.insert(0, whole_summary)
        cells.note(summary, _("The summary was shortened; all of it stands in the description."))
    if short_title != whole_title:
        more.insert(0, shortened(whole_title, 400))
        cells.note(title, _("The title was shortened; the whole title opens the description."))
    if not whole_summary:
        cells.note(summary, _("There is no summary: the first words of the row stand in for it."))
    text = "\n\n".join(part for part in more if part)
    watched = False
    for found, reason in _watched(f"{short_title} {short} {text}"):
        watched = True
        cells.note(title if found in short_title else summary, reason)
    return {
        "title": short_title,
        "summary": short,
        "description": shortened(text, 5500),
        "watched": watched,
    }


def _watched(text: str) -> Iterator[tuple[str, str]]:
    """What staff have to read before it shows, and why."""
    if word := WATCHED_WORDS.search(text):
        reason = _("It holds a word that listings do not carry: staff read it before it shows.")
        yield word[0], reason
    if street := STREET.search(text):
        reason = _("It names a street and a number, for everybody: staff read it before it shows.")
        yield street[0], reason


def longest(name: str) -> int:
    """How many signs a text of an opportunity may have."""
    return Opportunity._meta.get_field(name).max_length or 0
