"""One import on its way: how it was asked for, and what it knows while it goes on."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction

from community.organisations.models import Organisation
from opportunities.models import Area

from .mappings import Mapping
from .posting import Posting
from .reporting import Remark, Report
from .words import Words


class Organisations(StrEnum):
    """What to do with an organisation that the file names."""

    CREATE = "create"
    MATCH = "match"


@dataclass(frozen=True)
class ImportOptions:
    """How to import. `source` keeps the ids of two files apart; `publish` lets text go live.

    `organisation`: a partner's own, whatever the file says; then what has gone further than such a
    draft (edited, sent, public) is left alone.
    """

    source: str
    organisations: Organisations
    publish: bool = False
    shift_years: int = 0
    organisation: Organisation | None = None


@dataclass
class Reading:
    """One line that was read, on its way into the database."""

    line: int
    posting: Posting
    remarks: list[Remark]

    def note(self, column: str, reason: str) -> None:
        """Say something about this line, once."""
        remark = Remark(self.line, column, reason)
        if remark not in self.remarks:
            self.remarks.append(remark)


@dataclass
class Run:
    """What one import knows while it goes on. Its size does not grow with the text of rows."""

    mapping: Mapping
    options: ImportOptions
    now: dt.datetime
    report: Report = field(default_factory=Report)
    lines: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    areas: dict[str, Area | None] = field(default_factory=dict)
    words: Words = field(default_factory=Words)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """All or nothing: what is taken back in the database is not remembered as being there."""
        before = dict(self.organisations), dict(self.areas)
        try:
            with transaction.atomic():
                yield
        except Exception:
            self.organisations, self.areas = before
            raise
