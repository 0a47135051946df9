"""Telling who has a place that they are to go somewhere else, once staff have approved that."""

import datetime as dt
from typing import Final

from django.db import transaction

from community.notifications.actions import queue
from opportunities.models import Opportunity, SignUp, State

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
def tell_if_elsewhere(*, opportunity: Opportunity, now: dt.datetime) -> None:
    """Tell each person who has a place once, if the words that became public lead elsewhere.

    Where that is stands in their plan, which says that it has changed, and in the message only for
    who chose details. Of a posting that is held the message is put off by who holds it, and told
    once it is released.
    """
    if opportunity.led_to in (None, where_it_leads(opportunity)):
        return
    Opportunity.objects.filter(pk=opportunity.pk).update(place_changed_at=now)
    if not opportunity.is_public(now) and opportunity.held_at is None:
        return
    coming = SignUp.objects.ahead(now).filter(
        session__opportunity=opportunity, session__cancelled_at=None, state=State.CONFIRMED
    )
    queue(
        message
        for row in firsts(row for row in locked(coming) if row.state == State.CONFIRMED)
        for message in news_of(row, f"{WHERE}{row.public_id}:{now.timestamp():.6f}", now)
    )
