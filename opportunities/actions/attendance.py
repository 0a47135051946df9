"""Who came: marked at the door, taken back at the door, and how many came without a place.

Nobody is ever marked as missing. Who is not marked is simply not marked (safety.md #54, T16).
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from opportunities.actions.hours import count_hours
from opportunities.actions.signups import Refusal
from opportunities.actions.uncounting import uncount_hours
from opportunities.models import HAS_A_PLACE, MOST_WALK_INS, Session, SignUp, State


class RegisterClosed(Refusal):
    """Too early or too late, or the date is called off or not public."""

    words = _("This register is not open now.")


class GivenBack(Refusal):
    """The place was given back meanwhile."""

    words = _("That place was given back, so there is nothing to mark.")


class CountedMeanwhile(Refusal):
    """Somebody else counted since the page was shown, or the same press came twice."""

    words = _(
        "The number has changed meanwhile. Please look at it, and count again if it is short."
    )


class OutOfBounds(Refusal):
    """Fewer than nobody, or more than a number of people at a door."""

    words = _("A number from 0 to 999, please.")


@transaction.atomic
def mark_here(*, sign_up: SignUp, now: dt.datetime) -> SignUp:
    """Mark somebody who has a place as here, and return the sign-up as it is now.

    Twice is once: the first moment stays. Raises RegisterClosed or GivenBack.
    """
    row = _locked(sign_up, now)
    if row.state not in HAS_A_PLACE:
        raise GivenBack
    if row.state != State.ATTENDED:
        row.state, row.came_at = State.ATTENDED, now
        row.save(update_fields=["state", "came_at"])
        count_hours(sign_up=row, now=now)
    return row


@transaction.atomic
def take_mark_back(*, sign_up: SignUp, came_at: dt.datetime, now: dt.datetime) -> SignUp:
    """Take back the mark that was made at `came_at`, and return the sign-up as it is now.

    A newer mark stays: a press that arrives late, or a second time, undoes nothing but what it was
    about. Raises RegisterClosed.
    """
    row = _locked(sign_up, now)
    if row.state == State.ATTENDED and row.came_at == came_at:
        row.state, row.came_at = State.CONFIRMED, None
        row.save(update_fields=["state", "came_at"])
        uncount_hours(sign_ups=[row])
    return row


def forget_who_is_here(*, sessions: Collection[Session]) -> None:
    """Take back every mark of dates that get another time or are called off: nobody was there.

    So they are told like everybody else. The caller holds the lock on the sessions, and names those
    whose register was open: on others nobody is marked.
    """
    if not sessions:
        return
    marked = SignUp.objects.filter(session__in=sessions, state=State.ATTENDED)
    uncount_hours(sign_ups=list(marked))
    marked.update(state=State.CONFIRMED, came_at=None)


@transaction.atomic
def count_walk_ins(*, session: Session, seen: int, number: int, now: dt.datetime) -> Session:
    """Say how many came without a place. `seen`: the number that stood there when it was said.

    Apart from the places and from their end: who stands at the door is in. Only if nobody counted
    since, so that a press that arrives twice counts once. Raises OutOfBounds, RegisterClosed or
    CountedMeanwhile.
    """
    if not 0 <= number <= MOST_WALK_INS:
        raise OutOfBounds
    locked = Session.objects.locked().get(pk=session.pk)
    _refuse_unless_open(locked, now)
    if locked.walk_ins != seen:
        raise CountedMeanwhile
    locked.walk_ins = number
    locked.save(update_fields=["walk_ins"])
    return locked


def _locked(sign_up: SignUp, now: dt.datetime) -> SignUp:
    """The sign-up as it is now. Under the lock on its session: no place changes hands by a mark,
    but whoever gives theirs back, moves the date or calls it off reads the row under that lock."""
    session = Session.objects.locked().get(pk=sign_up.session_id)
    _refuse_unless_open(session, now)
    row = SignUp.objects.get(pk=sign_up.pk)
    row.session = session
    return row


def _refuse_unless_open(session: Session, now: dt.datetime) -> None:
    if not (session.has_open_register(now) and session.opportunity.is_public(now)):
        raise RegisterClosed
