"""Saying that one comes regularly, a break, coming again, and stopping: one tap each.

Whoever writes here holds the lock on the person, then the one on the posting (decision 2).
"""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.organisations.models import site_day
from opportunities.actions.posting_lock import lock_posting
from opportunities.actions.signups import Refusal, cancel_sign_up
from opportunities.actions.signups.before import lock_person
from opportunities.models import ACTIVE, Often, Regular, RegularQuerySet, Session, SignUp, State

from .saving import save_places

HERE: Final = (State.CONFIRMED, State.ATTENDED)


class DoesNotComeAgain(Refusal):
    """The date is of no schedule, or they have no place at it."""

    words = _("You can come regularly where you have a place, and where there are more dates.")


def can_come_regularly(*, sign_up: SignUp, now: dt.datetime) -> bool:
    """Whether their place is one at a date that comes again. In a course they are in all of it."""
    session = sign_up.session
    is_open = session.cancelled_at is None and session.ends_at > now
    if sign_up.state not in HERE or session.schedule_id is None or not is_open:
        return False
    if session.opportunity.is_course or not session.opportunity.is_public(now):
        return False
    later = Session.objects.upcoming(now).filter(schedule=session.schedule_id)
    return later.filter(starts_at__gt=session.starts_at).exists()


@transaction.atomic
def come_regularly(
    *, sign_up: SignUp, often: Often, with_companions: bool, now: dt.datetime
) -> Regular:
    """Have them come to every date from this one on, or to every second one, as they come to this
    one, and save the next places at once. Saying it again is saying it anew.

    `with_companions`: whoever comes along this time comes each time.
    Raises DoesNotComeAgain, and what `sign_up_for` raises.
    """
    lock_person(sign_up.person)
    lock_posting(sign_up.session.opportunity_id)
    row = SignUp.objects.select_related(
        "person", "session__schedule", "session__opportunity__organisation"
    ).get(pk=sign_up.pk)
    schedule, day = row.session.schedule, row.session.occurs_on
    if schedule is None or day is None or not can_come_regularly(sign_up=row, now=now):
        raise DoesNotComeAgain
    said = {
        "often": often,
        "alias": row.alias,
        "note": row.note,
        "companions": row.companions if with_companions else 0,
        "part": row.part,
        "listens": row.listens,
        "first_on": day,
        "next_on": day,
        "on_break": False,
        "back_on": None,
    }
    regular, _is_new = Regular.objects.update_or_create(
        schedule=schedule, person=row.person, defaults=said
    )
    save_places(Regular.objects.filter(pk=regular.pk), now)
    return regular


@transaction.atomic
def take_a_break(
    *, regular: Regular, back_on: dt.date | None, gives_back: bool, now: dt.datetime
) -> None:
    """Save no more places from now on, or none before the day on which they are back.

    `gives_back`: what they hold in that time is given back as anybody gives a place back, so that
    who waits moves up. No reason, no consequence (safety.md #54).
    """
    rows = _hold(regular)
    rows.update(on_break=True, back_on=back_on, next_on=site_day(now))
    if gives_back:
        _give_back(rows, back_on, now)


@transaction.atomic
def come_again(*, regular: Regular, now: dt.datetime) -> None:
    """Be back from a break, and have the next places saved at once. What they gave back meanwhile
    stays given back. Raises what `sign_up_for` raises."""
    rows = _hold(regular)
    rows.update(on_break=False, back_on=None, next_on=site_day(now))
    save_places(rows, now)


@transaction.atomic
def stop(*, regular: Regular) -> None:
    """Save no more places. Those they have stay theirs, until they give them back."""
    _hold(regular).delete()


def _give_back(rows: RegularQuerySet, back_on: dt.date | None, now: dt.datetime) -> None:
    held = SignUp.objects.filter(
        person__in=rows.values("person"),
        state__in=ACTIVE,
        session__schedule__in=rows.values("schedule"),
        session__starts_at__gt=now,
        session__cancelled_at=None,
    ).select_related("session__opportunity")
    # In the order in which whoever signs up takes the dates, so that neither waits for the other.
    for row in held.order_by("session_id"):
        if back_on is None or row.session.local_start.date() < back_on:
            cancel_sign_up(sign_up=row, now=now)


def _hold(regular: Regular) -> RegularQuerySet:
    """All rows of it, under the locks; none if they stopped a moment ago."""
    lock_person(regular.person)
    lock_posting(regular.schedule.opportunity_id)
    return Regular.objects.filter(public_id=regular.public_id)
