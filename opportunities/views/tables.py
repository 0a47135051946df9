"""A table as a file that is downloaded."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from community.safety.actions.tables import Cell, csv_lines, workbook


class Form(StrEnum):
    """How a table goes out; its name ends so."""

    CSV = "csv"
    XLSX = "xlsx"


TYPES: Final = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_table(rows: Iterable[Iterable[Cell]], name: str, form: Form) -> HttpResponseBase:
    """The rows as a file of that form; a CSV file is sent as it is read."""
    if form == Form.CSV:
        return as_file(StreamingHttpResponse(csv_lines(rows)), name, form)
    return as_file(HttpResponse(workbook(rows)), name, form)


def as_file(response: HttpResponseBase, name: str, form: Form = Form.CSV) -> HttpResponseBase:
    """The answer as a file with that name, without its ending."""
    response["Content-Type"] = TYPES[form]
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
