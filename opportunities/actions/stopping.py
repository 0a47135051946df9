"""Telling people that what they would come to is off for now, and that it is on after all.

An organisation that is suspended, or whose verification has ended, is out of sight at once
(`Opportunity.objects.public`), and nobody is reminded (`pausing`). That is not enough for who has
its date in their head (safety.md T3).
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from community.notifications.actions import queue
from community.notifications.models import Message, Outcome
from community.organisations.models import Organisation, Standing, site_day
from opportunities.models import SignUp

from .reminders import locked, news_of

IN_TIME: Final = dt.timedelta(days=7)  # before a date; what stops for a day or two need not alarm


@transaction.atomic
def tell_of_stopped(*, now: dt.datetime, organisation: Organisation | None = None) -> int:
    """Tell people whose organisation is suspended, or no longer verified, that their dates within
    a week are off for now; return how many are told just now.

    Neutrally and once each, as of a date that is called off; dates further ahead are told when
    they come that near. `organisation`: of this one only.
    """
    ended = Q(standing=Standing.VERIFIED, verified_until__lt=site_day(now))
    stopped = Organisation.objects.filter(Q(standing=Standing.SUSPENDED) | ended)
    if organisation is not None:
        stopped = stopped.filter(pk=organisation.pk)
    rows = SignUp.objects.ahead(now).filter(
        session__starts_at__gt=now,
        session__starts_at__lte=now + IN_TIME,
        session__opportunity__organisation__in=stopped.order_by(),
    )
    return _tell(rows, now)


@transaction.atomic
def tell_on_again(*, sign_ups: Iterable[SignUp], now: dt.datetime) -> None:
    """Tell those of these people who heard that their date is off that it takes place after all."""
    rows = locked(sign_ups)
    told = _told_last([row.public_id for row in rows])
    queue(
        message
        for row in rows
        if told.get(row.public_id) == "stopped" and row.session.opportunity.is_public(now)
        for message in news_of(row, f"again:{row.public_id}:{now.timestamp():.6f}", now)
    )


def _tell(sign_ups: Iterable[SignUp], now: dt.datetime) -> int:
    """Who was told already is not told again, unless they were told since that it is on."""
    rows = locked(sign_ups)
    told = _told_last([row.public_id for row in rows])
    messages = [
        message
        for row in rows
        if told.get(row.public_id) != "stopped"
        for message in news_of(row, f"stopped:{row.public_id}:{now.timestamp():.6f}", now)
    ]
    queue(messages)
    return len(messages)


def _told_last(about: Collection[UUID]) -> dict[UUID, str]:
    """Of each of these the last it was told, or is about to be: "stopped" or "again"."""
    kinds = Q(key__startswith="stopped:") | Q(key__startswith="again:")
    news = Message.objects.filter(kinds, about__in=about).exclude(outcome=Outcome.DROPPED)
    rows = news.order_by("created_at", "pk").values_list("about", "key")
    return {public_id: key.split(":")[0] for public_id, key in rows if public_id}
