"""A file as a whole: what is in it, and what of that can be brought in."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused

from .cleaning import clean, look
from .document import Entry, Found, UnreadableFile, read_document
from .hiding import Hidden
from .kinds import Kinds
from .reporting import Remark
from .seen import Clean, Seen
from .table import read_table

LARGEST = 10 * 1024 * 1024  # bytes
MOST = 10_000  # entries


@dataclass
class Checked:
    """What of a file can be brought in, what cannot, and why. No place that is secret is here."""

    entries: list[Clean] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def check_file(*, content: bytes, source: str, today: dt.date) -> Checked:
    """Read a file, JSON or CSV by its content. Raises UnreadableFile."""
    if len(content) > LARGEST:
        raise UnreadableFile(_("This file is larger than 10 MB. Split it."))
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        raise UnreadableFile(_("This file is empty."))
    found = read_document(content) if start in (b"{", b"[") else read_table(content)
    if len(found.entries) > MOST:
        raise UnreadableFile(_("This file has more than 10,000 services. Split it."))
    return _check(found, source, today)


def _check(found: Found, source: str, today: dt.date) -> Checked:
    checked, kinds = Checked(remarks=found.remarks), Kinds()
    all_seen: list[Seen] = []
    known, ids = kinds.known(source), set[str]()
    for entry in found.entries:
        try:
            seen = look(entry, kinds, known)
            _refuse_twice(entry, ids)
            all_seen.append(seen)
        except EntryRefused as refusal:
            checked.remarks.append(_refusal(entry, refusal))
    hidden = Hidden()
    for seen in all_seen:
        if seen.about.is_secret:
            hidden.add(seen)
    for seen in all_seen:
        try:
            checked.entries.append(clean(seen, today, hidden))
            checked.remarks += seen.remarks
        except EntryRefused as refusal:
            checked.remarks.append(_refusal(seen.entry, refusal))
    return checked


def _refuse_twice(entry: Entry, ids: set[str]) -> None:
    id_ = str(entry.data["id"]).strip()
    if id_ in ids:
        raise EntryRefused("id", _("The same id stands further up in this file."))
    ids.add(id_)


def _refusal(entry: Entry, refusal: EntryRefused) -> Remark:
    return Remark(entry.where, refusal.part, refusal.reason, refused=True)
