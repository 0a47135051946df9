"""Asking for a mentor, changing what one said, and taking it back."""

import datetime as dt
from typing import Any

from django.db import transaction

from community.mentorship.models import Mentorship, MentorshipRequest, MentorshipState, Side
from community.people.models import User

from .moving import move
from .telling import take_back


@transaction.atomic
def keep_request(*, by: User, now: dt.datetime, **answers: Any) -> MentorshipRequest:
    """Store what somebody answered, and return it. Their place in the line begins with the first
    time that they do more than look around."""
    row = MentorshipRequest.objects.select_for_update(no_key=True).filter(person=by).first()
    if row is None:
        # Whoever looks after a match of theirs looks after what they ask for next, too.
        known = Mentorship.objects.filter(person=by, ended_at=None).first()
        row = MentorshipRequest(person=by, waits_since=now, just_looking=True)
        row.coordinator_id = known.coordinator_id if known else None
    looked = row.just_looking
    for name, value in answers.items():
        setattr(row, name, value)
    if looked and not row.just_looking:
        row.waits_since = now
    row.changed_at = now
    row.save()
    return row


@transaction.atomic
def take_request_back(*, by: User, now: dt.datetime) -> None:
    """Delete what somebody answered, and whatever was offered to them. Twice is harmless.

    Whom they walk with already stays: that has an end of its own.
    """
    MentorshipRequest.objects.filter(person=by).delete()
    offered = (
        MentorshipState.SUGGESTED,
        MentorshipState.OFFERED_PARTICIPANT,
        MentorshipState.OFFERED_MENTOR,
    )
    for row in Mentorship.objects.filter(person=by, state__in=offered):
        move(mentorship=row, to=MentorshipState.WITHDRAWN, by=by, side=Side.PARTICIPANT, now=now)
        take_back(mentorship=row, now=now)
