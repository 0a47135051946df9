"""Making other people's text fit to show: rules that hold for every text."""

import string
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from community.safety.actions.files import FORMULA_STARTS, defused
from opportunities.actions.importing.cleaning import (
    EMAIL,
    LINK,
    PHONE,
    one_line,
    plain,
    shortened,
    without_contacts,
    without_controls,
)

words = st.text(string.ascii_lowercase, min_size=1, max_size=12)
sentences = st.lists(words, max_size=20).map(" ".join)
addresses = st.builds("{}@{}.{}".format, words, words, st.sampled_from(["org", "com", "co.uk"]))
links = st.builds("https://{}.{}/{}".format, words, st.sampled_from(["org", "net"]), words)
phones = st.builds(
    "{}{:03}{}{:03}-{:04}".format,
    st.sampled_from(["", "+1 ", "1-"]),
    st.integers(200, 999),
    st.sampled_from(["-", ". ", " "]),
    st.integers(200, 999),
    st.integers(0, 9999),
)


def quiet(column: str, reason: str) -> None:
    """Nobody asks here what was said."""


@given(st.text(max_size=200), st.integers(2, 100))
@example(" 00", 2)
@example(" 000", 3)
def test_shortened_text_fits_and_says_that_it_was_cut(text, longest):
    short = shortened(text, longest)
    assert len(short) <= longest
    if len(text) <= longest:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@given(sentences, st.integers(20, 60))
def test_shortened_text_holds_whole_words_only(text, longest):
    short = shortened(text, longest)
    assert set(short.removesuffix("…").split()) <= set(text.split())


@given(st.text(max_size=300))
def test_clean_text_is_clean_already(text):
    once = plain(text.replace("<", " ").replace("&", " "), column="x", note=quiet)
    assert plain(once, column="x", note=quiet) == once


@given(st.text(max_size=300))
def test_clean_text_has_no_invisible_signs(text):
    for sign in without_controls(text):
        kind = unicodedata.category(sign)
        assert kind not in {"Cc", "Cf", "Cs"} or sign in "\n\t\u200c\u200d"


@given(st.text(max_size=300))
def test_text_for_one_line_stands_on_one_line(text):
    line = one_line(text, column="x", note=quiet)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert "  " not in line


@given(sentences, st.sampled_from(["script", "style", "template"]), words)
def test_what_a_reader_would_not_see_is_gone(before, tag, hidden):
    text = f"{before} <{tag}>ZZ{hidden}ZZ</{tag}> after"
    shown = plain(text, column="x", note=quiet)
    assert "ZZ" not in shown
    assert shown.endswith("after")


@given(sentences, st.one_of(addresses, links, phones), sentences)
def test_no_way_around_the_site_is_left(before, contact, after):
    text = without_contacts(f"{before} {contact} {after}", column="x", note=quiet)
    for pattern in (EMAIL, LINK, PHONE):
        assert not pattern.search(text)
    assert "(ask through this site)" in text


@given(sentences)
def test_text_without_contacts_stays_as_it_is_and_nothing_is_said(text):
    said: list[str] = []
    assert without_contacts(text, column="x", note=lambda *one: said.extend(one)) == text
    assert said == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to rosa@example.org today", "e-mail"),
        ("Write to (ROSA@EXAMPLE.ORG) today", "e-mail"),
        ("See www.example.org/a?b=c.", "link"),
        ("Ring (212) 555-0142", "phone"),
        ("Ring +1 212 555 0142 now", "phone"),
        ("Ring 212.555.0142 now".replace(".", "-"), "phone"),
    ],
)
def test_each_way_around_the_site_is_told_by_its_kind(text, kind):
    said: list[str] = []
    shown = without_contacts(text, column="summary", note=lambda *one: said.extend(one))
    assert said[0] == "summary"
    assert kind in said[1]
    assert shown.count("(ask through this site)") == 1
    assert "((" not in shown


@pytest.mark.parametrize(
    "text", ["Room 212, from 5 to 7", "2026-05-30", "Bus 7 or 12", "10.30 am", "12 @ the door"]
)
def test_numbers_that_are_no_telephones_stay(text):
    assert without_contacts(text, column="x", note=quiet) == text


@given(st.text(max_size=60))
def test_no_cell_of_a_report_is_a_formula(cell):
    safe = defused(cell)
    assert not safe.lstrip(" ").startswith(FORMULA_STARTS)
    assert safe in (cell, f"'{cell}")


@given(sentences)
def test_plain_cell_of_a_report_stays_as_it_is(cell):
    assert defused(cell) == cell
