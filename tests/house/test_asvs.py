"""docs/asvs.md has every requirement of levels 1 and 2, and the tests it names exist."""

import re
from pathlib import Path

import pytest

from tests.house.tables import is_there, named

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\d.]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.M)
# How many of each section are of level 1 or 2 in the list of 5.0.0; they come first in each.
# Sections that are left out have requirements of level 3 only.
# fmt: off
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 2,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4":
    11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5":
    1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}
# fmt: on
IDS = [f"{section}.{n}" for section, count in SECTIONS.items() for n in range(1, count + 1)]


def test_list_has_as_many_as_the_standard():
    assert len(IDS) == 254


def test_every_requirement_is_there_once_and_in_order():
    assert [number for number, *_ in ROWS] == IDS


@pytest.mark.parametrize(("number", "kept"), [(n, kept) for n, _, kept in ROWS])
def test_row_says_something_and_names_tests_that_are_there(number, kept):
    assert kept.strip()
    assert kept.count("tests/") == len(named(kept)), number
    assert [one for one in named(kept) if not is_there(*one)] == []
