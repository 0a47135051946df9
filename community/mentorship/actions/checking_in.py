"""Asking each side for itself how it goes: days 7 and 21, monthly for a year, then quarterly (#49).

What one side answers the other never sees.
"""

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.db import transaction

from community.mentorship import emails
from community.mentorship.models import (
    LIVE,
    CheckIn,
    CheckInQuerySet,
    Mentorship,
    Safe,
    Side,
)
from community.notifications.actions import new_message, queue, withdraw
from community.organisations.models import site_day
from community.people.models import User

from .sides import NotYours
from .telling import ask_staff
from .unsafe import say_unsafe

FIRST_DAYS: Final = (7, 21)
MONTHS: Final = (*range(2, 13), *range(15, 61, 3))
AHEAD: Final = dt.timedelta(days=800)  # rows are made for about two years, then some more
LATE: Final = dt.timedelta(days=7)
BATCH: Final = 500


def days_of_check_ins(began_on: dt.date) -> Iterator[dt.date]:
    """Every day on which both are asked, for five years. Month 1 has days 7 and 21."""
    for days in FIRST_DAYS:
        yield began_on + dt.timedelta(days=days)
    for months in MONTHS:
        yield _months_later(began_on, months)


def plan_check_ins(*, mentorship: Mentorship, now: dt.datetime) -> None:
    """Make the rows of both sides that are not there yet. Twice is harmless."""
    began_on, until = mentorship.began_on, site_day(now) + AHEAD
    if began_on is None:
        return
    days = [day for day in days_of_check_ins(began_on) if site_day(now) <= day <= until]
    sides = {
        Side.PARTICIPANT: mentorship.person_id,
        Side.MENTOR: mentorship.mentor.person_id,
    }
    rows = [
        CheckIn(mentorship=mentorship, person_id=person, side=side, due_on=day)
        for day in days
        for side, person in sides.items()
    ]
    CheckIn.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def answer_check_in(
    *,
    check_in: CheckIn,
    by: User,
    now: dt.datetime,
    safe: str = "",
    useful: str = "",
    change: str = "",
    words: str = "",
) -> CheckIn:
    """Store what one side says, and return it; every question may stay open. Twice changes it.

    Who does not feel safe has everything locked, and staff know, in the same transaction.
    Raises NotYours.
    """
    row = CheckIn.objects.select_for_update(no_key=True).get(pk=check_in.pk)
    if by.pk != row.person_id:
        raise NotYours
    row.safe, row.useful, row.change, row.words = safe, useful, change, words
    row.answered_at = now
    row.save(update_fields=["safe", "useful", "change", "words", "answered_at"])
    withdraw(about=[row.mentorship.public_id], but=["two:"])
    if safe == Safe.NO:
        say_unsafe(mentorship=row.mentorship, by=by, words=words, now=now)
    elif safe == Safe.UNSURE or change == "yes":
        ask_staff(mentorship=row.mentorship, what=f"check-in {row.pk} says", now=now)
    return row


def ask_due(*, now: dt.datetime) -> int:
    """Remind whoever is to be asked today, once each; return how many."""
    return sum(iter(lambda: _ask_batch(now), 0))


@transaction.atomic
def _ask_batch(now: dt.datetime) -> int:
    rows = list(_locked_due(site_day(now)).filter(asked_at=None)[:BATCH])
    subject, body = emails.a_few_questions()
    queue(
        [
            new_message(
                key=f"check-in:{row.pk}",
                subject=subject,
                body=body,
                recipient=row.person,
                about=row.mentorship.public_id,
                due_at=now,
                now=now,
            )
            for row in rows
        ]
    )
    CheckIn.objects.filter(pk__in=[row.pk for row in rows]).update(asked_at=now)
    return len(rows)


def chase_late(*, now: dt.datetime) -> int:
    """Tell staff of who has not answered for seven days, once each; return how many."""
    return sum(iter(lambda: _chase_batch(now), 0))


@transaction.atomic
def _chase_batch(now: dt.datetime) -> int:
    rows = list(_locked_due(site_day(now) - LATE).filter(late_at=None)[:BATCH])
    for row in rows:
        ask_staff(mentorship=row.mentorship, what=f"check-in {row.pk} late", now=now)
    CheckIn.objects.filter(pk__in=[row.pk for row in rows]).update(late_at=now)
    return len(rows)


def plan_further(*, now: dt.datetime) -> int:
    """Make the rows of those who walk together for longer than was planned ahead; how many two."""
    soon = site_day(now) + dt.timedelta(days=120)
    planned = CheckIn.objects.filter(due_on__gte=soon).values("mentorship")
    live = Mentorship.objects.filter(state__in=sorted(LIVE)).exclude(pk__in=planned)
    rows = list(live.select_related("mentor"))
    for row in rows:
        plan_check_ins(mentorship=row, now=now)
    return len(rows)


def after_a_rest(*, mentorship: Mentorship, now: dt.datetime) -> None:
    """What fell due while two rested is not asked any more; each is asked once, a week from now."""
    today = site_day(now)
    rows = CheckIn.objects.filter(mentorship=mentorship, answered_at=None)
    rows.filter(due_on__lt=today).delete()
    soon = today + LATE
    if not rows.filter(due_on__lte=soon).exists() and mentorship.began_on:
        CheckIn.objects.bulk_create(
            [
                CheckIn(mentorship=mentorship, person_id=person, side=side, due_on=soon)
                for side, person in (
                    (Side.PARTICIPANT, mentorship.person_id),
                    (Side.MENTOR, mentorship.mentor.person_id),
                )
            ],
            ignore_conflicts=True,
        )


def _locked_due(until: dt.date) -> CheckInQuerySet:
    return (
        CheckIn.objects.due(until)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("person", "mentorship")
    )


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
