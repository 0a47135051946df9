"""The field of a day."""

import datetime as dt
from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day of the calendar, as the browser asks for one.

    What is no day stays as it was typed, in a field of plain text: a browser's own would drop it.
    """

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "input input--m"} | (attrs or {}), format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Show what is no day as words."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if (shown := context["widget"]["value"]) and not _is_day(shown):
            context["widget"]["type"] = "text"
        return context


def _is_day(words: str) -> bool:
    try:
        return dt.date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False
