"""Somebody who comes to what is every Tuesday at noon, and what they have of it."""

import datetime as dt

from community.notifications.models import Message
from opportunities.actions.regulars import come_regularly
from opportunities.actions.schedules import add_schedule
from opportunities.actions.signups import sign_up
from opportunities.models import Often, Rhythm, SignUp, State

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
FIRST = dt.date(2026, 5, 5)  # the Tuesday after NOON


def made(posting, now, *, capacity=4, rhythm=Rhythm.WEEKLY, last_on=None):
    return add_schedule(
        opportunity=posting,
        rhythm=rhythm,
        starts_at=now + DAY,
        ends_at=now + DAY + HOUR,
        last_on=last_on,
        capacity=capacity,
        now=now,
    )


def dates_of(schedule):
    found = schedule.sessions.select_related("opportunity__organisation")
    return list(found.order_by("starts_at"))


def place(schedule, person, now, **said):
    return sign_up(session=dates_of(schedule)[0], by=person, alias="Wren", now=now, **said)


def comes(schedule, person, now, *, often=Often.EVERY, with_companions=False, **said):
    row = place(schedule, person, now, **said)
    return come_regularly(sign_up=row, often=often, with_companions=with_companions, now=now)


def days_of(person, *states):
    rows = SignUp.objects.filter(person=person, state__in=states or (State.CONFIRMED,))
    found = rows.order_by("session__starts_at").values_list("session__occurs_on", flat=True)
    return [(day - FIRST).days // 7 for day in found]


def told(person, kind="regular"):
    return Message.objects.filter(recipient=person, key__startswith=kind)
