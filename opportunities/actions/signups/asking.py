"""A place that people ask for: the organisation answers, each one (docs/decisions/0018-flows.md).

Who asks has no place and does not wait in line. What they are told is a fixed sentence.
"""

import datetime as dt

from django.db import transaction

from community.notifications.actions import queue, withdraw
from community.safety.permissions import kept_apart_from
from opportunities.actions.reminders import locked, news_of, tell_promoted
from opportunities.models import SignUp, State
from opportunities.permissions import present

from .closing import close_if_free
from .course import follow, hold
from .refusals import AnsweredAlready, SessionNotOpen, SessionOver
from .room import fits


@transaction.atomic
def answer_request(*, sign_up: SignUp, says_yes: bool, now: dt.datetime) -> SignUp:
    """Answer somebody who asked for a place, and return their sign-up; they are told.

    Yes is a place, or a place in line where none is free, or where somebody is there whom they
    must not meet: the two look alike, and then the date is full for everybody (decision 11). No
    and the line are told in the same words. Who may answer is `visible_requests`. Of a course
    the answer is one for all its dates ahead.
    Raises AnsweredAlready, SessionNotOpen or SessionOver.
    """
    dates = hold(sign_up.session, now)
    session = dates.first
    if session.cancelled_at is not None or not session.opportunity.is_public(now):
        raise SessionNotOpen
    if session.starts_at <= now:
        raise SessionOver
    row = next(iter(locked(session.sign_ups.filter(person=sign_up.person_id))), None)
    if row is None or row.state != State.ASKED:
        raise AnsweredAlready
    row.session, row.changed_at = session, now
    withdraw(about=[row.public_id])
    if not says_yes:
        row.state = State.DECLINED
    elif _meets_somebody(row) or not fits(row):
        # In line from now on: nobody who waits already is pushed back.
        row.state, row.joined_at = State.WAITING, now
    else:
        row.state = State.CONFIRMED
        session.places_taken += row.places
        session.save(update_fields=["places_taken"])
    row.save(update_fields=["state", "changed_at", "joined_at"])
    if row.state == State.WAITING:
        close_if_free(row)
    follow(dates, now)
    _tell(row, now)
    return row


def end_requests(*, now: dt.datetime) -> int:
    """Take what nobody answered until it began off the lists, without a word; return how many."""
    begun = SignUp.objects.filter(state=State.ASKED, session__starts_at__lte=now)
    return begun.update(state=State.CANCELLED, changed_at=now)


def _meets_somebody(row: SignUp) -> bool:
    """Whether somebody has a place there, or waits for one, whom they must not meet."""
    others = present([row.session_id]).filter(person_id__in=kept_apart_from(row.person_id))
    return others.exists()


def _tell(row: SignUp, now: dt.datetime) -> None:
    if row.state == State.CONFIRMED:
        tell_promoted(sign_ups=[row], now=now)
    else:
        queue(news_of(row, f"answer:{row.public_id}:{now.timestamp():.6f}", now))
