"""Somebody in the demo world who always comes on Tuesdays."""

import datetime as dt

from community.people.models import User
from opportunities.actions.regulars import come_regularly
from opportunities.actions.schedules import materialise, set_times
from opportunities.models import Often, Opportunity, Rhythm, Schedule, Session
from opportunities.models.recurring import rule_from


def always_comes(person: User, posting: Opportunity, now: dt.datetime) -> None:
    """Give what takes place each week a schedule, and have somebody who has a place at its first
    date come every time."""
    dates = list(posting.sessions.order_by("starts_at"))
    schedule = Schedule(opportunity=posting, capacity=dates[0].capacity)
    set_times(schedule, dates[0].starts_at, dates[0].ends_at)
    schedule.rule = rule_from(Rhythm.WEEKLY, schedule.first_on)
    schedule.next_on = schedule.day_after(dates[-1].local_start.date())
    schedule.save()
    for date in dates:
        date.schedule, date.occurs_on = schedule, date.local_start.date()
    Session.objects.bulk_update(dates, ["schedule", "occurs_on"])
    materialise(now=now)
    place = person.sign_ups.get(session=dates[0])
    come_regularly(sign_up=place, often=Often.EVERY, with_companions=False, now=now)
