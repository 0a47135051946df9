"""Not coming on one date of a course, and keeping the course (docs/decisions/0023-courses.md)."""

import datetime as dt

from django.db import transaction

from community.notifications.actions import withdraw
from opportunities.actions.reminders import plan_reminders
from opportunities.models import Session, SignUp, State

from .refusals import NotACourse, SessionOver


@transaction.atomic
def excuse(*, sign_up: SignUp, now: dt.datetime) -> SignUp:
    """Say that they cannot come on this one date, and return the sign-up. Twice is harmless.

    No place changes hands: theirs is kept, on this date and on all others. Nothing is counted, and
    they are reminded of this date no more. Raises NotACourse or SessionOver.
    """
    row = _locked(sign_up, now)
    if row.state == State.CONFIRMED:
        row.state, row.changed_at = State.EXCUSED, now
        row.save(update_fields=["state", "changed_at"])
        withdraw(about=[row.public_id])
    return row


@transaction.atomic
def come_after_all(*, sign_up: SignUp, now: dt.datetime) -> SignUp:
    """Take that back, and return the sign-up. Raises NotACourse or SessionOver."""
    row = _locked(sign_up, now)
    if row.state == State.EXCUSED:
        row.state, row.changed_at = State.CONFIRMED, now
        row.save(update_fields=["state", "changed_at"])
        plan_reminders(sign_ups=[row], now=now)
    return row


def _locked(sign_up: SignUp, now: dt.datetime) -> SignUp:
    """The sign-up as it is now, under the lock on its session, as with a mark at the door."""
    session = Session.objects.locked().get(pk=sign_up.session_id)
    if not session.opportunity.is_course:
        raise NotACourse
    if session.starts_at <= now or session.cancelled_at is not None:
        raise SessionOver
    row = SignUp.objects.get(pk=sign_up.pk)
    row.session = session
    return row
