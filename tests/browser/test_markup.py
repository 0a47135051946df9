"""The checker of markup is here and notices; pages are checked where they are shown."""

import os

import pytest

from tests.browser.markup import checker, validate_html

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        checker() is None and not os.environ.get("CI"), reason="no vnu.jar here, or no Java"
    ),
]
GOOD = (
    "<!doctype html><html lang='en'><head><title>Good</title></head><body><p>Yes</p></body></html>"
)


def test_checker_finds_nothing_in_a_good_page():
    assert validate_html({"good": GOOD}) == []


def test_checker_names_the_page_and_the_fault():
    bad = GOOD.replace("<p>Yes</p>", "<p><div>no</div></p><img src='a.png'>")
    found = validate_html({"good": GOOD, "bad": bad})
    assert found
    assert all(words.startswith("bad:1 ") for words in found)
    assert any("alt" in words for words in found)


def test_warnings_count_too():
    found = validate_html({"page": GOOD.replace("<html lang='en'>", "<html>")})
    assert any("lang" in words for words in found)
