"""Tables that are taken out, as CSV or as a workbook: no cell runs as a formula.

Numbers stay numbers; everything else, days too, is text, so that no spreadsheet reads it anew.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties

from .files import defused

Cell = str | int
# What XML 1.0 cannot say (its section 2.2): one of these, and no program opens the workbook.
UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel takes a CSV file for another alphabet


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """A CSV file line by line, as it is read: it is never whole in memory."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in row])


def workbook(rows: Iterable[Iterable[Cell]]) -> bytes:
    """The same table as an XLSX file of one sheet, which says nothing of who made it.

    Text is stored as text, whatever it begins with, and defused as well: it may be saved as CSV.
    """
    book = Workbook(write_only=True)  # a row at a time: memory does not grow with its cells
    book.properties = DocumentProperties(creator=None)
    sheet = book.create_sheet("1")
    for row in rows:
        sheet.append([_stored(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _stored(sheet: object, cell: Cell) -> WriteOnlyCell:
    safe = _safe(cell)
    if isinstance(safe, int):
        return WriteOnlyCell(sheet, safe)
    stored = WriteOnlyCell(sheet, UNWRITABLE.sub("", safe))
    stored.data_type = "s"
    return stored


def _safe(cell: Cell) -> Cell:
    return cell if isinstance(cell, int) else defused(cell)
