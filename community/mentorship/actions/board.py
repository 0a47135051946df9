"""All that staff look after, on one page: who waits, is asked, walks together, what is late."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from community.mentorship.models import (
    TAKEN,
    CheckIn,
    Mentor,
    Mentorship,
    MentorshipRequest,
    MentorshipState,
    MentorState,
)
from community.mentorship.permissions import visible_mentorships, visible_requests
from community.organisations.models import site_day
from community.people.models import User
from community.safety.actions import refuse_all_but_staff

from .checking_in import LATE

S = MentorshipState
MOST: Final = 200  # of each list
SOON: Final = dt.timedelta(days=30)


class Waits(NamedTuple):
    """One request and for how many days it has waited."""

    request: MentorshipRequest
    days: int


@dataclass(frozen=True)
class Board:
    """The lists of the page, each the most pressing first. A number of queries that is fixed."""

    waiting: list[Waits]
    looking: int
    proposals: list[Mentorship]
    together: list[Mentorship]
    unsafe: list[Mentorship]
    late: list[CheckIn]
    ending: list[Mentor]
    caseloads: list[Mentor]


def board(*, by: User, now: dt.datetime) -> Board:
    """Read all of it. Raises NotForYou."""
    refuse_all_but_staff(by)
    today = site_day(now)
    rows = visible_mentorships(by).select_related("person", "mentor__person")
    active = Mentor.objects.select_related("person")
    proposed = (S.SUGGESTED, S.OFFERED_PARTICIPANT, S.OFFERED_MENTOR, S.INTRO)
    walking = rows.filter(state__in=(S.TRIAL, S.ACTIVE, S.CLOSING, S.PAUSED))
    late = CheckIn.objects.due(today - LATE).select_related("person", "mentorship")
    loads = active.filter(state=MentorState.ACTIVE).annotate(
        walking=Count("mentorships", filter=Q(mentorships__state__in=sorted(TAKEN)))
    )
    return Board(
        waiting=[Waits(one, (now - one.waits_since).days) for one in _waiting(by)[:MOST]],
        looking=visible_requests(by).filter(just_looking=True).count(),
        proposals=list(rows.filter(state__in=proposed).order_by("changed_at", "pk")[:MOST]),
        together=list(walking.filter(locked_at=None).order_by("trial_until", "pk")[:MOST]),
        unsafe=list(walking.exclude(locked_at=None).order_by("locked_at", "pk")[:MOST]),
        late=list(late[:MOST]),
        ending=list(
            active.filter(state=MentorState.ACTIVE, check_expires_on__lte=today + SOON).order_by(
                "check_expires_on", "pk"
            )[:MOST]
        ),
        caseloads=list(loads.order_by("pk")[:MOST]),
    )


def _waiting(by: User) -> QuerySet[MentorshipRequest]:
    """Requests of people who want somebody and are in no match, the oldest first."""
    taken = Mentorship.objects.pending().filter(person=OuterRef("person"))
    rows = visible_requests(by).waiting().exclude(Exists(taken))
    return rows.select_related("person")
