"""docs/safety-requirements.md is whole, and the tests it names exist."""

import re
from pathlib import Path

import pytest

from tests.house.tables import is_there, named

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "safety-requirements.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.M)
NUMBERS = [*range(1, 53), *range(56, 67), *range(67, 70)]


def test_every_number_is_there_once_and_in_order():
    assert [int(number) for number, *_ in ROWS] == NUMBERS


@pytest.mark.parametrize(("number", "kept"), [(n, kept) for n, _, kept in ROWS])
def test_row_names_tests_that_are_there_or_says_why_none(number, kept):
    assert named(kept) or kept.startswith("nothing yet: "), number
    assert [one for one in named(kept) if not is_there(*one)] == []


def test_page_holds_no_row_that_is_not_read():
    assert PAGE.count("\n| ") - 2 == len(ROWS)


def test_test_that_is_not_there_is_noticed():
    assert not is_there("tests/house/test_sizes.py", "test_of_nothing")
    assert not is_there("tests/house/test_of_nothing.py", "test_of_nothing")
    assert is_there("tests/house/test_sizes.py", "test_no_template_is_too_long")
