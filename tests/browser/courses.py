"""Pages of a course, for `pages.py`: a name, where, who, and what stands in its form."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from opportunities.actions.signups import excuse, sign_up
from tests.browser.world import World
from tests.factories.opportunities import OpportunityFactory, SessionFactory


def pages_of_a_course(world: World) -> list[tuple[Any, ...]]:
    """A course of three dates that Sam is in, but not on one of them; and where Rosa sets it."""
    now = timezone.now()
    row = OpportunityFactory(
        organisation=world.rows["garden"].organisation, kind="class", title="Sewing from scratch",
        motif="sewing", course="start",
    )  # fmt: skip
    first, *_later = (
        SessionFactory(opportunity=row, starts_at=now + dt.timedelta(days=8 + 7 * n))
        for n in range(3)
    )
    place = sign_up(session=first, by=world.sam, alias="Sam", now=now)
    excuse(sign_up=place, now=now)
    detail = reverse("opportunities:detail", args=[row.public_id])
    saved = reverse("opportunities:saved", args=[place.public_id])
    dates = reverse("opportunities:workplace_dates", args=[row.public_id])
    return [
        ("course", detail),
        ("course with a place", saved, world.sam),
        ("plan with a course", reverse("opportunities:plan"), world.sam),
        ("dates of a course", dates, world.rosa),
        ("dates of a course refused", dates, world.rosa, {"together": "1", "course": ""}, 400),
    ]
