"""Telling who has a place that they are to go somewhere else, once staff have approved that."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Final

from django.db import transaction

from community.notifications.actions import queue
from opportunities.models import Opportunity, Session, SignUp, State

from .reminders import WHERE, firsts, locked, news_of

LEADS: Final = ("place", "area_id", "getting_there")


def note_where_it_led(*, opportunity: Opportunity) -> None:
    """Note on a posting that is about to be saved where its row has led people so far."""
    row = Opportunity.objects.filter(pk=opportunity.pk).only(*LEADS).first()
    opportunity.led_to = where_it_leads(row) if row else None


def where_it_leads(opportunity: Opportunity) -> tuple[str, ...]:
    """What of a posting says where to go; spaces and capitals lead nowhere else."""
    said = (str(getattr(opportunity, name) or "") for name in LEADS)
    return tuple(" ".join(words.split()).casefold() for words in said)


@transaction.atomic
def tell_if_elsewhere(*, opportunities: Collection[Opportunity], now: dt.datetime) -> None:
    """Where the words that became public lead elsewhere, tell each person with a place there once.

    Where that is stands in their plan, which says that it has changed, and in the message only for
    who chose details. Of a posting that is held the message is put off by who holds it, and told
    once it is released.
    """
    moved = [one for one in opportunities if one.led_to not in (None, where_it_leads(one))]
    if not moved:
        return
    Opportunity.objects.filter(pk__in=[one.pk for one in moved]).update(place_changed_at=now)
    told = [one.pk for one in moved if one.is_public(now) or one.held_at is not None]
    # First the dates, as whoever gives a place back takes them (decision 2): its places are given
    # again afterwards, in the same transaction.
    dates = Session.objects.locked().filter(opportunity__in=told, starts_at__gt=now)
    list(dates.order_by("pk").values_list("pk"))
    coming = SignUp.objects.ahead(now).filter(
        session__opportunity__in=told, session__cancelled_at=None, state=State.CONFIRMED
    )
    of_posting: dict[int, list[SignUp]] = defaultdict(list)
    for row in locked(coming):
        if row.state == State.CONFIRMED:
            of_posting[row.session.opportunity_id].append(row)
    queue(
        message
        for rows in of_posting.values()
        for row in firsts(rows)
        for message in news_of(row, f"{WHERE}{row.public_id}:{now.timestamp():.6f}", now)
    )
