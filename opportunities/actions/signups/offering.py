"""A place that is offered: taking it, its end, and taking it back.

Nothing is held against who says no or nothing (safety.md #54; docs/decisions/0018-flows.md).
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from community.notifications.actions import queue, withdraw
from opportunities.actions.reminders import locked, reminders_of
from opportunities.models import Opportunity, Session, SignUp, State

from .course import Dates, follow, hold
from .filling import fill_places, meets_somebody
from .offer_time import end_of_offer
from .refusals import NoLongerFree, SessionNotOpen, SessionOver

STEP = dt.timedelta(microseconds=1)


def take_place(*, sign_up: SignUp, now: dt.datetime) -> SignUp:
    """Say yes to a place that is offered, and return the sign-up. Twice is harmless.

    Raises SessionNotOpen, SessionOver, or NoLongerFree: whether the time ran out, the organisation
    has fewer places now, or somebody is there whom they must not meet, the words are the same
    (safety.md #15). Then they are in line again, where they were.
    """
    if not _take(sign_up, now):
        raise NoLongerFree
    return SignUp.objects.get(pk=sign_up.pk)


@transaction.atomic
def _take(sign_up: SignUp, now: dt.datetime) -> bool:
    """Whether they have the place now. Not a refusal: that would undo what is to be stored."""
    dates = hold(sign_up.session, now)
    session = dates.first
    if session.cancelled_at is not None or not session.opportunity.is_public(now):
        raise SessionNotOpen
    if session.starts_at <= now:
        raise SessionOver
    row = next(iter(locked(session.sign_ups.filter(person=sign_up.person_id))), None)
    if row is None or row.state != State.OFFERED:
        return row is not None and row.state == State.CONFIRMED
    withdraw(about=[row.public_id])
    if meets_somebody(row):
        _back_in_line(session, [row])
        fill_places(session=session, now=now)
        session.save(update_fields=Session.COUNTED)
        follow(dates, now)
        return False
    row.state, row.changed_at, row.offer_ends_at = State.CONFIRMED, now, None
    row.save(update_fields=["state", "changed_at", "offer_ends_at"])
    queue(reminders_of(row, now))
    follow(dates, now)
    return True


def end_offers(*, now: dt.datetime) -> int:
    """Pass on the places whose offers have ended unanswered; return how many dates were looked at.

    One date at a time, each in a transaction of its own; one that somebody else holds waits for
    the next tick. Of postings that nobody sees now offers do not end: there nobody can answer.
    """
    due = SignUp.objects.filter(state=State.OFFERED, offer_ends_at__lte=now)
    ids = due.order_by("session_id").values_list("session_id", flat=True).distinct()
    return sum(_end_offers_of(session_id, now) for session_id in list(ids))


@transaction.atomic
def _end_offers_of(session_id: int, now: dt.datetime) -> bool:
    dates = _hold_if_free(session_id, now)
    if dates is None or not dates.first.opportunity.is_public(now):
        return False
    session = dates.first
    due = session.sign_ups.filter(state=State.OFFERED, offer_ends_at__lte=now)
    rows = list(due.order_by("joined_at", "id"))
    if not rows:
        return False
    _back_in_line(session, rows)
    for place, row in enumerate(rows):  # behind everybody else, in the order they had
        SignUp.objects.filter(pk=row.pk).update(joined_at=now + place * STEP, changed_at=now)
    withdraw(about=[row.public_id for row in rows])
    # Where nobody else waits who fits, they are simply asked for longer, and not told again.
    fill_places(session=session, now=now, asked={row.pk for row in rows})
    session.save(update_fields=Session.COUNTED)
    follow(dates, now)
    return True


def _hold_if_free(session_id: int, now: dt.datetime) -> Dates | None:
    """Lock the date, or of a course its dates ahead; None if somebody else holds it, or if it is
    called off. A date that has begun is by itself: nothing of it is passed on."""
    found = Session.objects.select_related("opportunity").get(pk=session_id)
    if found.opportunity.is_course and found.starts_at > now:
        posting = Opportunity.objects.select_for_update(no_key=True, skip_locked=True)
        return hold(found, now) if posting.filter(pk=found.opportunity_id).first() else None
    free = Session.objects.select_for_update(no_key=True, skip_locked=True)
    session = free.filter(pk=session_id, cancelled_at=None).first()
    return Dates(session, []) if session else None


def take_offers_back(*, session: Session, places: int, part_id: int | None = None) -> None:
    """Have so many places free again, if places are only offered: who was asked last goes first.
    Those of one part, if it is given.

    The caller holds the lock and stores `Session.COUNTED`. They are where they were in line.
    """
    offered = session.sign_ups.filter(state=State.OFFERED)
    if part_id is not None:
        offered = offered.filter(part=part_id)
    back = []
    for row in offered.order_by("-joined_at", "-id"):
        if places <= 0:
            break
        back.append(row)
        places -= row.places
    # Rows before messages, as who holds a posting does: else each waits for the other.
    _back_in_line(session, back)
    withdraw(about=[row.public_id for row in back])


def end_offers_earlier(*, sessions: Iterable[Session], now: dt.datetime) -> None:
    """Let no offer of these dates, which were moved, end later than one made now would."""
    for session in sessions:
        until = end_of_offer(session, now)
        late = SignUp.objects.filter(session=session, offer_ends_at__gt=until)
        late.update(offer_ends_at=until)


def _back_in_line(session: Session, rows: Iterable[SignUp]) -> None:
    """Have these wait again; their places are free."""
    rows = list(rows)
    back = SignUp.objects.filter(pk__in=[row.pk for row in rows])
    back.update(state=State.WAITING, offer_ends_at=None)
    session.places_taken -= sum(row.places for row in rows)
