"""What takes place again and again: adding it, and making its dates twelve months ahead.

Whoever makes dates of a schedule or changes it holds the lock on its posting, which is the first
one in the order of decision 2, so that the two never meet.
"""

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from opportunities.actions.adding import begin_adding, end_adding, refuse_twice
from opportunities.actions.posting_lock import lock_posting
from opportunities.actions.sessions import (
    BATCH,
    EndsTooEarly,
    StartsTooEarly,
    refresh_next_session,
)
from opportunities.actions.signups import Refusal, all_parts_of
from opportunities.models import Opportunity, Rhythm, Schedule, Session
from opportunities.models.recurring import rule_from
from opportunities.models.session import site_time_zone

AHEAD = relativedelta(months=12)
MOST_GOING_ON = 20


class LastDayTooEarly(Refusal):
    """It would end before its first day."""

    words = _("The last day can’t be before the first. Choose a later one, or leave it empty.")


class NoEnd(Refusal):
    """A course goes on for ever, or for more than a year."""

    words = _("A course has a last day, within a year. Say which day that is.")


class TooManySchedules(Refusal):
    """The activity has as many that go on as one may have: each makes up to 53 dates a year."""

    words = _("This has many dates that come again already. Call some of them off first.")


@transaction.atomic
def add_schedule(
    *,
    opportunity: Opportunity,
    rhythm: Rhythm,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    last_on: dt.date | None,
    capacity: int | None,
    now: dt.datetime,
) -> Schedule:
    """Have dates come again from this first one on, make those of the next twelve months, and
    return the schedule. `last_on`: the last day it may take place, or None for no end.

    Raises EndsTooEarly, StartsTooEarly, LastDayTooEarly, TooManySchedules, ThereAlready,
    SomeThereAlready, and of a course NoEnd, CourseIsOver or TooManyDates.
    """
    if ends_at <= starts_at:
        raise EndsTooEarly
    if starts_at <= now:
        raise StartsTooEarly
    schedule = Schedule(opportunity=opportunity, capacity=capacity, time_zone=site_time_zone())
    set_times(schedule, starts_at, ends_at)
    if last_on is not None and last_on < schedule.first_on:
        raise LastDayTooEarly
    schedule.rule = rule_from(rhythm, schedule.first_on)
    schedule.last_on, schedule.next_on = last_on, schedule.first_on
    if opportunity.is_course and (last_on is None or last_on > _horizon(now)):
        raise NoEnd
    lock_posting(opportunity.pk)
    if capacity is None:
        schedule.capacity = all_parts_of(opportunity.pk)
    ahead = Session.objects.upcoming(now).filter(opportunity=opportunity, schedule__isnull=False)
    if ahead.order_by().values("schedule").distinct().count() >= MOST_GOING_ON:
        raise TooManySchedules
    until = max(_horizon(now), schedule.first_on)
    days = schedule.days_between(schedule.first_on, until)
    refuse_twice(opportunity.pk, [schedule.moments(day) for day in days], now)
    schedule.save(force_insert=True)
    _make_dates(schedule, until=until, now=now)
    return schedule


def set_times(schedule: Schedule, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Take first day, clock and length from the first date, as the clock on the wall shows them."""
    starts, ends = (
        moment.astimezone(schedule.zone).replace(tzinfo=None) for moment in (starts_at, ends_at)
    )
    schedule.first_on, schedule.starts = starts.date(), starts.time()
    # Where an hour comes twice, both ends may read alike.
    length = ends - starts if ends > starts else ends_at - starts_at
    schedule.minutes = round(length.total_seconds() / 60)


def materialise(*, now: dt.datetime) -> int:
    """Make the dates of all schedules twelve months ahead; return how many were made.

    Every schedule in a short transaction of its own, under the lock: harmless when repeated, when
    two of these run at once, and when one ends half-way. A date that was moved or called off is
    not made again.
    """
    due = Schedule.objects.due(_horizon(now)).order_by("next_on", "pk")
    return sum(
        make_due_dates(schedule_id=schedule, opportunity_id=posting, now=now)
        for schedule, posting in list(due.values_list("pk", "opportunity_id"))
    )


@transaction.atomic
def make_due_dates(*, schedule_id: int, opportunity_id: int, now: dt.datetime) -> int:
    """Make the dates of one schedule that are missing until twelve months ahead, under the lock on
    its posting; return how many were made."""
    lock_posting(opportunity_id)
    due = Schedule.objects.due(_horizon(now)).select_related("opportunity")
    schedule = due.filter(pk=schedule_id).first()
    return _make_dates(schedule, until=_horizon(now), now=now) if schedule else 0


def _make_dates(schedule: Schedule, *, until: dt.date, now: dt.datetime) -> int:
    """Make what is missing; the caller holds the lock. A day that has begun gets no date."""
    assert schedule.next_on is not None  # noqa: S101 - `due`, for the type checker
    course = begin_adding(schedule.opportunity, now)
    made = []
    for day in schedule.days_between(schedule.next_on, until):
        starts_at, ends_at = schedule.moments(day)
        if starts_at > now:
            made.append(_date(schedule, day, starts_at, ends_at))
    Session.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    schedule.next_on = schedule.day_after(until)
    schedule.save(update_fields=["next_on"])
    refresh_next_session(opportunity_ids=[schedule.opportunity_id], now=now)
    end_adding(schedule.opportunity, course, now)
    return len(made)


def _date(
    schedule: Schedule, day: dt.date, starts_at: dt.datetime, ends_at: dt.datetime
) -> Session:
    return Session(
        opportunity_id=schedule.opportunity_id,
        schedule=schedule,
        occurs_on=day,
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=schedule.time_zone,
        capacity=schedule.capacity,
    )


def _horizon(now: dt.datetime) -> dt.date:
    """The last day for which there are dates."""
    return now.date() + AHEAD
