"""Changing or calling off one date of a schedule, and those with it.

"Only this date", "this date and those after it", "all dates from now on". The rows of the dates
stay, and with them everybody's place. Where the time changes for more than one date, the schedule
ends and a new one goes on, so that every schedule has one time.
"""

import datetime as dt
from itertools import takewhile

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from opportunities.actions.attendance import forget_who_is_here
from opportunities.actions.posting_lock import lock_posting
from opportunities.actions.regulars import go_over
from opportunities.actions.reminders import tell_cancelled, tell_moved
from opportunities.actions.schedules import make_due_dates, set_times
from opportunities.actions.sessions import (
    EndsTooEarly,
    StartsTooEarly,
    cancel_session,
    move_session,
    refresh_next_session,
    set_capacity,
)
from opportunities.actions.signups import (
    Refusal,
    SessionNotOpen,
    SessionOver,
    all_parts_of,
    end_offers_earlier,
)
from opportunities.models import Reach, Schedule, Session, SignUp
from opportunities.models.recurring import LAST, day_before, days_of, nth_of, rule_from

DAY = dt.timedelta(days=1)


class FirstInThePast(Refusal):
    """Moved as far as this one, the first of the dates would have begun."""

    words = _(
        "The first of these dates would be in the past. Choose only this date and later ones."
    )


@transaction.atomic
def change_dates(
    *,
    session: Session,
    reach: Reach,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    capacity: int | None,
    now: dt.datetime,
) -> None:
    """Give this date, and as many more as `reach` says, another time or number of places.

    Everybody keeps their place, their reminders move along, and each person is told once. What is
    as it was here changes nowhere else: only a new time or a new number goes on to other dates. A
    date that was moved by itself keeps its time; one that more people come to keeps their places.
    Where later dates come nearer than twelve months by it, they are made at once.

    Raises the refusals of `move_session` and `set_capacity`, and FirstInThePast.
    """
    if reach == Reach.ONE or session.schedule_id is None:
        move_session(session=session, starts_at=starts_at, ends_at=ends_at, now=now)
        set_capacity(session=session, capacity=capacity, now=now)
        return
    if ends_at <= starts_at:
        raise EndsTooEarly
    if starts_at <= now:
        raise StartsTooEarly
    one, dates = _lock(session, reach, now)
    if one.cancelled_at is not None:
        raise SessionNotOpen
    if capacity is None:
        capacity = all_parts_of(one.opportunity_id)
    has_new_number = capacity != one.given_capacity
    if (starts_at, ends_at) != (one.starts_at, one.ends_at):
        _move(one, dates, starts_at, ends_at, now)
    if has_new_number:
        _set_places(one, dates, capacity, now)
    make_due_dates(schedule_id=_schedule_of(one).pk, opportunity_id=one.opportunity_id, now=now)


@transaction.atomic
def call_off(*, session: Session, reach: Reach, now: dt.datetime) -> None:
    """Call this date off, and as many more as `reach` says; each person in them is told once.

    After "those after it" or "all" no more dates are made. Calling off twice is harmless.
    Raises SessionOver once the date has begun.
    """
    if reach == Reach.ONE or session.schedule_id is None:
        cancel_session(session=session, now=now)
        return
    one, dates = _lock(session, reach, now)
    forget_who_is_here(sessions=[date for date in dates if date.has_open_register(now)])
    ids = [date.pk for date in dates if date.cancelled_at is None]
    ahead = list(SignUp.objects.filter(session__in=ids).ahead(now))
    Session.objects.filter(pk__in=ids).update(cancelled_at=now)
    _end(_schedule_of(one), before=dates[0], now=now)
    refresh_next_session(opportunity_ids=[one.opportunity_id], now=now)
    tell_cancelled(sign_ups=ahead, now=now)


def _lock(session: Session, reach: Reach, now: dt.datetime) -> tuple[Session, list[Session]]:
    """This date and all that are meant, in the order of their days, locked: the posting first, then
    the dates, then everybody who signed up (decision 2).

    Which schedule it belongs to is read under the lock: a moment ago it may have been another.
    """
    lock_posting(session.opportunity_id)
    fresh = Session.objects.get(pk=session.pk)
    if fresh.starts_at <= now:
        raise SessionOver
    rows = Session.objects.filter(schedule=fresh.schedule_id, starts_at__gt=now)
    if reach == Reach.FOLLOWING:
        rows = rows.filter(occurs_on__gte=fresh.occurs_on)
    dates = sorted(rows.locked().order_by("pk"), key=_day)
    people = SignUp.objects.filter(session__in=dates).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))
    return next(date for date in dates if date.pk == fresh.pk), dates


def _move(
    one: Session,
    dates: list[Session],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    now: dt.datetime,
) -> None:
    """Put a new schedule in the place of the old one, and on its days the dates that follow it."""
    old = _schedule_of(one)
    new, becomes = _successor(old, one, dates, starts_at, ends_at)
    _end(old, before=dates[0], now=now)
    new.save(force_insert=True)
    near, moved = [date for date in dates if date.has_open_register(now)], []
    for date in dates:
        is_as_usual = (date.starts_at, date.ends_at) == old.moments(_day(date))
        date.schedule, date.occurs_on = new, becomes[_day(date)]
        times = new.moments(date.occurs_on)
        follows = date is one or (is_as_usual and date.cancelled_at is None)
        if follows and times != (date.starts_at, date.ends_at):
            date.starts_at, date.ends_at, date.moved_at = *times, now
            moved.append(date)
    if any(date.starts_at <= now for date in moved):
        raise FirstInThePast
    columns = ["schedule", "occurs_on", "starts_at", "ends_at", "moved_at"]
    Session.objects.bulk_update(dates, columns)
    go_over(old=old, new=new, becomes=becomes)
    forget_who_is_here(sessions=[date for date in moved if date in near])
    refresh_next_session(opportunity_ids=[one.opportunity_id], now=now)
    end_offers_earlier(sessions=moved, now=now)
    tell_moved(sign_ups=SignUp.objects.filter(session__in=moved).ahead(now), now=now)


def _successor(
    old: Schedule,
    one: Session,
    dates: list[Session],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
) -> tuple[Schedule, dict[dt.date, dt.date]]:
    """A schedule, not yet stored, in which `one` has this time and the others keep their distance
    from it; and which of its days each day of the old one becomes."""
    new = Schedule(opportunity_id=old.opportunity_id, capacity=old.capacity)
    new.time_zone, new.ended_at = old.time_zone, old.ended_at
    set_times(new, starts_at, ends_at)
    there, last = new.first_on, _day(dates[-1])
    days = _days(old, _day(dates[0]), max(last, old.next_on or last))
    new.rule = rule_from(old.rhythm, there, is_last=nth_of(old.rule) == LAST)
    new.first_on = day_before(new.rule, there, days.index(_day(one)))
    becomes = dict(zip(days, days_of(new.rule, new.first_on), strict=False))
    if old.last_on:
        last = max(_day(date) for date in dates if date.cancelled_at is None)
        new.last_on = max(old.last_on + (there - _day(one)), becomes[last])
    next_on = becomes[old.next_on] if old.next_on else None
    if next_on and next_on <= (new.last_on or next_on):
        new.next_on = next_on
    return new, becomes


def _set_places(one: Session, dates: list[Session], capacity: int | None, now: dt.datetime) -> None:
    """Another number of places: for `one` as asked or not at all, elsewhere for all who come."""
    Schedule.objects.filter(pk=_schedule_of(one).pk).update(capacity=capacity)
    for date in dates:
        enough = capacity
        if capacity is not None and date is not one:
            enough = max(capacity, date.places_held)
        if date.cancelled_at is None:
            set_capacity(session=date, capacity=enough, now=now)


def _end(schedule: Schedule, *, before: Session, now: dt.datetime) -> None:
    """Have no more dates made from it, and none on the day of `before` or later."""
    until = _day(before) - DAY
    last_on = next(reversed(_days(schedule, schedule.first_on, until)), until)
    schedule.last_on = min(schedule.last_on or last_on, last_on)
    schedule.next_on, schedule.ended_at = None, schedule.ended_at or now
    schedule.save(update_fields=["last_on", "next_on", "ended_at"])


def _days(schedule: Schedule, start: dt.date, end: dt.date) -> list[dt.date]:
    """Days of its rule, also after its last one: dates that were called off still stand there."""
    up_to_end = takewhile(lambda day: day <= end, days_of(schedule.rule, schedule.first_on))
    return [day for day in up_to_end if day >= start]


def _schedule_of(date: Session) -> Schedule:
    assert date.schedule is not None  # noqa: S101 - for the type checker
    return date.schedule


def _day(date: Session) -> dt.date:
    assert date.occurs_on is not None  # noqa: S101 - a constraint says so
    return date.occurs_on
