"""When an opportunity takes place: adding, moving and cancelling its dates, and how many fit."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from community.safety.actions import refuse_all_but_staff
from opportunities.actions.adding import begin_adding, end_adding, refuse_twice
from opportunities.actions.attendance import forget_who_is_here
from opportunities.actions.posting_lock import lock_posting
from opportunities.actions.reminders import tell_cancelled, tell_moved
from opportunities.actions.signups import (
    Refusal,
    SessionNotOpen,
    SessionOver,
    all_parts_of,
    end_offers_earlier,
    fill_places,
    follow,
    hold,
    take_offers_back,
)
from opportunities.models import Opportunity, Session

BATCH = 500


class EndsTooEarly(Refusal):
    """It would end before it starts."""

    words = _("It has to end after it starts.")


class StartsTooEarly(Refusal):
    """It would be moved into the past."""

    words = _("That time has passed. Choose a later one.")


class TooFewPlaces(Refusal):
    """Fewer places than people who have one."""

    words = _("More people than that have a place. Choose a higher number of places.")


@transaction.atomic
def add_session(
    *,
    opportunity: Opportunity,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    capacity: int | None,
    now: dt.datetime,
) -> Session:
    """Add a date and return it. No `capacity` means that it is never full, or where the posting has
    parts, as many places as those have together.

    A date of a course has as many places as its others, and everybody in them is in it.
    Raises EndsTooEarly, ThereAlready, CourseIsOver or TooManyDates.
    """
    if ends_at <= starts_at:
        raise EndsTooEarly
    lock_posting(opportunity.pk)
    refuse_twice(opportunity.pk, [(starts_at, ends_at)], now)
    course = begin_adding(opportunity, now)
    if capacity is None:
        capacity = all_parts_of(opportunity.pk)
    session = Session.objects.create(
        opportunity=opportunity, starts_at=starts_at, ends_at=ends_at, capacity=capacity
    )
    refresh_next_session(opportunity_ids=[opportunity.pk], now=now)
    end_adding(opportunity, course, now)
    return session


@transaction.atomic
def move_session(
    *, session: Session, starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime
) -> Session:
    """Give the session another time and return it; everybody in it is told once, and their
    reminders move along. The same time again changes nothing.

    Raises EndsTooEarly, StartsTooEarly, SessionOver or SessionNotOpen.
    """
    if ends_at <= starts_at:
        raise EndsTooEarly
    if starts_at <= now:
        raise StartsTooEarly
    locked = _lock_upcoming(session, now)
    if locked.cancelled_at is not None:
        raise SessionNotOpen
    if (locked.starts_at, locked.ends_at) == (starts_at, ends_at):
        return locked
    if locked.has_open_register(now):
        forget_who_is_here(sessions=[locked])
    locked.starts_at, locked.ends_at, locked.moved_at = starts_at, ends_at, now
    locked.save(update_fields=["starts_at", "ends_at", "moved_at"])
    refresh_next_session(opportunity_ids=[locked.opportunity_id], now=now)
    end_offers_earlier(sessions=[locked], now=now)
    tell_moved(sign_ups=locked.sign_ups.ahead(now), now=now)
    return locked


@transaction.atomic
def set_capacity(*, session: Session, capacity: int | None, now: dt.datetime) -> Session:
    """Change how many fit and return the session; new places go to who waits, in order.

    Raises TooFewPlaces: nobody loses a place because a number changed. Who is offered one and has
    not said yes waits again. All dates of a course that are ahead have the same number. A date of a
    posting with parts always has one: None is as many as those have together.
    """
    dates = hold(session, now)
    locked = dates.first
    if capacity is None:
        capacity = all_parts_of(locked.opportunity_id)
    if capacity is not None and capacity < locked.places_held:
        short = locked.places_taken + locked.places_sought - capacity
        take_offers_back(session=locked, places=short)
        if capacity < locked.places_held:
            raise TooFewPlaces
    if capacity == locked.given_capacity:
        return locked
    if locked.closed_at is None:
        locked.capacity = capacity
    else:  # more places count once staff open it again
        locked.planned = capacity
        if capacity is not None and locked.capacity is not None:
            locked.capacity = min(locked.capacity, capacity)
    fill_places(session=locked, now=now)
    locked.save(update_fields=Session.COUNTED)
    follow(dates, now)
    return locked


@transaction.atomic
def open_again(*, session: Session, by: User, now: dt.datetime) -> Session:
    """Give places on a date that was closed to keep two people apart, and return it.

    It closes again at once while somebody in line must not meet somebody there: else they would
    see others get the places that they do not. Raises NotForYou for anybody but programme staff.
    """
    refuse_all_but_staff(by)
    dates = hold(session, now)
    locked = dates.first
    if locked.closed_at is not None:
        locked.capacity, locked.planned, locked.closed_at = locked.planned, None, None
        fill_places(session=locked, now=now)
        locked.save(update_fields=Session.COUNTED)
        follow(dates, now)
    return locked


@transaction.atomic
def cancel_session(*, session: Session, now: dt.datetime) -> Session:
    """Call the session off and return it; everybody in it is told, their reminders vanish, their
    sign-ups stay as they were. Cancelling twice is harmless.

    Raises SessionOver once it has begun.
    """
    locked = _lock_upcoming(session, now)
    if locked.cancelled_at is not None:
        return locked
    if locked.has_open_register(now):
        forget_who_is_here(sessions=[locked])
    ahead = list(locked.sign_ups.ahead(now))
    locked.cancelled_at = now
    locked.save(update_fields=["cancelled_at"])
    refresh_next_session(opportunity_ids=[locked.opportunity_id], now=now)
    tell_cancelled(sign_ups=ahead, now=now)
    return locked


def refresh_next_session(*, opportunity_ids: Collection[int], now: dt.datetime) -> None:
    """Make `next_session` and `next_session_at` of these opportunities right, in two queries.

    Whoever adds, moves or cancels sessions calls it in the same transaction.
    """
    _refresh(Opportunity.objects.filter(pk__in=opportunity_ids), now)


def refresh_next_sessions(*, now: dt.datetime) -> int:
    """Move on the opportunities whose next session has begun; return how many. In batches, each
    its own short transaction, so that a tick after a long pause holds nobody up."""
    begun = Opportunity.objects.filter(next_session_at__lte=now)
    moved_on = 0
    while batch := _refresh(begun, now, at_most=BATCH):
        moved_on += batch
    return moved_on


@transaction.atomic
def _refresh(
    opportunities: QuerySet[Opportunity], now: dt.datetime, at_most: int | None = None
) -> int:
    """Lock first, look for the next session after: else, of two sessions that are added at the
    same moment, the later one might stay."""
    rows = opportunities.select_for_update(no_key=True).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:at_most])
    upcoming = Session.objects.upcoming(now).filter(opportunity=OuterRef("pk"))
    soonest = upcoming.order_by("starts_at", "pk")
    Opportunity.objects.filter(pk__in=ids).update(
        next_session=Subquery(soonest.values("pk")[:1]),
        next_session_at=Coalesce(
            Subquery(soonest.values("starts_at")[:1]),
            Case(When(asked_until__gt=now, then=F("asked_until"))),
        ),
    )
    return len(ids)


def _lock_upcoming(session: Session, now: dt.datetime) -> Session:
    """Lock the posting, then its session: whoever needs both takes them in this order, as
    publishing and releasing do, else the two could wait for each other (decision 2)."""
    lock_posting(session.opportunity_id)
    locked = Session.objects.locked().get(pk=session.pk)
    if locked.starts_at <= now:
        raise SessionOver
    return locked
