"""Before and after dates are added: no date twice; whoever is in a course is in its new dates, too.

Whoever adds dates holds the lock on the posting, asks `refuse_twice` and `begin_adding` before, and
calls `end_adding` after, in the same transaction.
"""

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from community.notifications.actions import queue
from opportunities.actions.reminders import firsts, locked, news_of
from opportunities.actions.signups import Dates, Refusal, follow, hold_course
from opportunities.models import Opportunity, Session, SessionQuerySet, State

MOST_DATES: Final = 40


class ThereAlready(Refusal):
    """The activity has a date at that very time: a second press, or a rule that meets another."""

    words = _(
        "This has a date at that time already. Choose another time, or give that date more places."
    )


class SomeThereAlready(Refusal):
    """So it is with one of the dates of a rule."""

    words = _(
        "One or more of these dates are there already. Choose another day or time, or call the "
        "old ones off first."
    )


class CourseIsOver(Refusal):
    """Its last date has begun: nobody is in it any more who could be in a new date."""

    words = _("This course is over. Post another one like it, and set its dates.")


class TooManyDates(Refusal):
    """More dates than one enrolment is made for."""

    words = _("A course has 40 dates ahead at most. Set fewer of them.")


def refuse_twice(
    posting_id: int, times: Collection[tuple[dt.datetime, dt.datetime]], now: dt.datetime
) -> None:
    """Raise ThereAlready, or SomeThereAlready for several, where the posting has a date ahead from
    the same moment to the same moment. One that was called off does not stand in the way."""
    ahead = Session.objects.upcoming(now).filter(opportunity=posting_id)
    there = ahead.order_by().values_list("starts_at", "ends_at")
    if not set(times).isdisjoint(there):
        raise ThereAlready if len(times) == 1 else SomeThereAlready


def how_many_meet(made: SessionQuerySet, now: dt.datetime) -> int:
    """How many of these dates of one posting are in part at the time of another of its dates."""
    ahead = Session.objects.upcoming(now)
    others = ahead.filter(
        opportunity=OuterRef("opportunity"),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(pk=OuterRef("pk"))
    return made.upcoming(now).filter(Exists(others)).count()


def begin_adding(posting: Opportunity, now: dt.datetime) -> Dates | None:
    """The dates ahead of a course, locked; None where there are none, or it is no course.

    Raises CourseIsOver.
    """
    if not posting.is_course:
        return None
    course = hold_course(posting, now)
    if course is None and posting.sessions.filter(starts_at__lte=now, cancelled_at=None).exists():
        raise CourseIsOver
    return course


def end_adding(posting: Opportunity, course: Dates | None, now: dt.datetime) -> None:
    """Have everybody in the dates that were added to a course, and tell each of them once.

    Raises TooManyDates.
    """
    if not posting.is_course:
        return
    ahead = Session.objects.upcoming(now).filter(opportunity=posting)
    if ahead.count() > MOST_DATES:
        raise TooManyDates
    if course is None:  # these are its first dates: nobody is in it yet
        return
    known = [date.pk for date in (course.first, *course.later)]
    new = follow(Dates(course.first, list(ahead.exclude(pk__in=known))), now)
    rows = [row for row in locked(new) if row.state == State.CONFIRMED]
    queue(
        message
        for row, more in firsts(rows).items()
        for message in news_of(row, f"added{more}:{row.public_id}:{now.timestamp():.6f}", now)
    )
