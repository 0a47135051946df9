"""What the endpoints have in common, as OpenAPI says it: questions, headers, answers, schemas.

Numbers are those that the endpoints hold to. What a service or an organization is, HSDS's own
schemas say, at their own addresses.
"""

from typing import Any, Final

from community.safety.limits import LIMITS

from .answering import LAST_PAGE, MOST, MOST_IDS, ON_A_PAGE
from .nearness import FARTHEST

Json = dict[str, Any]
VERSION: Final = "3.0"  # of HSDS
SCHEMAS: Final = f"https://raw.githubusercontent.com/openreferral/specification/{VERSION}/schema/"
ID: Final[Json] = {"type": "string", "format": "uuid"}
TEXT: Final[Json] = {"type": "string"}
SWITCH: Final[Json] = {"type": "boolean", "default": False}
AN_ID: Final = "5f0c2a52-6d0b-4a3f-9d55-0a4d5a1c7b10"


def part(kind: str, name: str) -> Json:
    """Points at a part that stands further down."""
    return {"$ref": f"#/components/{kind}/{name}"}


def hsds(name: str) -> Json:
    """Points at a schema of HSDS."""
    return {"$ref": f"{SCHEMAS}{name}.json"}


def rate(name: str) -> str:
    """How often something may be asked for from one network, as "240/minute"."""
    return next(one.rate for one in LIMITS if one.name == name)


def _asked(name: str, description: str, schema: Json, example: Any) -> Json:
    named: Json = {"name": name, "in": "query", "description": description}
    return named | {"schema": schema, "example": example}


def _whole(most: int, usual: int | None = None) -> Json:
    default = {} if usual is None else {"default": usual}
    return {"type": "integer", "minimum": 1, "maximum": most, **default}


PARAMETERS: Final[Json] = {
    "id": {"name": "id", "in": "path", "required": True, "schema": ID, "example": AN_ID},
    "if_none_match": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of the answer that you have. If it still holds, 304 says so.",
        "schema": TEXT,
    },
    "search": _asked("search", "Words, all of which have to be there.", TEXT, "talk"),
    "organization_id": _asked("organization_id", "Of this organization.", ID, AN_ID),
    "taxonomy_term_id": _asked("taxonomy_term_id", "With this taxonomy term.", ID, AN_ID),
    "taxonomy_id": _asked("taxonomy_id", "Of this taxonomy, or with any term of it.", ID, AN_ID),
    "parent_id": _asked("parent_id", "Right under this term.", ID, AN_ID),
    "top_only": _asked("top_only", "Only terms that are under no other.", SWITCH, True),
    "modified_after": _asked(
        "modified_after",
        "Changed at this moment or later. A day is read as its beginning, in UTC.",
        TEXT | {"anyOf": [{"format": "date-time"}, {"format": "date"}]},
        "2026-05-04T16:00:00Z",
    ),
    "minimal": _asked("minimal", "Only ids and the moments of last changes.", SWITCH, True),
    "full": _asked("full", "With all that belongs to each.", SWITCH, True),
    "full_service": _asked("full_service", "With services and all that is theirs.", SWITCH, True),
    "postcode": _asked("postcode", "At places with this postcode.", TEXT, "28801"),
    "proximity": _asked(
        "proximity",
        "Within so many metres of the middle of `postcode`, which has to be given and known here. "
        "A service whose place stays secret is near nothing.",
        _whole(FARTHEST),
        1500,
    ),
    "format": _asked(
        "format",
        "`ndjson`: all there is, one object on a line, without pages and without an ETag.",
        {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
        "json",
    ),
    "page": _asked("page", "Which page.", _whole(LAST_PAGE, 1), 1),
    "per_page": _asked("per_page", "How many on a page.", _whole(MOST, ON_A_PAGE), 5),
    "per_page_or_all": _asked(
        "per_page",
        f"How many on a page: {ON_A_PAGE} unless told, and at most {MOST}. "
        f"With `minimal` {MOST_IDS}, which is the most.",
        _whole(MOST_IDS),
        5,
    ),
}
HEADERS: Final[Json] = {
    "etag": {"description": "The same as long as the answer is.", "schema": TEXT},
    "cache_control": {"description": "It may be kept, and is asked for again.", "schema": TEXT},
    "any_site": {"description": "Pages of any site may read this.", "schema": {"const": "*"}},
    "retry_after": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}},
}
OPEN: Final[Json] = {"Access-Control-Allow-Origin": part("headers", "any_site")}
KEPT: Final[Json] = {
    "ETag": part("headers", "etag"),
    "Cache-Control": part("headers", "cache_control"),
}


def _refusal(description: str, headers: Json) -> Json:
    content = {"application/json": {"schema": part("schemas", "Error")}}
    return {"description": description, "headers": headers, "content": content}


RESPONSES: Final[Json] = {
    "same": {"description": "What you have still holds. Nothing is sent.", "headers": KEPT},
    "no_sense": _refusal("A parameter that makes no sense; `error` says what does.", OPEN),
    "nothing": _refusal("There is nothing with this id.", OPEN),
    "too_many": _refusal(
        f"Too many requests from one network: {rate('open_data')} are the most, "
        f"{rate('open_data_all')} of whole lists (`format=ndjson`).",
        OPEN | {"Retry-After": part("headers", "retry_after")},
    ),
}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 0}
_PAGE: Final[Json] = {
    "total_items": _NUMBER,
    "total_pages": _NUMBER,
    "page_number": _NUMBER,
    "size": _NUMBER,
    "first_page": {"type": "boolean"},
    "last_page": {"type": "boolean"},
    "empty": {"type": "boolean"},
    "contents": {"type": "array"},
}
_ABOUT: Final[Json] = {
    "version": {"const": VERSION},
    "profile": {"type": "string", "format": "uri"},
    "openapi_url": {"type": "string", "format": "uri"},
}
_CHANGED: Final[Json] = {"id": ID, "modified_date": {"type": "string", "format": "date-time"}}


def _thing(properties: Json) -> Json:
    return {"type": "object", "required": [*properties], "properties": properties}


COMPONENTS: Final[Json] = {
    "parameters": PARAMETERS,
    "headers": HEADERS,
    "responses": RESPONSES,
    "schemas": {
        "Page": _thing(_PAGE),
        "About": _thing(_ABOUT),
        "Changed": _thing(_CHANGED),
        "Error": _thing({"error": TEXT}),
    },
}
