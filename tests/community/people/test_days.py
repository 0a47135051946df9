"""The field of a day keeps whatever was typed into it."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

import cms.wagtail_hooks  # noqa: F401 - the forms of staff and editors
import opportunities.urls  # noqa: F401 - all others
from community.formats.days import DayField, MomentField
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


@pytest.mark.parametrize("day", ["1900-01-01", "2026-05-04", "2999-12-31"])
def test_day_that_somebody_can_mean_is_taken(day):
    assert DayField().clean(day) == dt.date.fromisoformat(day)
    moment = MomentField().clean(f"{day} 12:00")
    assert moment.date() == dt.date.fromisoformat(day)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-02", "9999-12-31"])
def test_slip_in_the_year_is_said_to_be_one(day):
    for field, typed in ((DayField(), day), (MomentField(), f"{day} 12:00")):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert refused.value.messages == ["Check the year"]


def test_no_form_takes_a_day_that_has_no_day_before_or_after():
    """The list has bounds of its own: it reads days from addresses."""
    found = set()
    for form in _all_of(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, forms.DateField | forms.DateTimeField) and _is_ours(form):
                found.add(f"{form.__module__}.{form.__name__}.{name}")
                assert isinstance(field, DayField | MomentField), found
    assert "opportunities.forms.letters.LetterForm.since" in found
    assert "cms.wagtail_hooks.mentor_forms.DropInForm.starts_at" in found


def _is_ours(form) -> bool:
    return form.__module__.split(".")[0] in {"cms", "community", "opportunities"}


def _all_of(kind):
    for child in kind.__subclasses__():
        yield child
        yield from _all_of(child)
