"""Saving the places of who comes regularly, some weeks ahead.

Each place is saved by `sign_up_for`, so with the gates, the lock and the line of anybody. A date
at which they have a sign-up in any state, also one that they gave back, is left as it is: so the
sweep can be repeated, and run twice at once.

Only a press of theirs meets somebody from whom they are kept apart: it is in line with their name,
and the date closes for all (decision 11). The sweep saves nothing there and closes nothing: dates
that fill up by the clock would tell the other one who comes, and when.
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from django.db import transaction

from community.notifications.actions import queue
from community.organisations.models import site_day
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind
from opportunities.actions.reminders import firsts, locked, news_of
from opportunities.actions.signups import Refusal, TooManySignUps, sign_up_for
from opportunities.actions.signups.before import lock_person, there_with
from opportunities.actions.signups.companions import may_come_along
from opportunities.models import AHEAD, Regular, RegularQuerySet, Session, SignUp

DAY: Final = dt.timedelta(days=1)


def save_places_of_regulars(*, now: dt.datetime) -> int:
    """Save the places of the next weeks for everybody who comes regularly, and tell each once;
    return how many places those are.

    Each person and schedule in a short transaction of its own: harmless when repeated, when two of
    these run at once, and when one ends half-way. Who is refused is so as they would be if they
    pressed the button, is told nothing, and is asked for again at the next tick.
    """
    Regular.objects.filter(back_on__lte=site_day(now)).update(on_break=False, back_on=None)
    _forget_what_is_over(now)
    saved = 0
    due = Regular.objects.due(now).order_by("next_on", "pk").select_related("person")
    for row in list(due):
        with suppress(Refusal, User.DoesNotExist):  # they erased their account a moment ago
            saved += _go_on(row, now)
    return saved


@transaction.atomic
def _go_on(row: Regular, now: dt.datetime) -> int:
    lock_person(row.person)
    new = save_places(Regular.objects.due(now).filter(pk=row.pk), now, is_pressed=False)
    queue(
        message
        for first, more in firsts(locked(new)).items()
        for message in news_of(first, f"regular{more}:{first.public_id}:{now.timestamp():.6f}", now)
    )
    return len(new)


def save_places(
    rows: RegularQuerySet, now: dt.datetime, *, is_pressed: bool = True
) -> list[SignUp]:
    """Sign these up for what is ahead of them; return the new sign-ups.

    `is_pressed`: they asked for it just now. The caller holds the lock on the person.
    Raises what `sign_up_for` raises.
    """
    new: list[SignUp] = []
    # The older schedule first: its dates are made earlier, and sessions are locked by their ids.
    going_on = rows.going_on(now).select_related("person", "schedule").order_by("schedule_id")
    for row in going_on:
        dates = _dates(row, now)
        if not is_pressed and _meets(row, dates, now):
            continue
        made = _sign_up(row, dates, now)
        left = dates[len(made) :]
        later = next(row.days_from(_until(row, now) + DAY), None)
        next_on = left[0].occurs_on if left else later
        Regular.objects.filter(pk=row.pk).update(next_on=next_on)
        new += made
    return new


def _dates(row: Regular, now: dt.datetime) -> list[Session]:
    """The dates at which they have no sign-up yet, the next one first."""
    until, days = _until(row, now), []
    for day in row.days_from(row.next_on or until):
        if day > until:
            break
        days.append(day)
    ahead = Session.objects.upcoming(now).filter(schedule=row.schedule, occurs_on__in=days)
    unknown = ahead.exclude(sign_ups__person=row.person).select_related("opportunity__organisation")
    return [
        date
        for date in unknown.order_by("starts_at", "pk")
        if row.back_on is None or date.local_start.date() >= row.back_on
    ]


def _until(row: Regular, now: dt.datetime) -> dt.date:
    """The last day that is looked at: there is no date yet from the schedule's own `next_on` on."""
    until = site_day(now) + AHEAD
    return min(until, row.schedule.next_on - DAY) if row.schedule.next_on else until


def _meets(row: Regular, dates: Sequence[Session], now: dt.datetime) -> bool:
    """Whether somebody from whom they are kept apart is at one of these dates: staff are told, and
    none of them is saved, so that what is left out does not say at which."""
    other = there_with(row.person_id, [date.pk for date in dates]).order_by("session_id").first()
    if other is None:
        return False
    date = next(date for date in dates if date.pk == other.session_id)
    own = SignUp.objects.filter(person=row.person, session__schedule=row.schedule)
    both = [*own.order_by("-session__starts_at", "-pk")[:1], other]
    task = new_task(
        kind=TaskKind.APART,
        key=f"regular:{row.public_id}:{other.public_id}",
        about=date.public_id,
        note="\n".join(f"{one.public_id}: {one.state}" for one in both),
        now=now,
    )
    open_tasks([task])
    return True


def _sign_up(row: Regular, dates: Sequence[Session], now: dt.datetime) -> list[SignUp]:
    """Save these places, or of them as many as their plan has room for, the next ones first.

    Where nobody may come along any more they come alone, as they can read in their plan.
    """
    companions = row.companions if may_come_along(dates, row.companions) else 0
    for number in range(len(dates), 0, -1):
        with suppress(TooManySignUps):
            return sign_up_for(
                sessions=dates[:number],
                by=row.person,
                alias=row.alias,
                note=row.note,
                companions=companions,
                part=row.part,
                listens=row.listens,
                now=now,
            )
    return []


def _forget_what_is_over(now: dt.datetime) -> None:
    """Nothing is kept of coming to what has no dates any more, and nobody is told."""
    ahead = Session.objects.upcoming(now).filter(schedule__isnull=False)
    over = Regular.objects.filter(schedule__next_on=None)
    over.exclude(schedule__in=ahead.order_by().values("schedule")).delete()
