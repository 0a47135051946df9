"""What tells where a secret service is, and how each word of it is left out (safety.md #20)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused
from community.support.models import tells_a_place
from community.support.models.telling import NUMBERS

from .parts import text
from .places import marks, where_it_is
from .seen import Clean, Seen


@dataclass
class Hidden:
    """Of the secret services of a file: by what their places and providers are known, and the
    words of their addresses. No other service tells these either."""

    marks: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def add(self, seen: Seen) -> None:
        """Take in a secret service."""
        self.marks |= marks_of(seen)
        self.words |= where_it_is(seen.entry.data)


def marks_of(seen: Seen) -> set[str]:
    """What the places of an entry and who runs it are known by."""
    who = seen.entry.data.get("organization")
    who = who if isinstance(who, dict) else {}
    named = {f"by {text(who, 'id')}", f"by {text(who, 'name')}"} - {"by "}
    return marks(seen.entry.data) | named


def without_places(kept: Clean, seen: Seen, hidden: Hidden) -> None:
    """Empty each text that tells where it is. Raises EntryRefused where it cannot be empty."""
    secrets = hidden.words | where_it_is(seen.entry.data)
    for row in [kept["fields"], kept["provider"], *_rows_of(kept)]:
        for name, value in row.items():
            if not isinstance(value, str) or not _tells(name, value, secrets):
                continue
            if name in ("name", "number", "code"):
                raise EntryRefused(name, telling())
            row[name] = ""
            seen.say(name, _("These words tell where a secret place is: they are left out."))
    fields = kept["fields"]
    if fields.get("summary") == "":
        fields["summary"] = fields["name"]


def _tells(name: str, value: str, secrets: set[str]) -> bool:
    """Whether words tell a place: any, or one of these that stand in the file."""
    plain = " ".join(value.casefold().split())
    is_number = name in NUMBERS
    return tells_a_place(value, is_number=is_number) or any(one in plain for one in secrets)


def telling() -> str:
    """Why an entry is left out that cannot be without the words that tell its place."""
    return _("Its words tell where a secret place is.")


def _rows_of(kept: Clean) -> Iterable[dict[str, Any]]:
    for name in ("phones", "languages", "papers", "weekly_hours", "other_hours"):
        yield from kept.get(name, ())
