"""How long people wait, said honestly."""

import datetime as dt
from typing import Final, NamedTuple

from community.mentorship.models import Mentor, MentorshipChange, MentorshipRequest, MentorshipState

FEWEST: Final = 5  # of fewer, a number would be about somebody
LOOKED_BACK: Final = dt.timedelta(days=365)


class Waiting(NamedTuple):
    """`weeks` None: too few waited lately for a number that means something."""

    weeks: int | None
    mentors: int
    has_place: bool


def how_long(*, now: dt.datetime) -> Waiting:
    """How many weeks it took of late from the request to the first offer, for half of them.

    Whether a mentor has a place free now is said as yes or no, never as a number under five.
    """
    offers = MentorshipChange.objects.filter(
        went_to=MentorshipState.OFFERED_PARTICIPANT, at__gt=now - LOOKED_BACK
    ).values_list("mentorship__person", "at")
    since = dict(MentorshipRequest.objects.values_list("person", "waits_since"))
    took = sorted((at - since[person]).days for person, at in offers if person in since)
    took = [max(days, 0) for days in took]
    mentors = Mentor.objects.active(now).count()
    weeks = -(-took[len(took) // 2] // 7) if len(took) >= FEWEST else None
    return Waiting(weeks, mentors if mentors >= FEWEST else 0, mentors > 0)
