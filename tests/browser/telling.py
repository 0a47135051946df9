"""Where a partner tells an activity in another language, and how its readers then read it."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from opportunities.models import Kind
from tests.browser.world import World
from tests.factories.opportunities import OpportunityFactory, SessionFactory

SPANISH = {"title": "Coser desde el principio", "summary": "Traes la tela y cosemos juntas."}


def pages_of_telling(world: World) -> list[dict[str, Any]]:
    """Each page, as `Shown` takes it."""
    row = OpportunityFactory(
        organisation=world.rows["garden"].organisation, kind=Kind.CLASS, motif="sewing",
        title="Sewing by hand", summary="You bring the cloth.", description="", ask_for="",
        rhythm="", who_comes="", bring="", cost="", getting_there="", arrival="", rules="",
    )  # fmt: skip
    SessionFactory(opportunity=row, starts_at=timezone.now() + dt.timedelta(days=12))
    row.write_in("es", SPANISH)
    row.save()
    preview = reverse("opportunities:workplace_preview", args=[row.public_id])
    telling = reverse("opportunities:workplace_telling", args=[row.public_id, "es"])
    refused = {"title": "x" * 300}
    return [
        {"name": "in Spanish", "path": telling, "who": world.rosa},
        {
            "name": "in Spanish refused", "path": telling, "who": world.rosa, "data": refused,
            "status": 400,
        },
        {"name": "preview in Spanish", "path": f"{preview}?in=es", "who": world.rosa},
    ]  # fmt: skip
