"""What becomes of two when one of them erases their account."""

import datetime as dt
from typing import Any

from django.db.models import Q

from community.mentorship.models import Mentorship, MentorshipState, Side

from .moving import move
from .telling import ask_staff, take_back, tell


def end_before_erasing(*, person: Any, now: dt.datetime) -> None:
    """End whatever goes on with this person, tell the other one that it has ended, and staff.

    The rows go with the account a moment later. Called by `safety.erase`, maybe twice.
    """
    theirs = Q(person=person) | Q(mentor__person=person)
    for row in Mentorship.objects.pending().filter(theirs):
        was_offered = row.state == MentorshipState.OFFERED_PARTICIPANT
        ended = move(
            mentorship=row, to=MentorshipState.WITHDRAWN, by=None, side=Side.CLOCK, now=now
        )
        take_back(mentorship=ended, now=now)
        is_mentor = ended.mentor.person_id == person.pk
        if is_mentor:
            tell(to=ended.person, mentorship=ended, what="ended", now=now)
            ask_staff(mentorship=ended, what="account gone", now=now)
        elif not was_offered:
            tell(to=ended.mentor.person, mentorship=ended, what="ended", now=now)
