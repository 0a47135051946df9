"""The field of a day keeps whatever was typed into it."""

import pytest

from community.people.forms.days import DayInput


@pytest.mark.parametrize("day", ["2026-05-04", "2028-02-29", "", None])
def test_day_is_asked_for_by_the_browser(day):
    shown = DayInput().render("day", day)
    assert 'type="date"' in shown
    assert not day or f'value="{day}"' in shown


@pytest.mark.parametrize("words", ["soon", "2026-02-30", "4.5.2026", "20260504", "2026-W19-1"])
def test_what_is_no_day_is_shown_as_it_was_typed(words):
    shown = DayInput().render("day", words)
    assert 'type="text"' in shown
    assert f'value="{words}"' in shown


def test_more_can_be_said_of_it():
    shown = DayInput({"autocomplete": "off"}).render("day", "")
    assert 'autocomplete="off"' in shown
    assert 'class="input input--m"' in shown
