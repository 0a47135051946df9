"""Pausing, leaving, coming back; being declined or removed; and what the clock ends."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship import emails
from community.mentorship.models import (
    ENDED,
    Mentor,
    MentorApproval,
    MentorReason,
    MentorReference,
    MentorState,
)
from community.notifications.actions import new_message, queue, withdraw
from community.organisations.actions import tell_something_new
from community.organisations.actions.letters import in_language_of
from community.organisations.emails import Words
from community.organisations.models import site_day
from community.people.models import User
from community.safety.actions import refuse_all_but_staff

from .applying import NotNow, tell_staff
from .states import Refusal, move_mentor

S = MentorState
WARNED_AT: Final = (30, 7)  # days before
AT_ONCE: Final = 500


class PastDay(Refusal):
    """The day to come back on is over."""

    words = _("Choose a day after today, or none.")


@transaction.atomic
def pause(*, mentor: Mentor, until: dt.date | None, by: User, now: dt.datetime) -> Mentor:
    """A mentor takes a break. No reason is asked. Raises IllegalMove, PastDay."""
    if until is not None and until <= site_day(now):
        raise PastDay
    return move_mentor(
        mentor=mentor, to=S.PAUSED, by=by, reason=MentorReason.AWAY, now=now, pause_until=until
    )


@transaction.atomic
def come_back(*, mentor: Mentor, by: User, now: dt.datetime) -> Mentor:
    """A mentor comes back from a break. Whom staff have paused is let back by staff alone.

    Raises NotNow, IllegalMove.
    """
    locked = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    if locked.person_id != by.pk:
        refuse_all_but_staff(by)
    elif locked.is_held:
        raise NotNow
    if locked.state != S.PAUSED and locked.is_held:
        locked.is_held = False
        locked.save(update_fields=["is_held"])
        return locked
    return move_mentor(
        mentor=locked, to=S.ACTIVE, by=by, reason=MentorReason.ASKED, now=now,
        pause_until=None, is_held=False,
    )  # fmt: skip


@transaction.atomic
def leave(*, mentor: Mentor, by: User, now: dt.datetime) -> Mentor:
    """A mentor, or somebody who asked to be one, stops. No reason is asked. Raises IllegalMove."""
    moved = move_mentor(mentor=mentor, to=S.LEFT, by=by, reason=MentorReason.ASKED, now=now)
    _clear(moved)
    tell_staff(moved, f"left:{now.timestamp():.6f}", now)
    return moved


@transaction.atomic
def decline(
    *, mentor: Mentor, reason: MentorReason, note: str, by: User, now: dt.datetime
) -> Mentor:
    """Say no, without a reason for them: who means harm would learn from it (T2).

    Raises NotForYou, IllegalMove.
    """
    refuse_all_but_staff(by)
    moved = move_mentor(mentor=mentor, to=S.DECLINED, by=by, reason=reason, note=note, now=now)
    _clear(moved)
    key = f"mentor:{moved.public_id}:no:{now.timestamp():.6f}"
    tell_something_new(person=moved.person, key=key, about=moved.public_id, now=now)
    return moved


@transaction.atomic
def remove_for_safety(*, mentor: Mentor, note: str, by: User, now: dt.datetime) -> Mentor:
    """End it at once for somebody's safety. They are told nothing of why, nor that it was asked.

    One of the staff is enough; there is no way back. Raises NotForYou, IllegalMove.
    """
    refuse_all_but_staff(by)
    moved = move_mentor(
        mentor=mentor, to=S.REMOVED_SAFETY, by=by, reason=MentorReason.SAFETY, note=note, now=now
    )
    _clear(moved)
    return moved


@transaction.atomic
def suspend(*, mentor: Mentor, by: User | None, note: str = "", now: dt.datetime) -> Mentor:
    """Pause a mentor until staff let them come back; they read "paused" and no more.

    `by=None`: the site itself, after somebody said that they do not feel safe. In any state in
    which there is nothing to pause it changes nothing but that, and raises nothing.
    """
    if by is not None:
        refuse_all_but_staff(by)
    locked = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    if locked.state in ENDED:
        return locked
    if locked.state == S.ACTIVE:
        locked = move_mentor(
            mentor=locked, to=S.PAUSED, by=by, reason=MentorReason.SAFETY, note=note, now=now,
            is_held=True, pause_until=None,
        )  # fmt: skip
    else:
        locked.is_held = True
        locked.save(update_fields=["is_held"])
    MentorApproval.objects.filter(mentor=locked, second_at=None).delete()
    tell_staff(locked, f"held:{now.timestamp():.6f}", now)
    return locked


def end_checks(*, now: dt.datetime) -> int:
    """Let mentors lapse whose twelve months are over; tell those whose end is near. How many.

    Each is told once at 30 and once at 7 days, however often it runs. Whoever lapses walks with
    nobody: `after_mentor_stops` pauses that in the same transaction (#19).
    """
    today = site_day(now)
    checked = Mentor.objects.filter(state__in=[S.ACTIVE, S.PAUSED])
    over = list(checked.filter(check_expires_on__lt=today).order_by("pk")[:AT_ONCE])
    for mentor in over:
        _lapse(mentor, now)
    last = today + dt.timedelta(days=max(WARNED_AT))
    near = checked.filter(check_expires_on__range=(today, last)).select_related("person")
    for mentor in near.order_by("pk")[:AT_ONCE]:
        _warn(mentor, today, now)
    return len(over)


def end_pauses(*, now: dt.datetime) -> int:
    """Let mentors come back whose day has come, unless staff have paused them; how many."""
    rows = Mentor.objects.filter(
        state=S.PAUSED,
        is_held=False,
        pause_until__lte=site_day(now),
        check_expires_on__gte=site_day(now),
        supervisor__isnull=False,
    )
    back = list(rows.order_by("pk")[:AT_ONCE])
    for mentor in back:
        _end_pause(mentor, now)
    return len(back)


def forget_addresses(*, now: dt.datetime) -> int:
    """Forget addresses of people who were asked about somebody and are not asked any more."""
    needed = [S.APPLIED, S.SCREENING, S.TRAINING]
    rows = MentorReference.objects.filter(answered_at=None).exclude(mentor__state__in=needed)
    return rows.update(address="", digest="", digest_ends_at=None)


@transaction.atomic
def _lapse(mentor: Mentor, now: dt.datetime) -> None:
    locked = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    ends = locked.check_expires_on
    if locked.state not in {S.ACTIVE, S.PAUSED} or ends is None or ends >= site_day(now):
        return  # somebody was quicker
    moved = move_mentor(
        mentor=locked, to=S.LAPSED, by=None, reason=MentorReason.EXPIRED, now=now, pause_until=None
    )
    _tell(moved, f"ended:{ends:%Y%m%d}", emails.renew_now, now)
    tell_staff(moved, f"ended:{ends:%Y%m%d}", now)


@transaction.atomic
def _end_pause(mentor: Mentor, now: dt.datetime) -> None:
    locked = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    day = locked.pause_until
    if locked.state != S.PAUSED or locked.is_held or day is None or day > site_day(now):
        return  # somebody was quicker
    move_mentor(
        mentor=locked, to=S.ACTIVE, by=None, reason=MentorReason.NEXT, now=now, pause_until=None
    )


@transaction.atomic
def _warn(mentor: Mentor, today: dt.date, now: dt.datetime) -> None:
    ends = mentor.check_expires_on
    assert ends is not None  # noqa: S101 - it was asked for
    left = (ends - today).days
    step = min(days for days in WARNED_AT if days >= left)
    what = f"ends:{ends:%Y%m%d}:{step}"
    _tell(mentor, what, partial(emails.renew_soon, left), now)
    tell_staff(mentor, what, now)


def _tell(mentor: Mentor, what: str, words: Callable[[], Words], now: dt.datetime) -> None:
    """Tell a mentor in the way and the hours they chose; once for each `what`."""
    with in_language_of(mentor.person):
        said = words()
    message = new_message(
        key=f"mentor:{mentor.public_id}:{what}",
        subject=said.subject,
        body=said.body,
        recipient=mentor.person,
        about=mentor.public_id,
        due_at=now,
        now=now,
    )
    queue([message])


def _clear(mentor: Mentor) -> None:
    """What is of no more use once it is over: what one had said for them, and addresses."""
    MentorApproval.objects.filter(mentor=mentor, second_at=None).delete()
    mentor.references.filter(answered_at=None).update(address="", digest="", digest_ends_at=None)
    withdraw(about=[mentor.public_id])
