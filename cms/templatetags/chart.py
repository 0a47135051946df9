"""A bar chart with its table: `{% chart title lines names %}`. An SVG of our own, no script.

`names`: what each bar of a group is. `lines`: pairs of a label and as many numbers; None stands for
one that is not shown (`community.safety.actions.small_counts`).
"""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()
COLOURS = ("leaf", "river", "wheat", "berry")
# One drawing for each width, so that words stay as large as the text around them.
WIDTHS = (("only-wide", 640), ("only-phone", 300))
BAR, GAP, LABEL, ROOM = 18, 14, 84, 74

Line = tuple[str, Sequence[int | None]]


@register.inclusion_tag("components/chart.html")
def chart(title: str, lines: Sequence[Line], names: Sequence[str]) -> dict[str, Any]:
    """Groups of bars, one under the other, each with its number; and the same as a table."""
    most = max((number or 0 for _label, numbers in lines for number in numbers), default=0)
    return {
        "title": title,
        "names": names,
        "keys": list(zip(COLOURS, names, strict=False)),
        "lines": lines,
        "drawings": [
            {"only": only, "width": width, **_drawn(lines, width, most or 1)}
            for only, width in WIDTHS
        ],
    }


def _drawn(lines: Sequence[Line], width: int, most: int) -> dict[str, Any]:
    bars, labels, y = [], [], GAP
    for label, numbers in lines:
        labels.append({"y": y + BAR - 4, "words": label})
        for colour, number in zip(COLOURS, numbers, strict=False):
            length = round((width - LABEL - ROOM) * (number or 0) / most)
            words = _("not shown") if number is None else str(number)
            bars.append({"colour": colour, "y": y, "width": length, "words": words,
                         "end": LABEL + length + 6, "base": y + BAR - 4})  # fmt: skip
            y += BAR + 2
        y += GAP
    return {"bars": bars, "labels": labels, "height": y, "start": LABEL, "bar": BAR}
