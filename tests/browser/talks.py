"""Pages of asking for a talk, with and without an account."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from community.people.models import User
from community.support.models import FirstContactRequest
from tests.factories.first_talks import first_talk, talk_form

DAY = dt.timedelta(days=1)


def pages_of_talks(asked: User, nobody_yet: User) -> list[dict[str, Any]]:
    """What `Shown` takes: the form, the code, and where a talk stands."""
    talk, code, mine = (reverse(f"support:{name}") for name in ("talk", "talk_code", "talk_mine"))
    now = timezone.now()
    first_talk(by=asked, now=now)
    row, words = first_talk(once="1" * 32, now=now)
    FirstContactRequest.objects.filter(pk=row.pk).update(reply="Ring us at ten.", state="reached")
    row.hand_overs.create(
        recipient="Harbour House",
        told="A first name",
        purpose="A bed",
        is_spoken=True,
        said_yes_at=now,
        expires_at=now + 9 * DAY,
    )
    refused = talk_form(reach="x", way="drone")
    return [
        {"name": "talk", "path": talk},
        {"name": "talk refused", "path": talk, "data": refused, "status": 400},
        {"name": "talk sent", "path": talk, "data": talk_form()},
        {"name": "talk by its code", "path": code, "data": {"code": words}},
        {"name": "talk of no code", "path": code, "data": {"code": "x"}, "status": 404},
        {"name": "own talks", "path": mine, "who": asked},
        {"name": "no talks yet", "path": mine, "who": nobody_yet},
    ]
