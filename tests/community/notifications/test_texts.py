"""The shape of a text message: one segment, GSM letters, no link (DESIGN.md 9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.notifications.actions.texts import BASIC, DOUBLE, LONGEST, septets, text_of


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Tue 10 am. See you there.", "Tue 10 am. See you there."),
        ("You can’t miss it – “really”…", 'You can\'t miss it - "really"...'),
        ("mié 10:00. Allí estaremos.", "mié 10:00. Alli estaremos."),
        ("Señor Ñuñoa", "Señor Ñuñoa"),
        ("Łódź, Škoda, Ő", "Lodz, Skoda, O"),
        ("a\u00a0b\u202fc", "a b c"),
        ("Sunny ☀️ day", "Sunny day"),
        ("  two   spaces \t", "two spaces"),
        ("[a]{b}", "[a]{b}"),
    ],
)
def test_text_is_written_in_plain_letters(words, text):
    assert text_of(words) == text


@pytest.mark.parametrize("words", ["", "\n \n", "привет", "مرحبا", "Tue 10 am 你好", "☀"])
def test_what_plain_letters_cannot_say_is_no_text(words):
    assert text_of(words) == ""


def test_lines_become_sentences_and_what_does_not_fit_is_left_out_whole():
    details = "Thu 12 noon. See you there.\n\nGarden morning\nThu 7 May, 12 noon to 2 pm\n"
    short = text_of(details + "Green gate, 12 Sallow Lane\nAsk for Rosa.")
    assert short == (
        "Thu 12 noon. See you there. Garden morning. Thu 7 May, 12 noon to 2 pm. "
        "Green gate, 12 Sallow Lane. Ask for Rosa."
    )
    long = text_of(details + "x" * 90 + "\nAsk for Rosa.")
    assert long == "Thu 12 noon. See you there. Garden morning. Thu 7 May, 12 noon to 2 pm"


def test_first_line_is_cut_between_words():
    text = text_of("word " * 60)
    assert text.endswith("word")
    assert LONGEST - 5 <= septets(text) <= LONGEST
    assert text_of("x" * 161) == ""


def test_letters_behind_an_escape_count_twice():
    assert septets("a€[") == 5
    assert text_of("€" * 80) == "€" * 80
    assert text_of("€" * 81) == ""


@pytest.mark.parametrize(
    "link",
    ["https://site.example/x", "http://a", "www.site.example", "site.org/plan", "onward.example/a"],
)
def test_line_with_a_link_is_left_out(link):
    assert text_of(f"Tue 10 am.\nSee {link} for more") == "Tue 10 am."
    assert text_of(link) == ""


@given(st.text(max_size=400))
def test_any_words_become_one_segment_of_gsm_letters_or_nothing(words):
    text = text_of(words)
    assert septets(text) <= LONGEST
    assert set(text) <= BASIC | DOUBLE
    assert "://" not in text
    assert text_of(text) in (text, "")
