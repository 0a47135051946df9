"""Parts of a week, as people say when they can come: a weekday and a part of the day."""

from collections.abc import Collection
from typing import Any, Final

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

# Parts of a day and the hour in which each ends.
PARTS: Final = (
    ("morning", _("Morning"), 12),
    ("afternoon", _("Afternoon"), 17),
    ("evening", _("Evening"), 24),
)


def slot(weekday: int, hour: int) -> str:
    """Where a start falls: weekday (0 is Monday) and part of the day, "1-morning"."""
    part = next(name for name, _label, ends in PARTS if hour < ends)
    return f"{weekday}-{part}"


def slot_choices() -> list[tuple[str, Any]]:
    """Every slot of a week with its words, Monday morning first."""
    return [
        (f"{day}-{part}", f"{name}: {label}")
        for day, name in WEEKDAYS.items()
        for part, label, _ends in PARTS
    ]


def slots_in_words(slots: Collection[str]) -> list[str]:
    """As in "Tuesday: Morning"."""
    return [str(words) for slot, words in slot_choices() if slot in slots]
