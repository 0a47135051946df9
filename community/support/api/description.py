"""The open addresses as OpenAPI 3.1 describes them: what may be asked, and what answers.

Written by hand and held to the routes and to what the views read by tests. It tells of addresses
that everybody may read without an account; nothing in it is about anybody.
"""

from typing import Any, Final

from django.conf import settings

from .parts import COMPONENTS, KEPT, OPEN, SCHEMAS, TEXT, VERSION, hsds, part

Json = dict[str, Any]
OPENAPI: Final = "3.1.0"
ITS_SCHEMA: Final = "https://spec.openapis.org/oas/3.1/schema/2022-10-07"
LISTED: Final = ("format", "page", "per_page")
FILTERS: Final = ("search", "organization_id", "taxonomy_term_id", "taxonomy_id", "modified_after")
ABOUT_IT: Final = (
    f"The directory of help as the Human Services Data Specification {VERSION} has it, and feeds "
    "of what there is to do. Read only (GET and HEAD), without an account or a key. Unknown "
    "parameters are left aside. A service whose place stays secret is at a virtual location, and "
    "a service is told in the language that it was written in."
)


def whole() -> Json:
    """All of it."""
    return {
        "openapi": OPENAPI,
        "info": {"title": "What other programs may read", "version": "1", "description": ABOUT_IT},
        "externalDocs": {
            "description": f"HSDS {VERSION}, which this keeps to",
            "url": f"{SCHEMAS}openapi.json",
        },
        "servers": [{"url": settings.SITE_URL}],
        "security": [],
        "tags": [{"name": "directory"}, {"name": "feeds"}],
        "paths": PATHS,
        "components": COMPONENTS,
    }


def _read(id_: str, summary: str, schema: Json, asked: tuple[str, ...] = ()) -> Json:
    """One endpoint of the directory that answers with one thing."""
    refusals = {"400": part("responses", "no_sense")} if asked else {}
    content = {"application/json": {"schema": schema}}
    return {
        "get": {
            "operationId": id_,
            "summary": summary,
            "tags": ["directory"],
            "parameters": [part("parameters", name) for name in (*asked, "if_none_match")],
            "responses": {
                "200": {"description": summary, "headers": KEPT | OPEN, "content": content},
                "304": part("responses", "same"),
                **refusals,
                "429": part("responses", "too_many"),
            },
        }
    }


def _list(id_: str, summary: str, item: Json, asked: tuple[str, ...]) -> Json:
    """A list in pages, or all of it as lines."""
    contents = {"properties": {"contents": {"type": "array", "items": item}}}
    found = _read(id_, summary, {"allOf": [part("schemas", "Page"), contents]}, asked)
    lines = TEXT | {"description": "On each line an object, as in `contents`."}
    found["get"]["responses"]["200"]["content"]["application/x-ndjson"] = {"schema": lines}
    return found


def _one(id_: str, summary: str, name: str, asked: tuple[str, ...] = ()) -> Json:
    """One of a list, by its id."""
    found = _read(id_, summary, hsds(name), asked)
    found["get"]["responses"]["404"] = part("responses", "nothing")
    return {"parameters": [part("parameters", "id")], **found}


def _feed(id_: str, summary: str, kind: str) -> Json:
    """What is no JSON and not counted; other sites' pages do not read it."""
    return {
        "get": {
            "operationId": id_,
            "summary": summary,
            "tags": ["feeds"],
            "parameters": [part("parameters", "if_none_match")],
            "responses": {
                "200": {
                    "description": summary,
                    "headers": KEPT,
                    "content": {kind: {"schema": TEXT}},
                },
                "304": part("responses", "same"),
            },
        }
    }


PATHS: Final[Json] = {
    "/hsds/": _read("about", "Which version of HSDS this is.", part("schemas", "About")),
    "/hsds/openapi.json": _read("openapi", "This description.", {"$ref": ITS_SCHEMA}),
    "/hsds/services": _list(
        "services",
        "Services.",
        {"anyOf": [hsds("service"), part("schemas", "Changed")]},
        (*FILTERS, "minimal", "full", "format", "page", "per_page_or_all"),
    ),
    "/hsds/services/{id}": _one("service", "A service with all that belongs to it.", "service"),
    "/hsds/organizations": _list(
        "organizations",
        "Organizations that offer the services.",
        hsds("organization"),
        ("search", "full", "full_service", *LISTED),
    ),
    "/hsds/organizations/{id}": _one(
        "organization",
        "An organization with ids of its services, and the places that may be known.",
        "organization",
        ("full_service",),
    ),
    "/hsds/service_at_locations": _list(
        "service_at_locations",
        "Services at places.",
        hsds("service_at_location"),
        (*FILTERS, "postcode", "proximity", "full", *LISTED),
    ),
    "/hsds/service_at_locations/{id}": _one(
        "service_at_location", "A service at a place.", "service_at_location"
    ),
    "/hsds/taxonomies": _list("taxonomies", "Taxonomies.", hsds("taxonomy"), ("search", *LISTED)),
    "/hsds/taxonomies/{id}": _one("taxonomy", "A taxonomy.", "taxonomy"),
    "/hsds/taxonomy_terms": _list(
        "taxonomy_terms",
        "Terms by which services are told apart.",
        hsds("taxonomy_term"),
        ("search", "taxonomy_id", "parent_id", "top_only", *LISTED),
    ),
    "/hsds/taxonomy_terms/{id}": _one("taxonomy_term", "A taxonomy term.", "taxonomy_term"),
    "/opportunities/new.atom": _feed(
        "feed", "The newest things to do with a date ahead, as Atom.", "application/atom+xml"
    ),
    "/opportunities/dates.ics": _feed(
        "dates", "The dates of the next four weeks, as iCalendar.", "text/calendar"
    ),
}
