"""What somebody gave their time to: the one place that knows where it is noted."""

import datetime as dt
from typing import NamedTuple

from community.people.models import User
from opportunities.models import SignUp, State


class Done(NamedTuple):
    """Time with one organisation, in one kind of thing, in one month."""

    organisation: str
    kind: str
    month: dt.date
    minutes: int


def done_by(person: User, since: dt.date, until: dt.date) -> list[Done]:
    """What this person came to on these days, by the clock of each place. One query.

    A date that they came to counts with its whole length.
    """
    a_day = dt.timedelta(days=1)
    rows = (
        SignUp.objects.filter(
            person=person,
            state=State.ATTENDED,
            session__starts_at__gte=_midnight(since) - a_day,
            session__starts_at__lt=_midnight(until) + 2 * a_day,
        )
        .select_related("session__opportunity__organisation")
        .order_by("session__starts_at")
    )
    found: dict[tuple[str, str, dt.date], int] = {}
    for row in rows:
        day = row.session.local_start.date()
        if since <= day <= until:
            opportunity = row.session.opportunity
            key = opportunity.organisation.name, opportunity.kind, day.replace(day=1)
            length = row.session.ends_at - row.session.starts_at
            found[key] = found.get(key, 0) + int(length.total_seconds()) // 60
    return [Done(*key, minutes) for key, minutes in found.items()]


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
