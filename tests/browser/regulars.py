"""Pages of somebody who comes regularly, for `pages.py`."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from opportunities.actions.regulars import come_regularly
from opportunities.actions.schedules import add_schedule
from opportunities.actions.signups import sign_up
from opportunities.models import Often, PracticalNeed, Rhythm
from opportunities.models.vocabulary import BRING_SOMEONE
from tests.browser.world import LONG, World
from tests.factories.opportunities import OpportunityFactory
from tests.factories.people import UserFactory


def pages_of_a_regular(world: World) -> list[tuple[Any, ...]]:
    """Joy comes to one thing every time, and can say so of another one with a long name."""
    now, joy = timezone.now(), UserFactory(username="joyce", alias="Joyce")
    places = []
    for title, hours in (("Tuesday garden morning", 50), (LONG, 75)):
        row = OpportunityFactory(organisation=world.rows["garden"].organisation, title=title)
        row.needs = list(PracticalNeed.objects.filter(slug=BRING_SOMEONE))
        row.save()
        starts_at = now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=hours)
        schedule = add_schedule(
            opportunity=row, rhythm=Rhythm.WEEKLY, starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=2), last_on=None, capacity=8, now=now,
        )  # fmt: skip
        first = schedule.sessions.order_by("starts_at")[0]
        places.append(sign_up(session=first, by=joy, alias="Joyce", companions=1, now=now))
    regular = come_regularly(sign_up=places[0], often=Often.SECOND, with_companions=False, now=now)
    page = reverse("opportunities:regular", args=[regular.public_id])
    saved, may = (reverse("opportunities:saved", args=[row.public_id]) for row in places)
    plan = reverse("opportunities:plan")
    return [
        ("can come regularly", may, joy),
        ("comes regularly", saved, joy),
        ("plan of who comes regularly", plan, joy),
        ("regular", page, joy),
        ("regular refused", page, joy, {"break": "1", "back_on": "2001-01-01"}, 400),
        ("told: takes a break", page, joy, {"break": "1", "back_on": "", "gives_back": "on"}),
        ("plan of who takes a break", plan, joy),
        ("regular on a break", page, joy),
        ("comes regularly, on a break", saved, joy),
    ]
