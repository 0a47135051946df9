"""Giving a place back, and who gets it: the waiting list, first come first."""

import datetime as dt
import math
from collections import defaultdict
from contextlib import suppress

from django.db import transaction

from community.notifications.actions import withdraw
from community.people.models import User
from community.safety.permissions import pairs_among
from opportunities.actions.reminders import tell_promoted
from opportunities.models import Session, SessionQuerySet, SignUp, State
from opportunities.permissions import present

from .joining import ACTIVE


@transaction.atomic
def cancel_sign_up(*, sign_up: SignUp, now: dt.datetime) -> SignUp:
    """Give a place, or a place in line, back and return the sign-up as it is now.

    At any time, without a reason and without consequence (safety.md #54). A freed place goes to
    the first who waits, in the same transaction. Cancelling twice is harmless.
    """
    session = Session.objects.locked().get(pk=sign_up.session_id)
    row = SignUp.objects.get(pk=sign_up.pk)
    row.session = session
    if row.state not in ACTIVE:
        return row
    before = (session.places_taken, session.capacity)
    if row.state == State.CONFIRMED:
        session.places_taken -= row.places
    row.state, row.changed_at = State.CANCELLED, now
    row.save(update_fields=["state", "changed_at"])
    withdraw(about=[row.public_id])
    fill_places(session=session, now=now)
    if (session.places_taken, session.capacity) != before:
        session.save(update_fields=Session.COUNTED)
    return row


@transaction.atomic
def give_places_back(*, person: User, now: dt.datetime) -> None:
    """Give back every place, and every place in line, on dates that have not begun.

    For a person who erases their account. On dates that have begun nothing is given back: there
    `places_taken` stays as the anonymous count of who had a place (safety.md #33).
    """
    ahead = SignUp.objects.filter(person=person, session__starts_at__gt=now).ahead(now)
    # In the same order as whoever signs up for several dates, so that neither waits for the other.
    for sign_up in ahead.order_by("session_id"):
        with suppress(SignUp.DoesNotExist):  # a second click of theirs was a moment earlier
            cancel_sign_up(sign_up=sign_up, now=now)


def fill_places(*, session: Session, now: dt.datetime) -> list[SignUp]:
    """Give free places to who waits, in order; tell them; return their sign-ups. Who waits for more
    places than are left goes on waiting, and whoever is next in line and fits gets one.

    Where a place stays free because who waits must not meet somebody there, the date closes: a
    free place that one person does not get would tell them why.

    The caller holds the lock on the session and stores `Session.COUNTED` afterwards. Once a
    session has begun or is cancelled nobody is promoted any more, nor while staff have stopped
    its posting.
    """
    if session.is_full or session.cancelled_at or session.starts_at <= now:
        return []
    ids, passed_over = _next_in_line(session)
    if not (ids or passed_over) or not session.opportunity.is_public(now):
        return []
    promoted = _promote(session, ids, now) if ids else []
    if passed_over:
        session.close(now)
    return promoted


def _promote(session: Session, ids: list[int], now: dt.datetime) -> list[SignUp]:
    """Give these who wait a place, and tell them."""
    chosen = SignUp.objects.filter(pk__in=ids)
    chosen.update(state=State.CONFIRMED, changed_at=now)
    # Read after the update has locked them: a choice of words made meanwhile counts.
    people = chosen.select_related("person__contact_preference").order_by("joined_at", "id")
    promoted = list(people.prefetch_related("person__contact_preference__safe_hours"))
    for sign_up in promoted:
        sign_up.session = session
    session.places_taken += sum(sign_up.places for sign_up in promoted)
    tell_promoted(sign_ups=promoted, now=now)
    return promoted


@transaction.atomic
def fill_places_again(*, sessions: SessionQuerySet, now: dt.datetime) -> None:
    """Give places that became free while nobody was promoted to who waits for them."""
    waiting = SignUp.objects.in_line().order_by().values("session")
    for session in sessions.filter(pk__in=waiting).locked().order_by("pk"):
        before = (session.places_taken, session.capacity)
        fill_places(session=session, now=now)
        if (session.places_taken, session.capacity) != before:
            session.save(update_fields=Session.COUNTED)


def _next_in_line(session: Session) -> tuple[list[int], bool]:
    """Ids of the sign-ups that get the free places, and whether somebody in line was passed over
    for whom there is still room.

    First come first, but nobody is put beside a person they are kept apart from, and of two such
    people in line the first one counts.
    """
    waiting = SignUp.objects.filter(session=session).in_line()
    apart = _kept_apart_in(session)
    there: set[int] = set()
    if apart:
        holding = SignUp.objects.filter(session=session).holding_a_place()
        there.update(holding.values_list("person_id", flat=True))
    left = math.inf if session.capacity is None else session.capacity - session.places_taken
    chosen: list[int] = []
    refused: list[int] = []  # how many places each one needs who must not meet somebody there
    for row in waiting.only("pk", "person_id", "companions"):
        if left == 0:
            break
        if not there.isdisjoint(apart[row.person_id]):
            refused.append(row.places)
        elif row.places <= left:
            chosen.append(row.pk)
            left -= row.places
        there.add(row.person_id)
    return chosen, any(places <= left for places in refused)


def _kept_apart_in(session: Session) -> dict[int, set[int]]:
    """Whom each person in this session is not to be put beside; usually nobody."""
    apart: dict[int, set[int]] = defaultdict(set)
    for person_id, other_id in pairs_among(present([session.pk]).values("person")):
        apart[person_id].add(other_id)
    return apart
