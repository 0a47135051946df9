"""Giving a place back: at any time, without a reason."""

import datetime as dt
from contextlib import suppress

from django.db import transaction

from community.notifications.actions import withdraw
from community.people.models import User
from opportunities.actions.uncounting import uncount_hours
from opportunities.models import ACTIVE, HOLDS_A_PLACE, OF_A_COURSE, Session, SignUp, State

from .course import follow, hold
from .filling import fill_places
from .late import tell_if_late


@transaction.atomic
def cancel_sign_up(*, sign_up: SignUp, now: dt.datetime) -> SignUp:
    """Give a place, or a place in line, back and return the sign-up as it is now.

    At any time, without a reason and without consequence (safety.md #54); also a "no, thank you"
    to a place that is offered. A freed place goes to the first who waits, in the same transaction.
    Cancelling twice is harmless. Where it is later than the organisation wished it is told of the
    place, not of the person.

    Whoever is in a course leaves all of it that is ahead, also what they are marked as here at or
    excused from before it has begun; what is behind them stays theirs.
    """
    dates = hold(sign_up.session, now)
    session = dates.first
    row = SignUp.objects.filter(session=session, person=sign_up.person_id).first()
    if row is None:
        return SignUp.objects.get(pk=sign_up.pk)
    row.session = session
    is_course = sign_up.session.opportunity.is_course and session.starts_at > now
    if row.state not in (OF_A_COURSE if is_course else ACTIVE):
        return row
    before = [getattr(session, name) for name in Session.COUNTED]
    had_a_place = row.state == State.CONFIRMED
    if row.state == State.ATTENDED:
        uncount_hours(sign_ups=[row])
    if row.is_seeking:
        session.places_sought -= row.places
    elif row.state in HOLDS_A_PLACE:
        session.places_taken -= row.places
    row.state, row.changed_at = State.CANCELLED, now
    row.offer_ends_at = row.came_at = row.stand_in_since = None
    row.save(update_fields=["state", "changed_at", "offer_ends_at", "came_at", "stand_in_since"])
    withdraw(about=[row.public_id])
    fill_places(session=session, now=now)
    if [getattr(session, name) for name in Session.COUNTED] != before:
        session.save(update_fields=Session.COUNTED)
    follow(dates, now)
    if had_a_place:
        tell_if_late(session, now)
    return row


@transaction.atomic
def give_places_back(*, person: User, now: dt.datetime) -> None:
    """Give back every place, and every place in line, on dates that have not begun.

    For a person who erases their account. On dates that have begun nothing is given back: there
    `places_taken` stays as the anonymous count of who had a place (safety.md #33).
    """
    ahead = SignUp.objects.filter(
        person=person,
        state__in=(*ACTIVE, State.EXCUSED),
        session__starts_at__gt=now,
        session__cancelled_at=None,
    ).select_related("session__opportunity")
    # In the same order as whoever signs up for several dates, so that neither waits for the other.
    for sign_up in ahead.order_by("session_id"):
        with suppress(SignUp.DoesNotExist):  # a second click of theirs was a moment earlier
            cancel_sign_up(sign_up=sign_up, now=now)
