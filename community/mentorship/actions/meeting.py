"""Agreeing on when two meet. Either proposes, moves or calls off; the other one accepts."""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship import emails
from community.mentorship.models import ApprovedPlace, Meeting, MeetingState, Mentorship
from community.mentorship.permissions import live_mentorships
from community.notifications.actions import new_message, queue, withdraw
from community.notifications.models import Message
from community.organisations.actions import tell_something_new
from community.organisations.actions.letters import in_language_of
from community.people.models import User

from .states import Refusal

S = MeetingState
FARTHEST: Final = dt.timedelta(days=90)
SHORTEST, LONGEST = dt.timedelta(minutes=15), dt.timedelta(hours=4)
MOST_OPEN: Final = 10
A_DAY: Final = dt.timedelta(days=1)


class NotTheirs(Refusal):
    """They do not walk together now, or it is not this one's to say."""

    words = _("This is not possible now.")


class WrongTime(Refusal):
    """In the past, far away, or of a strange length."""

    words = _("Choose a time within the next three months, 15 minutes to 4 hours long.")


class WrongPlace(Refusal):
    """Not on the list."""

    words = _("Choose a place of the list, or online.")


class TooManyOpen(Refusal):
    """As many are ahead as two may have."""

    words = _("You have ten meetings ahead already. Call one off first.")


@transaction.atomic
def propose(
    *,
    mentorship: Mentorship,
    by: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: ApprovedPlace | None,
    now: dt.datetime,
) -> Meeting:
    """Propose a meeting and return it; a double click gives the first one back.

    Raises NotTheirs, WrongTime, WrongPlace, TooManyOpen.
    """
    row = live_mentorships(by, now).select_for_update(of=("self",)).filter(pk=mentorship.pk).first()
    if row is None:
        raise NotTheirs
    _refuse_unfit(starts_at, ends_at, place, now)
    ahead = row.meetings.filter(ends_at__gt=now).exclude(state=S.CANCELLED)
    same = ahead.filter(starts_at=starts_at, ends_at=ends_at, place=place).first()
    if same is not None:
        return same
    if ahead.count() >= MOST_OPEN:
        raise TooManyOpen
    made = Meeting.objects.create(
        mentorship=row, proposed_by=by, starts_at=starts_at, ends_at=ends_at, place=place,
        changed_at=now,
    )  # fmt: skip
    _tell(made, other_of(row, by), "new", now)
    return made


@transaction.atomic
def accept(*, meeting: Meeting, by: User, now: dt.datetime) -> Meeting:
    """Say yes to what the other one proposed; both are reminded. Twice is once.

    Raises NotTheirs.
    """
    row = _locked(meeting, by, now)
    if row.state == S.ACCEPTED:
        return row
    if row.proposed_by_id == by.pk or row.state != S.PROPOSED or row.starts_at <= now:
        raise NotTheirs
    _change(row, now, state=S.ACCEPTED)
    queue(_reminder(row, person, now) for person in both(row.mentorship))
    _tell(row, other_of(row.mentorship, by), "yes", now)
    return row


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    by: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: ApprovedPlace | None,
    now: dt.datetime,
) -> Meeting:
    """Propose another time or place; the other one accepts anew. Reminders are taken back.

    Raises NotTheirs, WrongTime, WrongPlace.
    """
    row = _locked(meeting, by, now)
    if row.state == S.CANCELLED or row.starts_at <= now:
        raise NotTheirs
    _refuse_unfit(starts_at, ends_at, place, now)
    if (row.starts_at, row.ends_at, row.place_id) == (starts_at, ends_at, place and place.pk):
        return row
    withdraw(about=[row.public_id])
    _change(
        row,
        now,
        state=S.PROPOSED,
        proposed_by=by,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
    )
    _tell(row, other_of(row.mentorship, by), "moved", now)
    return row


@transaction.atomic
def call_off(*, meeting: Meeting, by: User, now: dt.datetime) -> Meeting:
    """Call a meeting off. Nobody is asked why. Twice is once. Raises NotTheirs."""
    row = _locked(meeting, by, now)
    if row.state == S.CANCELLED:
        return row
    if row.ends_at <= now:
        raise NotTheirs
    withdraw(about=[row.public_id])
    _change(row, now, state=S.CANCELLED)
    _tell(row, other_of(row.mentorship, by), "off", now)
    return row


@transaction.atomic
def call_off_all(*, mentorship: Mentorship, now: dt.datetime) -> None:
    """Two stop meeting: what is ahead is off, and nobody is reminded of it."""
    ahead = list(mentorship.meetings.filter(ends_at__gt=now).exclude(state=S.CANCELLED))
    withdraw(about=[row.public_id for row in ahead])
    for row in ahead:
        _change(row, now, state=S.CANCELLED)


def both(mentorship: Mentorship) -> tuple[User, User]:
    """The two."""
    return mentorship.person, mentorship.mentor.person


def other_of(mentorship: Mentorship, person: User) -> User:
    """The other one of the two."""
    one, two = both(mentorship)
    return two if person.pk == one.pk else one


def _locked(meeting: Meeting, by: User, now: dt.datetime) -> Meeting:
    """The meeting, locked behind its two: whoever does not feel safe waits, or has been quicker."""
    two = live_mentorships(by, now).select_for_update(of=("self",))
    if not two.filter(pk=meeting.mentorship_id).first():
        raise NotTheirs
    rows = Meeting.objects.select_for_update(of=("self",))
    return rows.select_related("mentorship__person", "mentorship__mentor__person").get(
        pk=meeting.pk
    )


def _refuse_unfit(
    starts_at: dt.datetime, ends_at: dt.datetime, place: ApprovedPlace | None, now: dt.datetime
) -> None:
    if not now < starts_at <= now + FARTHEST or not SHORTEST <= ends_at - starts_at <= LONGEST:
        raise WrongTime
    if place is not None and not place.is_open:
        raise WrongPlace


def _change(row: Meeting, now: dt.datetime, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.sequence, row.changed_at = row.sequence + 1, now
    row.save()


def _tell(row: Meeting, person: User, what: str, now: dt.datetime) -> None:
    key = f"meet:{row.public_id}:{row.sequence}:{what}"
    tell_something_new(person=person, key=key, about=row.public_id, now=now)


def _reminder(row: Meeting, person: User, now: dt.datetime) -> Message:
    """The day before; at once where that is over, so that it is in their notes all the same."""
    with in_language_of(person):
        words = emails.meeting_reminder(row.starts_at.astimezone(person.zone))
    return new_message(
        key=f"meet:{row.public_id}:{row.sequence}:soon:{person.pk}",
        subject=words.subject,
        body=words.body,
        recipient=person,
        about=row.public_id,
        due_at=max(now, row.starts_at - A_DAY),
        expires_at=row.starts_at,
        now=now,
    )
