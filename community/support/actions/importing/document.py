"""From a JSON document to services with all that belongs to them, whichever form of HSDS it has.

HSDS has many: one service, a page of them, an organization with its services, a service at a
location, or its tables as one object ("services.csv": [...]). Each becomes the same: `Entry`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from .reporting import Remark

TABLES: Final = "services.csv"
OF_A_SERVICE: Final = {"status", "organization", "organization_id", "program", "program_id"}
# What belongs to a service by its id, in the form of tables.
BY_SERVICE: Final = {
    "phones": "phones.csv",
    "schedules": "schedules.csv",
    "service_areas": "service_areas.csv",
    "languages": "languages.csv",
    "required_documents": "required_documents.csv",
    "cost_options": "cost_options.csv",
}


class UnreadableFile(Exception):
    """The file as a whole cannot be read. The message is one sentence for an editor."""


@dataclass(frozen=True)
class Entry:
    """One service as HSDS writes it, and where it stands in the file."""

    where: str
    data: dict[str, Any]
    broken: str = ""


@dataclass
class Found:
    """What a file holds: services, and remarks on what is none."""

    entries: list[Entry] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_document(content: bytes) -> Found:
    """The services in a JSON document. Raises UnreadableFile."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableFile(
            _("The letters in this file cannot be read. Save it as UTF-8.")
        ) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise UnreadableFile(
            _("This is no whole JSON: look at line %(line)d, sign %(column)d.") % place
        ) from None
    except RecursionError:
        raise UnreadableFile(_("This file is nested too deeply.")) from None
    found = Found()
    for where, one in _parts(data):
        _sort(where, one, found)
    return found


def _parts(data: Any) -> Iterator[tuple[str, Any]]:
    """The things in a document, each with its path."""
    if isinstance(data, dict) and TABLES in data:
        tables = {name: _rows(data, name) for name in data}
        rows = enumerate(_rows(data, TABLES))
        yield from ((f"{TABLES}[{number}]", _joined(row, tables)) for number, row in rows)
    elif isinstance(data, dict) and isinstance(data.get("contents"), list):
        yield from ((f"contents[{number}]", one) for number, one in enumerate(data["contents"]))
    elif isinstance(data, list):
        yield from ((f"[{number}]", one) for number, one in enumerate(data))
    else:
        yield "", data


def _sort(where: str, one: Any, found: Found) -> None:
    """Add what it holds to `found`: a service, those of an organization, or a remark."""
    dot = f"{where}." if where else ""
    if not isinstance(one, dict):
        found.remarks.append(Remark(where, "", _("No service stands here.")))
    elif isinstance(one.get("service"), dict):  # a service at a location
        at = {name: value for name, value in one.items() if name != "service"}
        inner = one["service"]
        found.entries.append(Entry(f"{dot}service", inner | {"service_at_locations": [at]}))
    elif isinstance(one.get("services"), list) and not OF_A_SERVICE & set(one):
        who = {name: value for name, value in one.items() if name not in ("services", "locations")}
        for number, row in enumerate(one["services"]):
            path = f"{dot}services[{number}]"
            _sort(path, row | {"organization": who} if isinstance(row, dict) else row, found)
    elif OF_A_SERVICE & set(one):
        found.entries.append(Entry(where, one))
    else:
        reason = _(
            "No service stands here, so nothing is brought in: places, words and organisations "
            "come with their services."
        )
        found.remarks.append(Remark(where, "", reason))


def _rows(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of a table in a document; what is no row is none."""
    rows = data.get(name)
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []


def _of(tables: dict[str, list[dict[str, Any]]], name: str, key: str, id_: Any) -> list[Any]:
    return [one for one in tables.get(name, ()) if id_ and one.get(key) == id_]


def _joined(row: dict[str, Any], tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """A row of services with its rows of the other tables, as one service."""
    id_ = row.get("id")
    whole = dict(row)
    for part, name in BY_SERVICE.items():
        if name not in tables:
            continue  # what the file does not say stays as it is
        whole[part] = _of(tables, name, "service_id", id_)
    if who := _of(tables, "organizations.csv", "id", row.get("organization_id")):
        whole["organization"] = who[0]
    whole["attributes"] = [
        one | {"taxonomy_term": term}
        for one in _of(tables, "attributes.csv", "link_id", id_)
        for term in _of(tables, "taxonomy_terms.csv", "id", one.get("taxonomy_term_id"))
    ]
    whole["service_at_locations"] = [
        at | {"location": _location(place, tables)}
        for at in _of(tables, "service_at_location.csv", "service_id", id_)
        for place in _of(tables, "locations.csv", "id", at.get("location_id"))
    ]
    return whole


def _location(place: dict[str, Any], tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    id_ = place.get("id")
    return place | {
        "addresses": _of(tables, "addresses.csv", "location_id", id_),
        "accessibility": _of(tables, "accessibility.csv", "location_id", id_),
    }
