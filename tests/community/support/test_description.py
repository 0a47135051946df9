"""What other programs may read is described as OpenAPI: all of it, as it is, and nothing else."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import get_resolver, resolve, reverse
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from community.safety import limits
from community.support.api import description
from community.support.api.parts import SCHEMAS
from tests.access.addresses import named
from tests.community.support import hsds

pytestmark = pytest.mark.django_db
WHERE = "/hsds/openapi.json"
WHOLE = description.whole()
FEEDS = {reverse("opportunities:public_feed"), reverse("opportunities:public_dates")}
OF_DIRECTORY = [path for path in WHOLE["paths"] if path not in FEEDS]
LISTS = [path for path in OF_DIRECTORY if f"{path}/{{id}}" in WHOLE["paths"]]
SINGLE = [path for path in OF_DIRECTORY if path.endswith("{id}")]
# As its schema (https://spec.openapis.org/oas/3.1/schema/2022-10-07), in what this one uses.
ANSWER = {"anyOf": [{"required": ["$ref"]}, {"required": ["description"]}]}
PARAMETER = {
    "anyOf": [
        {"required": ["$ref"]},
        {
            "required": ["name", "in", "schema"],
            "properties": {"in": {"enum": ["query", "path", "header"]}},
            "if": {"properties": {"in": {"const": "path"}}},
            "then": {"properties": {"required": {"const": True}}, "required": ["required"]},
        },
    ]
}
OPENAPI = {
    "type": "object",
    "required": ["openapi", "info", "paths"],
    "properties": {
        "openapi": {"pattern": r"^3\.1\.\d+$"},
        "info": {
            "required": ["title", "version"],
            "properties": {"title": {"type": "string"}, "version": {"type": "string"}},
        },
        "servers": {"items": {"required": ["url"]}},
        "paths": {
            "propertyNames": {"pattern": "^/"},
            "additionalProperties": {
                "required": ["get"],
                "propertyNames": {"enum": ["get", "parameters"]},
                "properties": {
                    "parameters": {"items": PARAMETER},
                    "get": {
                        "required": ["operationId", "responses"],
                        "properties": {
                            "parameters": {"items": PARAMETER},
                            "responses": {
                                "required": ["200"],
                                "propertyNames": {"pattern": r"^[1-5]\d\d$"},
                                "additionalProperties": ANSWER,
                            },
                        },
                    },
                },
            },
        },
        "components": {
            "propertyNames": {"enum": ["parameters", "headers", "responses", "schemas"]},
            "additionalProperties": {"propertyNames": {"pattern": r"^[\w.-]+$"}},
            "properties": {
                "parameters": {"additionalProperties": PARAMETER},
                "responses": {"additionalProperties": ANSWER},
            },
        },
    },
}


def found(part: Any) -> Any:
    """A part, or what it points at inside."""
    where = part.get("$ref", "")
    if not where.startswith("#/"):
        return part
    inner: Any = WHOLE
    for key in where[2:].split("/"):
        inner = inner[key]
    return inner


def pointers(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["$ref"]] if "$ref" in part else []
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from pointers(inner)


def asked(path: str, where: str = "query") -> list[dict]:
    return [one for one in map(found, WHOLE["paths"][path]["get"]["parameters"])
            if one["in"] == where]  # fmt: skip


def answers(path: str) -> dict:
    return {code: found(one) for code, one in WHOLE["paths"][path]["get"]["responses"].items()}


def from_outside(address: str) -> Resource:
    """A schema of somebody else: anything may be what it describes, unless it is at hand."""
    is_at_hand = hsds.FOLDER.name and address.startswith(SCHEMAS)
    kept = hsds.schema(address[len(SCHEMAS) : -5]) if is_at_hand else {}
    return Resource.from_contents(kept, DRAFT202012)


def faults(answer: dict, path: str, code: int = 200) -> list[str]:
    """What is wrong with an answer in JSON, by its description."""
    said = answers(path)[str(code)]["content"]["application/json"]["schema"]
    judge = jsonschema.Draft202012Validator(
        {"components": WHOLE["components"], **said}, registry=Registry(retrieve=from_outside)
    )
    return [one.message for one in judge.iter_errors(answer)]


def written(value: Any) -> str:
    """A value as it stands in an address."""
    return value if isinstance(value, str) else json.dumps(value)


def nonsense(one: dict) -> list[str]:
    """What a parameter may not be, by its schema."""
    kind = one["schema"]
    if kind["type"] == "integer":
        return ["x", "0", str(kind["maximum"] + 1)]
    if kind["type"] == "boolean":
        return ["perhaps"]
    return ["xml"] if "enum" in kind or "anyOf" in kind else []


EACH = [
    pytest.param(path, one, id=f"{path} {one['name']}") for path in LISTS for one in asked(path)
]


def test_it_is_read_as_the_rest_is(stranger):
    answer = stranger.get(WHERE)
    assert answer.json() == WHOLE
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not answer.cookies
    again = stranger.get(WHERE, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert stranger.post(WHERE).status_code == 405


def test_the_first_answer_says_where_it_is(stranger):
    said = stranger.get("/hsds/").json()
    assert said["openapi_url"] == WHOLE["servers"][0]["url"] + WHERE
    assert faults(said, "/hsds/") == []


def test_it_is_openapi():
    jsonschema.Draft202012Validator(OPENAPI).validate(WHOLE)
    names = [one["get"]["operationId"] for one in WHOLE["paths"].values()]
    assert len(set(names)) == len(names)
    for kind in WHOLE["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(kind)
    for path, item in WHOLE["paths"].items():
        placed = {found(one)["name"] for one in item.get("parameters", [])}
        assert placed == set(re.findall(r"{(\w+)}", path))


@pytest.mark.parametrize("path", ["/hsds/services", "/hsds/services/{id}"])
def test_the_judge_finds_what_is_wrong(path):
    for wrong in ({"post": {}}, {"get": {"operationId": "x", "responses": {}}}):
        broken = WHOLE | {"paths": WHOLE["paths"] | {path: WHOLE["paths"][path] | wrong}}
        assert not jsonschema.Draft202012Validator(OPENAPI).is_valid(broken)


def test_every_pointer_leads_somewhere():
    every = set(pointers(WHOLE))
    assert f"{SCHEMAS}service.json" in every
    for where in every:
        assert where.startswith(("https://", "#/components/"))
        assert found({"$ref": where})
    used = {where.rpartition("/")[2] for where in every if where.startswith("#")}
    assert used == {name for kind in WHOLE["components"].values() for name in kind}


@pytest.mark.real_file
@pytest.mark.parametrize("path", LISTS)
def test_what_it_points_at_in_hsds_is_what_is_answered(stranger, full, secret, path):
    page = stranger.get(path).json()
    assert faults(page, path) == []
    whole = stranger.get(f"{path}/{page['contents'][0]['id']}").json()
    assert faults(whole, f"{path}/{{id}}") == []
    assert faults(page | {"contents": [{"id": 7}]}, path)
    assert faults(whole | {"id": 7}, f"{path}/{{id}}")


def test_every_open_address_is_described_and_nothing_else_is():
    routes = {"/" + pattern for _name, pattern in named(get_resolver())}
    open_data = {route for route in routes if route.startswith("/hsds/")}
    described = {path.replace("{id}", "<str:public_id>") for path in WHOLE["paths"]}
    assert len(open_data) > 10
    open_data.remove("/hsds/<path:rest>")  # where there is nothing, and that is said in JSON
    assert described == open_data | FEEDS


class Heard(QueryDict):
    """An empty question that hears what is looked for in it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, key, default=None):
        self.names.add(key)
        return default

    def __contains__(self, key) -> bool:
        self.names.add(key)
        return False


@pytest.mark.parametrize("path", OF_DIRECTORY)
def test_just_the_parameters_that_are_read_are_described(stranger, full, path):
    where = path
    if path in SINGLE:
        listed = stranger.get(path.removesuffix("/{id}")).json()["contents"]
        where = path.replace("{id}", listed[0]["id"])
    request = RequestFactory().get(where)
    request.user, request.GET = AnonymousUser(), Heard()
    view = resolve(where)
    assert view.func(request, *view.args, **view.kwargs).status_code == 200
    assert request.GET.names == {one["name"] for one in asked(path)}


@pytest.mark.parametrize(("path", "one"), EACH)
def test_a_parameter_is_taken_as_it_is_described(stranger, full, path, one):
    beside = {"postcode": "28801"} if one["name"] == "proximity" else {}
    for number, said in enumerate([written(one["example"]), *nonsense(one)]):
        answer = stranger.get(f"{path}?{urlencode(beside | {one['name']: said})}")
        assert answer.status_code == (400 if number else 200), said
        assert faults(answer.json(), path, answer.status_code) == []


@pytest.mark.parametrize("path", LISTS)
def test_what_is_not_described_is_left_aside(stranger, full, path):
    assert stranger.get(f"{path}?colour=blue").json() == stranger.get(path).json()


@pytest.mark.parametrize("path", SINGLE)
def test_an_id_that_is_none_is_answered_as_described(stranger, path):
    answer = stranger.get(path.replace("{id}", "x"))
    assert answer.status_code == 404
    assert faults(answer.json(), path, 404) == []


def test_too_many_are_answered_as_described(stranger, monkeypatch):
    monkeypatch.setattr(
        limits, "LIMITS", [limits.Limit("open_data", "1/minute", limits.Per.ORIGIN)]
    )
    codes = [stranger.get(WHERE, REMOTE_ADDR="203.0.113.93") for _time in range(2)]
    assert [one.status_code for one in codes] == [200, 429]
    assert faults(codes[1].json(), WHERE, 429) == []
    assert set(answers(WHERE)["429"]["headers"]) <= set(codes[1].headers)
    assert all("429" in answers(path) for path in OF_DIRECTORY)


@pytest.mark.parametrize("path", sorted({*LISTS, "/hsds/", *FEEDS}))
def test_headers_and_kinds_are_those_that_are_described(stranger, full, path):
    answer = stranger.get(path)
    described = answers(path)["200"]
    assert set(described["headers"]) <= set(answer.headers)
    assert answer["Content-Type"].partition(";")[0] in described["content"]
    again = stranger.get(path, headers={"If-None-Match": answer["ETag"]})
    assert str(again.status_code) in answers(path)
    assert again.status_code == 304
    if path in LISTS:
        lines = stranger.get(f"{path}?format=ndjson")
        assert lines["Content-Type"] in described["content"]


def test_it_tells_of_nobody_and_of_no_place(stranger, full, secret):
    said = stranger.get(WHERE).content.decode()
    assert json.loads(said) == WHOLE
    for planted in (full.name, secret.name, "Plum Lane", "Canary Row", "Lantern Trust"):
        assert planted not in said
