"""What docs/privacy.md says is what the code does: models, times and tests (safety.md #36)."""

import ast
import re
from pathlib import Path

import pytest

from community.safety.actions.declared import declaring_models

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
ROWS = {
    match[1]: match[2]
    for match in re.finditer(r"^\| [^|]+ \| `([\w.]+)` \| ([^|]+) \| [^|]+ \|$", PAGE, re.M)
}
SEEN_BY = dict(re.findall(r"^\| [^|]+ \| `([\w.]+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.M))
PROMISES = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
# Some of the staff are staff.
OF_STAFF = {"staff", "staff_with_reason", "coordinator", "staff_if_reported"}
# Says of nobody what is not true of everybody, and still is meant to be on the page.
NOBODYS = {"safety.AccessRecord", "safety.Erasure"}


def personal_models() -> dict[str, type]:
    return {
        model._meta.label: privacy
        for model, privacy in declaring_models()
        if set(privacy.fields.values()) - {"plain"}
    }


def test_page_lists_every_model_with_something_personal_and_no_other():
    assert set(ROWS) == set(personal_models()) | NOBODYS


@pytest.mark.parametrize(
    ("model", "privacy"), [(m, p) for m, p in declaring_models() if hasattr(p, "kept_for")]
)
def test_page_says_how_long_a_row_is_kept(model, privacy):
    assert f"{privacy.kept_for.days} days" in ROWS[model._meta.label]


@pytest.mark.parametrize("label", sorted(ROWS))
def test_page_says_no_time_that_is_not_kept(label):
    privacy = {m._meta.label: p for m, p in declaring_models()}[label]
    days = [int(number) for number in re.findall(r"(\d+) days", ROWS[label])]
    kept = [privacy.kept_for.days] if hasattr(privacy, "kept_for") else []
    assert days == kept


@pytest.mark.parametrize(
    ("model", "privacy"), [(m, p) for m, p in declaring_models() if hasattr(p, "seen_by")]
)
def test_page_says_who_sees_it_as_the_model_does(model, privacy):
    said = SEEN_BY[model._meta.label]
    audiences = {one for each in privacy.seen_by.values() for one in each}
    assert ("organisation" in said) == ("organisation" in audiences)
    assert ("staff" in said) == (not audiences.isdisjoint(OF_STAFF))
    assert ("after a reason" in said) == ("staff_with_reason" in audiences)


@pytest.mark.parametrize(("path", "name"), PROMISES)
def test_promise_names_a_test_that_is_there(path, name):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_page_makes_promises():
    assert len(PROMISES) >= 15
