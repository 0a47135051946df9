"""A month of a partner's dates, as a table of weeks and as a list (for a narrow window)."""

import calendar as weeks
import datetime as dt
import re
from collections import defaultdict
from typing import Any

from dateutil.relativedelta import relativedelta
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from community.organisations.models import site_day
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.models import Session
from opportunities.permissions import (
    own_organisations,
    visible_workplace_sessions,
    written_organisations,
)

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
MOST_DATES = 1000


@open_to(Who.PARTNER)
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """All dates of one month, of every activity of the partner's organisations."""
    if not own_organisations(request.user):
        raise Http404
    today = site_day(timezone.now())
    first = _month(request, today)
    by_day = _by_day(request, first)
    days = weeks.Calendar().monthdatescalendar(first.year, first.month)
    context = {
        "first": first,
        "today": today,
        "weekdays": days[0],
        "weeks": [
            [(day, day.month == first.month, by_day.get(day, [])) for day in week] for week in days
        ],
        "days": sorted(by_day.items()),
        "before": first - relativedelta(months=1),
        "after": first + relativedelta(months=1),
        "writes": written_organisations(request.user).exists(),
    }
    return render(request, "opportunities/partner/calendar.html", context)


def _month(request: SignedInRequest, today: dt.date) -> dt.date:
    """The first day of the month that is asked for, or of this one."""
    if "month" not in request.GET:
        return today.replace(day=1)
    asked = MONTH.fullmatch(request.GET["month"])
    if asked is None:
        raise Http404
    return dt.date(int(asked[1]), int(asked[2]), 1)


def _by_day(request: SignedInRequest, first: dt.date) -> dict[dt.date, list[Any]]:
    """The month's dates by their day, where each takes place."""
    start = dt.datetime.combine(first, dt.time(), dt.UTC)
    around = dt.timedelta(days=1)  # a day here is another one elsewhere
    rows = visible_workplace_sessions(request.user).filter(
        starts_at__gte=start - around, starts_at__lt=start + relativedelta(months=1) + around
    )
    found: dict[dt.date, list[Session]] = defaultdict(list)
    for session in rows.select_related("opportunity").order_by("starts_at", "pk")[:MOST_DATES]:
        day = session.local_start.date()
        if (day.year, day.month) == (first.year, first.month):
            found[day].append(session)
    return found
