"""HSDS's own schemas as judges. They are read where HSDS_FOLDER says; none is copied here."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDER = Path(os.environ.get("HSDS_FOLDER", ""))


def schema(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / "schema" / f"{name}.json").read_text(encoding="utf-8"))


def example(name: str) -> Any:
    return json.loads((FOLDER / "examples" / f"{name}.json").read_text(encoding="utf-8"))


def faults(data: Any, name: str) -> list[str]:
    """What is wrong with data, by the schema of this name, in words."""
    import jsonschema
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    registry = Registry().with_resources(
        (file.name, Resource.from_contents(json.loads(file.read_text()), DRAFT202012))
        for file in (FOLDER / "schema").glob("*.json")
    )
    judge = jsonschema.Draft202012Validator(
        schema(name),
        registry=registry,
        format_checker=_formats(jsonschema.FormatChecker(formats=["uuid", "email"])),
    )
    return [f"{'/'.join(map(str, one.path))}: {one.message}" for one in judge.iter_errors(data)]


def _formats(checker: Any) -> Any:
    """Add two formats that the library judges only with others beside it."""

    @checker.checks("uri", raises=ValueError)
    def is_link(said: object) -> bool:
        return not isinstance(said, str) or all(urlsplit(said)[:2])

    @checker.checks("date-time", raises=ValueError)
    def is_moment(said: object) -> bool:
        return not isinstance(said, str) or dt.datetime.fromisoformat(said).tzinfo is not None

    return checker


def page_schema() -> dict[str, Any]:
    return schema("openapi")["components"]["schemas"]["Page"]["properties"]
