"""Hours: counted from the mark at the door, said differently by whose they are, and answered.

They are that person's own. No sum of them is ever shown to anybody else, and any can be removed.
All of it under the lock on the session, like the mark itself.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from opportunities.actions.signups import Refusal
from opportunities.models import (
    HAS_A_PLACE,
    MOST_MINUTES,
    Hours,
    Session,
    SignUp,
    Source,
    Standing,
    State,
)
from opportunities.models.hours import minutes_between


class NotOver(Refusal):
    """The date is not over, was called off, or they had no place."""

    words = _("Hours can be said once a date is over.")


class TooLong(Refusal):
    """No time at all, or more than a day."""

    words = _("From a quarter of an hour to 24 hours, please.")


class SaidMeanwhile(Refusal):
    """What is answered is not what is asked now."""

    words = _("That has changed meanwhile. Please look at it again.")


def count_hours(*, sign_up: SignUp, now: dt.datetime) -> None:
    """Count the length of the date for who was marked as here. What they say instead stays asked.

    The caller holds the lock on the session.
    """
    length = minutes_between(sign_up.session.starts_at, sign_up.session.ends_at)
    values = {"minutes": length, "source": Source.ATTENDANCE, "changed_at": now}
    if not Hours.objects.filter(sign_up=sign_up).update(**values):
        Hours.objects.create(sign_up=sign_up, state=Standing.COUNTED, **values)


@transaction.atomic
def say_how_long(*, sign_up: SignUp, minutes: int, now: dt.datetime) -> Hours:
    """Say how long it was, and return the hours. What is counted already needs no answer; else the
    organisation is asked. Saying it again replaces what was asked. Raises NotOver or TooLong."""
    if not 15 <= minutes <= MOST_MINUTES:
        raise TooLong
    row = _locked(sign_up)
    session = row.session
    is_past = session.ends_at <= now and session.cancelled_at is None
    if not is_past or row.state not in HAS_A_PLACE:
        raise NotOver
    hours = Hours.objects.filter(sign_up=row).first() or Hours(sign_up=row, source=Source.OWN)
    is_counted = hours.pk is not None and hours.minutes == minutes
    hours.state = Standing.COUNTED if is_counted else Standing.ASKED
    hours.asked_minutes = None if is_counted else minutes
    hours.changed_at = now
    hours.save()
    return hours


@transaction.atomic
def remove_hours(*, sign_up: SignUp) -> None:
    """Remove them. No reason is asked, and the mark at the door is as it was. Twice is harmless."""
    Hours.objects.filter(sign_up=_locked(sign_up)).delete()


@transaction.atomic
def answer_hours(*, hours: Hours, asked: int, agrees: bool, now: dt.datetime) -> Hours:
    """Say yes to `asked`, or leave what was counted, and return the hours.

    Yes says also that they came, if nobody marked them. Raises SaidMeanwhile.
    """
    row = _locked(hours.sign_up)
    fresh = Hours.objects.filter(sign_up=row, state=Standing.ASKED, asked_minutes=asked).first()
    if fresh is None:
        raise SaidMeanwhile
    fresh.state, fresh.asked_minutes = Standing.STAYED, None
    if agrees:
        fresh.state, fresh.minutes, fresh.source = Standing.COUNTED, asked, Source.OWN
        if row.state != State.ATTENDED:
            row.state, row.came_at = State.ATTENDED, row.session.starts_at
            row.save(update_fields=["state", "came_at"])
    fresh.changed_at = now
    fresh.save()
    return fresh


def _locked(sign_up: SignUp) -> SignUp:
    session = Session.objects.locked().get(pk=sign_up.session_id)
    row = SignUp.objects.get(pk=sign_up.pk)
    row.session = session
    return row
