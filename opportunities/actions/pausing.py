"""Sending nobody to what is out of sight (safety.md T3)."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from community.notifications.actions import put_off, withdraw
from community.notifications.models import Message
from opportunities.models import SignUp, public_opportunity

from .reminders import LASTING, locked

LOOK_AHEAD: Final = dt.timedelta(minutes=10)  # several ticks: one that is late changes nothing
STOPPED: Final = ("stopped:",)  # what stopping itself tells


@transaction.atomic
def pause_reminders(*, sign_ups: Iterable[SignUp]) -> int:
    """Take back what is still to be sent about these sign-ups; return how many messages.

    For postings that staff have stopped: no message leads anybody there (safety.md T3). Whoever
    stops one stores that first. `plan_reminders` undoes it: reminders can be made anew from the
    sign-up, but not that a place came up or a date moved, so such news is put off, not deleted.
    """
    about = [row.public_id for row in locked(sign_ups)]
    return put_off(about=about, keys=LASTING) + withdraw(about=about, but=LASTING + STOPPED)


@transaction.atomic
def pause_stopped(*, now: dt.datetime) -> int:
    """Take back what is due soon about postings that are not public (any more); return how many.

    Time ends a verification without anybody doing anything; and whatever else takes a posting
    out of sight, its people are not sent there.
    """
    soon = Message.objects.filter(ended_at=None, due_at__lte=now + LOOK_AHEAD)
    about = soon.exclude(about=None).values("about")
    rows = SignUp.objects.ahead(now).filter(public_id__in=about)
    return pause_reminders(sign_ups=rows.exclude(public_opportunity(now, "session__opportunity__")))
