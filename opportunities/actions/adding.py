"""Dates that come to a course: whoever is in it is in them, too, and is told.

Whoever adds dates holds the lock on the posting, asks `begin_adding` before, and calls
`end_adding` after, in the same transaction.
"""

import datetime as dt
from typing import Final

from django.utils.translation import gettext_lazy as _

from community.notifications.actions import queue
from opportunities.actions.reminders import firsts, locked, news_of
from opportunities.actions.signups import Dates, Refusal, follow, hold_course
from opportunities.models import Opportunity, Session, State

MOST_DATES: Final = 40


class CourseIsOver(Refusal):
    """Its last date has begun: nobody is in it any more who could be in a new date."""

    words = _("This course is over. Post another one like it, and set its dates.")


class TooManyDates(Refusal):
    """More dates than one enrolment is made for."""

    words = _("A course has 40 dates ahead at most. Set fewer of them.")


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
