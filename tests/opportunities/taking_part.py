"""What tests of courses share: its dates, enrolling, who stands where, and whether all agree."""

import datetime as dt

from opportunities.actions.signups import sign_up
from opportunities.models import Session, SignUp, State
from tests.factories.opportunities import SessionFactory

HAVE = {State.CONFIRMED, State.ATTENDED, State.EXCUSED}


def enrol(date, person, now, **said):
    return sign_up(session=date, by=person, alias="Sam", now=now, **said)


def states(person, posting):
    rows = SignUp.objects.filter(person=person, session__opportunity=posting)
    return list(rows.order_by("session__starts_at").values_list("state", flat=True))


def is_in_step(posting, now):
    """All dates ahead have the same numbers and the same people in the same standing."""
    ahead = list(posting.sessions.upcoming(now))
    numbers = {tuple(getattr(d, name) for name in Session.COUNTED) for d in ahead}
    standing = [
        {
            row.person_id: ("has" if row.state in HAVE else row.state, row.joined_at)
            for row in d.sign_ups.exclude(state__in=[State.CANCELLED, State.DECLINED])
        }
        for d in ahead
    ]
    taken = {sum(row.places for row in d.sign_ups.holding_a_place()) for d in ahead}
    return (
        len(numbers) <= 1
        and all(one == standing[0] for one in standing)
        and taken == {d.places_taken for d in ahead}
    )


def weekly(posting, now, *, number, capacity):
    """So many dates of a posting, a week apart; the first begins in three days."""
    return [
        SessionFactory(
            opportunity=posting, starts_at=now + dt.timedelta(days=3 + 7 * n), capacity=capacity
        )
        for n in range(number)
    ]
