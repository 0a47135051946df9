"""All that staff look after, on one page: who waits, is asked, walks together, what is late."""

import datetime as dt
from collections.abc import Callable
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
from community.mentorship.permissions import kept_from, mentorships_on_board, requests_on_board
from community.organisations.models import site_day
from community.people.models import User
from community.safety.actions import refuse_all_but_staff
from community.safety.permissions import leads_safeguarding

from .checking_in import LATE

S = MentorshipState
MOST: Final = 200  # of each list
SOON: Final = dt.timedelta(days=30)


class Waits(NamedTuple):
    """One request and for how many days it has waited."""

    request: MentorshipRequest
    days: int
    is_open: bool  # to who reads the board: else a row without a name

    @property
    def alias(self) -> str:
        """The name they chose, for who looks after them."""
        return self.request.person.alias if self.is_open else ""


class Together(NamedTuple):
    """One match; the names for who looks after it, and for nobody else."""

    row: Mentorship
    is_open: bool

    @property
    def alias(self) -> str:
        """The name that the participant chose."""
        return self.row.person.alias if self.is_open else ""

    @property
    def mentor(self) -> str:
        """The name that the mentor chose."""
        return self.row.mentor.person.alias if self.is_open else ""


class Late(NamedTuple):
    """One check-in that nobody answered, and of whom."""

    check_in: CheckIn
    is_open: bool

    @property
    def alias(self) -> str:
        """The name of who was asked."""
        return self.check_in.person.alias if self.is_open else ""


@dataclass(frozen=True)
class Board:
    """The lists of the page, each the most pressing first. A number of queries that is fixed."""

    waiting: list[Waits]
    looking: int
    proposals: list[Together]
    together: list[Together]
    unsafe: list[Together]
    late: list[Late]
    ending: list[Mentor]
    caseloads: list[Mentor]


def board(*, by: User, now: dt.datetime) -> Board:
    """Read all of it. Of what somebody else looks after: where it stands and how long, and no
    name. Raises NotForYou."""
    refuse_all_but_staff(by)
    today, opens = site_day(now), _opens(by)
    rows = mentorships_on_board(by).select_related("person", "mentor__person", "coordinator")
    active = Mentor.objects.select_related("person").filter(state=MentorState.ACTIVE)
    proposed = (S.SUGGESTED, S.OFFERED_PARTICIPANT, S.OFFERED_MENTOR, S.INTRO)
    walking = rows.filter(state__in=(S.TRIAL, S.ACTIVE, S.CLOSING, S.PAUSED))
    late = CheckIn.objects.due(today - LATE).select_related("person", "mentorship__coordinator")
    loads = active.annotate(
        walking=Count("mentorships", filter=Q(mentorships__state__in=sorted(TAKEN)))
    )

    def two(found: QuerySet[Mentorship]) -> list[Together]:
        return [Together(row, opens(row)) for row in found[:MOST]]

    ending = active.filter(check_expires_on__lte=today + SOON).order_by("check_expires_on", "pk")
    return Board(
        waiting=[
            Waits(one, (now - one.waits_since).days, opens(one)) for one in _waiting(by)[:MOST]
        ],
        looking=requests_on_board(by).filter(just_looking=True).count(),
        proposals=two(rows.filter(state__in=proposed).order_by("changed_at", "pk")),
        together=two(walking.filter(locked_at=None).order_by("trial_until", "pk")),
        unsafe=two(walking.exclude(locked_at=None).order_by("locked_at", "pk")),
        late=[Late(one, opens(one.mentorship)) for one in late[:MOST]],
        ending=list(ending[:MOST]),
        caseloads=list(loads.order_by("pk")[:MOST]),
    )


def _opens(by: User) -> Callable[[Mentorship | MentorshipRequest], bool]:
    """Whether a row is one of `visible_mentorships` or `visible_requests`, for many at a time."""
    leads, apart = leads_safeguarding(by), kept_from(by)
    return lambda row: (leads or row.coordinator_id == by.pk) and row.person_id not in apart


def _waiting(by: User) -> QuerySet[MentorshipRequest]:
    """Requests of people who want somebody and are in no match, the oldest first."""
    taken = Mentorship.objects.pending().filter(person=OuterRef("person"))
    rows = requests_on_board(by).waiting().exclude(Exists(taken))
    return rows.select_related("person", "coordinator")
