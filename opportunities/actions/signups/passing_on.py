"""Keeping a place until somebody takes it: finding a stand-in without saying who is looking.

docs/decisions/0025-passed-on.md. A place that others may take is not in `places_taken`, so that
every page, filter, line and sign-up reads it as free, and needs to know nothing of who has it.
"""

import datetime as dt
import math
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from community.notifications.actions import queue, withdraw
from opportunities.actions.reminders import locked, news_of
from opportunities.models import Session, SignUp, State

from .filling import fill_places
from .offer_time import end_of_offer
from .offering import take_offers_back
from .refusals import NoNeedToSeek, SessionNotOpen, TooLateToSeek
from .room import left_in_parts, places_by_part

SETTLED: Final = dt.timedelta(hours=4)  # before a date: whose place it is changes no more


@transaction.atomic
def seek_stand_in(*, sign_up: SignUp, now: dt.datetime) -> SignUp:
    """Keep a place only until somebody takes it, and return the sign-up. Twice is harmless.

    It is free from now on, for who waits first. Raises SessionNotOpen, TooLateToSeek or
    NoNeedToSeek.
    """
    session = Session.objects.locked().get(pk=sign_up.session_id)
    if session.cancelled_at is not None or not session.opportunity.is_public(now):
        raise SessionNotOpen
    if is_settled(session, now):
        raise TooLateToSeek
    row = SignUp.objects.get(pk=sign_up.pk)
    row.session = session
    if row.is_seeking:
        return row
    is_course = session.opportunity.is_course  # there a date is left out, or all of it is left
    if is_course or row.state != State.CONFIRMED or session.capacity is None:
        raise NoNeedToSeek
    row.stand_in_since = now
    row.save(update_fields=["stand_in_since"])
    session.places_taken -= row.places
    session.places_sought += row.places
    fill_places(session=session, now=now)
    session.save(update_fields=Session.COUNTED)
    if session.is_full and session.closed_at is not None:
        # Nobody in line may have it. Where one may, they are asked, which takes time: so does this.
        row.stand_in_since = end_of_offer(session, now)
        row.save(update_fields=["stand_in_since"])
    return row


@transaction.atomic
def end_search(*, sign_up: SignUp, now: dt.datetime) -> SignUp:
    """Simply keep the place after all, unless somebody took it, and return the sign-up.

    Who is only asked whether they want it, is not: an offer ends like one whose place was taken
    back (docs/decisions/0018-flows.md).
    """
    session = Session.objects.locked().get(pk=sign_up.session_id)
    _pass_on(session, now)
    row = session.sign_ups.seeking().filter(pk=sign_up.pk).first()
    if row is not None:
        row.session = session
        _keep(session, [row], now)
    session.save(update_fields=Session.COUNTED)
    return SignUp.objects.select_related("session").get(pk=sign_up.pk)


def pass_places_on(*, now: dt.datetime) -> int:
    """Free those whose place somebody took, and tell them; in the last hours tell the others that
    theirs is still theirs. Return how many dates were looked at.

    It runs every minute, not in the request that takes a place: that one is the same for everybody,
    whoever holds what. A date that somebody else holds waits for the next tick.
    """
    ids = SignUp.objects.seeking().filter(
        session__cancelled_at=None, session__ends_at__gt=now - SETTLED
    )
    return sum(_settle(pk, now) for pk in sorted(set(ids.values_list("session_id", flat=True))))


def is_settled(session: Session, now: dt.datetime) -> bool:
    """Whether it begins so soon that places are no longer passed on."""
    return session.starts_at - now <= SETTLED


@transaction.atomic
def _settle(session_id: int, now: dt.datetime) -> bool:
    free = Session.objects.select_for_update(no_key=True, skip_locked=True)
    session = free.filter(pk=session_id, cancelled_at=None).first()
    if session is None or not session.opportunity.is_public(now):
        return False
    _pass_on(session, now)
    if is_settled(session, now):
        rows = locked(session.sign_ups.seeking())
        for row in rows:
            row.session = session
        _keep(session, rows, now)
        queue(
            message
            for row in rows
            if row.state == State.CONFIRMED and session.starts_at > now
            for message in news_of(row, f"still:{row.public_id}:{now.timestamp():.6f}", now)
        )
    session.save(update_fields=Session.COUNTED)
    return True


def _pass_on(session: Session, now: dt.datetime) -> None:
    """Free as many as there are no longer places for, who asked first first.

    A place that is only offered may come back, and counts as one that is left. Who is not due yet
    asked when the date was closed: theirs is gone sooner only where there is no chair for it.
    """
    rows = locked(session.sign_ups.seeking())
    others = session.places_taken
    others -= sum(row.places for row in session.sign_ups.filter(state=State.OFFERED))
    sought = sum(row.places for row in rows)
    missing = _missing_in_parts(session, rows)
    gone = []
    for row in sorted(rows, key=lambda row: (row.stand_in_since, row.pk)):
        is_due = is_settled(session, now) or (row.stand_in_since or now) <= now
        most = session.capacity if is_due else session.given_capacity
        has_no_chair = most is not None and others + sought > most
        has_no_chair = has_no_chair or missing[row.part_id] > 0
        if row.state == State.CONFIRMED and has_no_chair:
            row.session, row.state, row.changed_at = session, State.CANCELLED, now
            row.save(update_fields=["state", "changed_at"])
            session.places_sought -= row.places
            gone.append(row)
            sought -= row.places
            missing[row.part_id] -= row.places
    withdraw(about=[row.public_id for row in gone])
    queue(
        message
        for row in gone
        if session.starts_at > now
        for message in news_of(row, f"passed:{row.public_id}:{now.timestamp():.6f}", now)
    )


def _missing_in_parts(session: Session, rows: list[SignUp]) -> dict[int | None, float]:
    """How many of the places that these would keep each of their parts has no number for."""
    missing: dict[int | None, float] = {None: -math.inf}
    if any(row.part_id for row in rows):
        left = left_in_parts(session)
        offered = places_by_part(session.sign_ups.filter(state=State.OFFERED))
        sought = places_by_part(rows)
        missing |= {pk: sought[pk] - offered[pk] - left[pk] for pk in left}
    return missing


def _keep(session: Session, rows: Iterable[SignUp], now: dt.datetime) -> None:
    """Count these places again. The caller holds the lock and stores `Session.COUNTED`."""
    for row in rows:
        if session.capacity is not None and not session.has_room_for(row.places):
            short = session.places_taken + row.places - session.capacity
            take_offers_back(session=session, places=short)
        if row.part_id is not None:
            short = row.places - left_in_parts(session)[row.part_id]
            take_offers_back(session=session, places=short, part_id=row.part_id)
        row.stand_in_since = None
        row.save(update_fields=["stand_in_since"])
        session.places_sought -= row.places
        session.places_taken += row.places
        if session.capacity is not None:  # of a date that was closed, their own place is theirs
            session.capacity = max(session.capacity, session.places_taken)
    fill_places(session=session, now=now)
