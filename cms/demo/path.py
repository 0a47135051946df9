"""The path of the demo's participant: what Sam goes for, and what Sam wrote for nobody else."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils import timezone

from community.people import actions
from community.people.models import User
from opportunities.actions.path import put_beside
from opportunities.models import Opportunity

# What Sam goes for, what it is about, and small steps: words, done, the activity beside it.
AIMS: Final = (
    ("People I can laugh with", "community", (
        ("Go to the garden once", True, "Tuesday garden morning"),
        ("Go back", True, ""),
        ("Try a class", False, "Maths for everyday money"),
        ("Lead a bed", False, ""),
    )),
    ("Money that lasts the month", "purpose", (
        ("Ask at the library about the form", True, ""),
        ("Write down one week", False, ""),
    )),
)  # fmt: skip
MILESTONES: Final = (("My own front door key", 240), ("I rang my sister", 31))
JOURNAL: Final = (
    ("The beans came up. All of them.", 3),
    ("Kim laughed so much on the bus that I had to, too.", 11),
    ("Slept through. That is the whole note.", 20),
)
CHECKS: Final[tuple[tuple[Mapping[str, str], int], ...]] = (
    ({"health": "4", "home": "6", "purpose": "3", "community": "2"}, 75),
    ({"health": "5", "home": "6", "community": "4"}, 40),
    ({"health": "5", "home": "7", "purpose": "5", "community": "6"}, 6),
)


def walk(sam: User, activities: Mapping[str, Opportunity], now: dt.datetime) -> None:
    """Write it with the same actions that people use."""
    today = timezone.localdate(now)
    for words, tag, steps in AIMS:
        aim = actions.name_aim(by=sam, words=words, tag=tag, now=now)
        for small, is_done, beside in steps:
            step = actions.add_step(aim=aim, words=small, today=today)
            if is_done:
                actions.finish_step(step=step, today=today)
            if beside in activities:
                put_beside(step=step, opportunity=activities[beside], now=now)
    for words, days in MILESTONES:
        actions.name_milestone(by=sam, words=words, day=today - dt.timedelta(days=days))
    for words, days in JOURNAL:
        actions.write_entry(by=sam, words=words, now=now - dt.timedelta(days=days))
    for rungs, days in CHECKS:
        actions.keep_self_check(by=sam, rungs=rungs, now=now - dt.timedelta(days=days))
