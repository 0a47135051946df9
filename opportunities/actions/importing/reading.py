"""From a file to numbered lines of text cells, in memory that does not grow with a CSV file."""

import codecs
import csv
import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import tablib
from django.utils.translation import gettext as _

LARGEST_FILE: Final = 100 * 1024 * 1024  # bytes; of a workbook: when unpacked
LARGEST_CELL: Final = 1_000_000  # characters
NOT_TEXT: Final = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
)


class UnreadableFile(Exception):
    """The file as a whole cannot be read. The message is one sentence for the operator."""


@dataclass(frozen=True)
class Line:
    """One record: where it begins in the file (from 1), and its cells by column name.

    `broken` says in plain words why the cells cannot be trusted; then `cells` is empty.
    """

    number: int
    cells: dict[str, str]
    broken: str = ""


@dataclass(frozen=True)
class Table:
    """A file that can be read: its columns, how it was decoded, and how many records it has."""

    path: Path
    columns: tuple[str, ...]
    encoding: str
    delimiter: str
    count: int

    def __len__(self) -> int:
        return self.count

    def lines(self) -> Iterator[Line]:
        """The records below the heading, without blank ones. Each call starts from the top."""
        records = _records(self.path, self.encoding, self.delimiter)
        next(_filled(records), None)
        for first, last, cells in _filled(records):
            yield self._line(first, last, cells)

    def _line(self, first: int, last: int, cells: list[str] | None) -> Line:
        if cells is None:
            return Line(first, {}, _("A cell is too long to read. Is a quotation mark missing?"))
        extra = cells[len(self.columns) :]
        if len(cells) < len(self.columns) or any(cell.strip() for cell in extra):
            reason = _("This row has %(found)d cells, the heading has %(expected)d.") % {
                "found": len(cells),
                "expected": len(self.columns),
            }
            if last > first:
                reason += " " + _(
                    "It runs to line %(last)d: a quotation mark may be missing or too many."
                ) % {"last": last}
            return Line(first, {}, reason)
        return Line(first, dict(zip(self.columns, cells, strict=False)))


def open_table(path: Path) -> Table:
    """Look at a file, CSV or XLSX by its content, and prepare to read it.

    Raises UnreadableFile for everything that is no table.
    """
    encoding = _encoding(path)
    delimiter = "" if encoding == "xlsx" else _delimiter(path, encoding)
    count, heading = -1, None
    for _first, _last, cells in _filled(_records(path, encoding, delimiter)):
        heading = cells or [] if heading is None else heading
        count += 1
    if heading is None:
        raise UnreadableFile(_("This file is empty."))
    columns = tuple(name.strip().casefold() for name in heading)
    named = [name for name in columns if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise UnreadableFile(
            _("The heading has this column more than once: %(columns)s.")
            % {"columns": ", ".join(twice)[:200]}
        )
    return Table(path, columns, encoding, delimiter, count)


Record = tuple[int, int, list[str] | None]


def _filled(records: Iterator[Record]) -> Iterator[Record]:
    return (
        record for record in records if record[2] is None or any(cell.strip() for cell in record[2])
    )


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """Records as (first line, last line, cells); cells are None where one is too long."""
    if encoding == "xlsx":
        yield from _sheet_records(path)
        return
    # Not through tablib: it counts records, not lines, and refuses a whole file for one row that
    # has a cell too many.
    csv.field_size_limit(LARGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            first = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield first, reader.line_num, None
            else:
                yield first, reader.line_num, cells


def _sheet_records(path: Path) -> Iterator[Record]:
    sheet = tablib.Dataset()
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles it does not know
            sheet.load(file, format="xlsx", headers=False)
    except Exception as error:
        # A damaged workbook fails in zipfile, in the XML parser or in openpyxl, each its own way.
        raise UnreadableFile(_("This Excel file is damaged. Save it again as CSV.")) from error
    for number, row in enumerate(sheet, start=1):
        yield number, number, [_text(value) for value in row]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    return str(value)


def _encoding(path: Path) -> str:
    """What the bytes are: "xlsx" or a Python codec name. Raises UnreadableFile."""
    start, size = _beginning(path)
    if not start.strip():
        raise UnreadableFile(_("This file is empty."))
    if size > LARGEST_FILE:
        raise UnreadableFile(_("This file is larger than 100 MB. Split it."))
    if start.startswith(b"PK\x03\x04"):
        return _workbook(path)
    for magic, name in NOT_TEXT:
        if start.startswith(magic):
            raise UnreadableFile(
                _("This is a %(kind)s file, not a table. Save the table as CSV or XLSX.")
                % {"kind": name}
            )
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _first_that_decodes(path, ("utf-16",))
    if sum(byte < 9 for byte in start) * 100 > len(start):
        raise UnreadableFile(_("This file is not text. Save the table as CSV or XLSX."))
    if start.startswith(codecs.BOM_UTF8):
        return _first_that_decodes(path, ("utf-8-sig",))
    return _first_that_decodes(path, ("utf-8", "cp1252"))


def _beginning(path: Path) -> tuple[bytes, int]:
    """The first bytes of a file, and its size. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            return file.read(4096), path.stat().st_size
    except FileNotFoundError:
        raise UnreadableFile(_("There is no file of that name.")) from None
    except IsADirectoryError:
        raise UnreadableFile(_("That is a folder. Name one file in it.")) from None
    except (OSError, ValueError):
        raise UnreadableFile(_("The file cannot be opened. May this account read it?")) from None


def _workbook(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        raise UnreadableFile(_("This Excel file is damaged. Save it again as CSV.")) from None
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise UnreadableFile(_("This is a ZIP file without a table in it. Unpack it first."))
    if sum(member.file_size for member in members) > LARGEST_FILE:
        raise UnreadableFile(_("This Excel file is larger than 100 MB. Split it."))
    return "xlsx"


def _first_that_decodes(path: Path, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(1 << 16):
                    pass
        except UnicodeError:
            continue
        return encoding
    raise UnreadableFile(_("The letters in this file cannot be read. Save it as CSV UTF-8."))


def _delimiter(path: Path, encoding: str) -> str:
    """The sign that the first filled line holds most often: comma, semicolon or tab."""
    with path.open(encoding=encoding, newline="") as file:
        return max(",;\t", key=_first_filled(file).count)


def _first_filled(file: TextIO) -> str:
    return next((text for text in iter(lambda: file.readline(1 << 16), "") if text.strip()), "")
