"""From a flat CSV, one service a line, to services as HSDS writes them (docs/operating.md).

A column has the name that HSDS gives to what is in it. Where a service has many (numbers, hours,
languages, documents, kinds of help), they stand in one cell with semicolons between.
"""

import csv
import io
import re
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from .document import Entry, Found, UnreadableFile
from .reporting import Remark

LARGEST_CELL: Final = 100_000  # letters
OF_SERVICE: Final = (
    "id", "name", "description", "url", "email", "status", "interpretation_services",
    "application_process", "fees_description", "wait_time", "eligibility_description", "alert",
    "what_happens", "confidential", "time_zone",
)  # fmt: skip
OF_ADDRESS: Final = (
    "address_1", "address_2", "city", "state_province", "postal_code", "country",
)  # fmt: skip
OF_LOCATION: Final = ("latitude", "longitude", "transportation")
OF_ORGANIZATION: Final = {
    "organization_id": "id",
    "organization": "name",
    "organization_description": "description",
    "organization_website": "website",
    "organization_email": "email",
}
MANY: Final = (
    "phones", "schedules", "languages", "required_documents", "taxonomy_terms", "service_areas",
)  # fmt: skip
COLUMNS: Final = (
    *OF_SERVICE, *OF_ORGANIZATION, *MANY, "location_id", "location_name", *OF_ADDRESS,
    *OF_LOCATION, "accessibility",
)  # fmt: skip
NEEDED: Final = ("id", "name", "organization")
HOURS: Final = re.compile(
    r"(?P<days>[A-Za-z, -]+?)\s*(?P<opens>\d{1,2}:\d{2})\s*[-–]\s*(?P<closes>\d{1,2}:\d{2})"
)
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def read_table(content: bytes) -> Found:
    """The services in a CSV, by the lines of the file. Raises UnreadableFile."""
    text = _text(content)
    delimiter = max(",;\t", key=text.lstrip().partition("\n")[0].count)
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found, columns = Found(), list[str]()
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            cells = []
            found.entries.append(Entry(_line(line), {}, _("This line cannot be read.")))
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = _columns(cells)
            found.remarks += _unknown(line, columns)
        else:
            found.entries.append(_entry(line, columns, cells))
    if not columns:
        raise UnreadableFile(_("This file is empty."))
    return found


def _text(content: bytes) -> str:
    if b"\x00" in content[:4096]:
        raise UnreadableFile(_("This file is neither JSON nor CSV."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("The letters in this file cannot be read. Save it as UTF-8."))


def _columns(cells: list[str]) -> list[str]:
    columns = [cell.strip().casefold() for cell in cells]
    lacking = [name for name in NEEDED if name not in columns]
    if lacking:
        raise UnreadableFile(
            _("The heading lacks these columns: %(columns)s.") % {"columns": ", ".join(lacking)}
        )
    return columns


def _unknown(line: int, columns: list[str]) -> list[Remark]:
    """Which columns nothing is taken from, by their place: a wrong name would lose a number."""
    places = [str(place) for place, name in enumerate(columns, 1) if name and name not in COLUMNS]
    if not places:
        return []
    reason = _("Columns with these places have names that are not known: %(places)s. All in them"
               " is left out. The page before this one lists the names.")  # fmt: skip
    return [Remark(_line(line), "", reason % {"places": ", ".join(places)})]


def _line(number: int) -> str:
    return _("line %(number)d") % {"number": number}


def _entry(line: int, columns: list[str], cells: list[str]) -> Entry:
    if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns) :]):
        reason = _("This row has %(found)d cells, the heading has %(expected)d.")
        counts = {"found": len(cells), "expected": len(columns)}
        return Entry(_line(line), {}, reason % counts)
    row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    return Entry(_line(line), as_service(row))


def as_service(row: dict[str, str]) -> dict[str, Any]:
    """A line as a service of HSDS. A column that the file has not says nothing."""
    service: dict[str, Any] = {name: row[name] for name in OF_SERVICE if name in row}
    service["organization"] = {
        part: row[name] for name, part in OF_ORGANIZATION.items() if row.get(name)
    }
    read: dict[str, Callable[[str], dict[str, Any]]] = {
        "phones": lambda cell: {"number": cell},
        "schedules": _schedule,
        "languages": lambda cell: {"code": cell},
        "required_documents": lambda cell: {"document": cell},
        "service_areas": lambda cell: {"name": cell},
    }
    for name, make in read.items():
        if name in row:
            service[name] = [make(cell.strip()) for cell in row[name].split(";") if cell.strip()]
    if "taxonomy_terms" in row:
        terms = [cell.strip() for cell in row["taxonomy_terms"].split(";") if cell.strip()]
        service["attributes"] = [{"taxonomy_term": {"code": one, "name": one}} for one in terms]
    if set(row) & {*OF_ADDRESS, *OF_LOCATION, "location_name"}:
        service["service_at_locations"] = _locations(row)
    return service


def _locations(row: dict[str, str]) -> list[dict[str, Any]]:
    """The place of a line, if any cell says something of it."""
    told = {name: row[name] for name in OF_LOCATION if row.get(name)}
    address = {name: row[name] for name in OF_ADDRESS if row.get(name)}
    if row.get("location_name"):
        told["name"] = row["location_name"]
    if not told and not address:
        return []
    location: dict[str, Any] = told | {
        "id": row.get("location_id") or row.get("id", ""),
        "location_type": "physical",
        "addresses": [address | {"address_type": "physical"}] if address else [],
        "accessibility": [{"description": row["accessibility"]}]
        if row.get("accessibility")
        else [],
    }
    return [{"location": location}]


def _schedule(cell: str) -> dict[str, Any]:
    """Hours such as "MO-FR 09:00-17:00"; what is written otherwise stays words."""
    match = HOURS.fullmatch(cell)
    days = _days(match["days"]) if match else ""
    if match is None or not days:
        return {"description": cell}
    return {"freq": "WEEKLY", "byday": days, "opens_at": match["opens"],
            "closes_at": match["closes"]}  # fmt: skip


def _days(said: str) -> str:
    """ "MO-FR, SU" as "MO,TU,WE,TH,FR,SU"; nothing if a day is none."""
    found: list[str] = []
    for part in filter(None, said.upper().replace(" ", "").split(",")):
        first, _dash, last = part.partition("-")
        last = last or first
        if first[:2] not in DAYS or last[:2] not in DAYS:
            return ""
        begin, end = DAYS.index(first[:2]), DAYS.index(last[:2])
        found += DAYS[begin : end + 1] if begin <= end else DAYS[begin:] + DAYS[: end + 1]
    return ",".join(found)
