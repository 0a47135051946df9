"""What somebody gave their time to: the one place that knows where it is noted."""

import datetime as dt
from typing import NamedTuple

from community.people.models import User
from opportunities.models import SignUp


class Done(NamedTuple):
    """Time with one organisation, in one kind of thing, in one month."""

    organisation: str
    kind: str
    month: dt.date
    minutes: int


def done_by(person: User, since: dt.date, until: dt.date) -> list[Done]:
    """The hours that are counted for this person on these days, by the clock of each place.

    One query. What is only asked for, and what they have removed, is not among them.
    """
    a_day = dt.timedelta(days=1)
    rows = (
        SignUp.objects.filter(
            person=person,
            hours__minutes__gt=0,
            session__starts_at__gte=_midnight(since) - a_day,
            session__starts_at__lt=_midnight(until) + 2 * a_day,
        )
        .select_related("hours", "session__opportunity__organisation")
        .order_by("session__starts_at")
    )
    found: dict[tuple[str, str, dt.date], int] = {}
    for row in rows:
        day = row.session.local_start.date()
        if since <= day <= until:
            opportunity = row.session.opportunity
            key = opportunity.organisation.name, opportunity.kind, day.replace(day=1)
            found[key] = found.get(key, 0) + row.hours.minutes
    return [Done(*key, minutes) for key, minutes in found.items()]


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
