"""What a partner reads in numbers: places given, places taken, people who came. No names, nothing
of who did not come, and no small count."""

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from community.people.models import User
from community.safety.actions.small_counts import without_small
from opportunities.models import REGISTER_STAYS, Session, State, public_opportunity
from opportunities.permissions import editable_opportunities

Line = tuple[str, list[int | None]]
LONGEST_AGO = dt.timedelta(days=3 * 366)


class Numbers(NamedTuple):
    """The same dates twice: by month and by activity. Of each line: offered, taken, came."""

    by_month: list[Line]
    by_activity: list[Line]


def numbers_of(*, by: User, year: int, now: dt.datetime) -> Numbers:
    """The numbers of one year, of whole months that are over and whose registers are closed.

    Offered: the places of dates that have an end of places. Taken: as many as were, also by who
    has erased their account since. Came: who was marked as here and who came along, and who came
    without a place.
    """
    months: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0, 0])
    activities: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for session in _sessions(by, now):
        month = session.local_start.date().replace(day=1)
        if month.year != year or not _is_over(session, now):
            continue
        offered, came = session.given_capacity or 0, session.came + session.walk_ins
        for line in (months[month], activities[session.opportunity.title]):
            for place, number in enumerate((offered, session.places_taken, came)):
                line[place] += number
    return Numbers(
        _shown([(date_format(month, "M"), months[month]) for month in sorted(months)]),
        _shown(sorted(activities.items())),
    )


def years_of(*, by: User, now: dt.datetime) -> list[int]:
    """Years of which there is something to read, the newest first."""
    rows = _sessions(by, now)
    return sorted({s.local_start.year for s in rows if _is_over(s, now)}, reverse=True)


def _sessions(by: User, now: dt.datetime) -> QuerySet[Any]:
    """Dates of what this partner writes, each with how many of who had a place came."""
    came = Sum(F("sign_ups__companions") + 1, filter=Q(sign_ups__state=State.ATTENDED))
    return (
        Session.objects.filter(
            public_opportunity(now, "opportunity__"),
            opportunity__in=editable_opportunities(by),
            cancelled_at=None,
            starts_at__gt=now - LONGEST_AGO,
            ends_at__lte=now - REGISTER_STAYS,
        )
        .select_related("opportunity")
        .annotate(came=Coalesce(came, 0))
        .order_by("starts_at")
    )


def _is_over(session: Session, now: dt.datetime) -> bool:
    """Whether the whole month that the date was in is over, and with it every register of it: else
    looking twice would tell of the one date between."""
    start = session.local_start
    first_of_next = (start.replace(day=1) + dt.timedelta(days=32)).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    return first_of_next + REGISTER_STAYS + dt.timedelta(days=1) <= now


def _shown(lines: list[tuple[str, list[int]]]) -> list[Line]:
    """The lines as they may be read. What is offered is no count of people."""
    offered, taken, came = (
        zip(*(numbers for _label, numbers in lines), strict=True) if lines else ((), (), ())
    )
    columns = (list(offered), without_small(taken), without_small(came))
    rows = zip(*columns, strict=True)
    return [(label, list(row)) for (label, _numbers), row in zip(lines, rows, strict=True)]
