"""Self-checks over time: `{% ladders checks %}`. A drawing for each ladder and one table of all.

Points stand side by side in their order, not by the calendar: a long pause leaves no gap.
"""

from collections.abc import Sequence
from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from community.people.models import Dimension, SelfCheck

register = template.Library()
COLOURS: Final = ("leaf", "river", "wheat", "berry")
WIDTH, HEIGHT, LEFT, TOP = 300, 120, 34, 14
RUNGS: Final = 10


@register.inclusion_tag("account/own/ladders.html")
def ladders(checks: Sequence[SelfCheck]) -> dict[str, Any]:
    """The drawings and the lines of the table, the oldest first."""
    days = [date_format(timezone.localtime(one.made_at), "j M Y") for one in checks]
    drawings = [
        {"label": one.label, "colour": colour, **_drawn([getattr(row, one) for row in checks])}
        for one, colour in zip(Dimension, COLOURS, strict=True)
    ]
    lines = [
        {"day": day, "row": row, "rungs": [getattr(row, one) for one in Dimension]}
        for day, row in zip(days, checks, strict=True)
    ]
    return {
        "drawings": [drawing for drawing in drawings if drawing["points"]],
        "labels": Dimension.labels,
        "lines": lines,
        "size": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "top": TOP, "low": HEIGHT - TOP},
    }


def _drawn(rungs: Sequence[str]) -> dict[str, Any]:
    """Where each answer stands; what was not answered is no point and breaks no line."""
    answered = [int(rung) for rung in rungs if rung]
    step = (WIDTH - LEFT - TOP) / max(1, len(answered) - 1)
    height = HEIGHT - 2 * TOP
    points = [
        {"x": round(LEFT + at * step), "y": round(HEIGHT - TOP - height * rung / RUNGS)}
        for at, rung in enumerate(answered)
    ]
    return {
        "points": points,
        "line": " ".join(f"{point['x']},{point['y']}" for point in points),
        "last": answered[-1] if answered else None,
    }
