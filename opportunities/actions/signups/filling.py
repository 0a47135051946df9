"""Who gets a place that is free: the waiting list, first come first.

A place is offered, and held until its offer ends (docs/decisions/0018-flows.md).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from community.safety.permissions import kept_apart_from, pairs_among
from opportunities.actions.reminders import tell_promoted
from opportunities.models import Course, Opportunity, Session, SessionQuerySet, SignUp, State
from opportunities.permissions import present

from .course import follow, hold_course, takes_people
from .offer_time import end_of_offer, is_too_soon_to_ask
from .room import left_in, left_in_parts


def fill_places(
    *, session: Session, now: dt.datetime, asked: Collection[int] = frozenset()
) -> list[SignUp]:
    """Offer free places to who waits, in order; tell them; return their sign-ups. Who waits for
    more places than are left goes on waiting, and whoever is next in line and fits is offered one.
    Where it begins too soon to ask, the place is theirs at once.

    Where a place stays free because who waits must not meet somebody there, the date closes: a
    free place that one person does not get would tell them why.

    The caller holds the lock on the session and stores `Session.COUNTED` afterwards. Once a
    session has begun or is cancelled nobody is promoted any more, nor while staff have stopped
    its posting. `asked`: ids of sign-ups whose people know of an offer, and are not told again.
    """
    if session.is_full or session.cancelled_at or session.starts_at <= now:
        return []
    ids, passed_over = _next_in_line(session)
    posting = session.opportunity if ids or passed_over else None
    if posting is None or not (posting.is_public(now) and takes_people(posting, now)):
        return []
    promoted = _promote(session, ids, asked, now) if ids else []
    if passed_over:
        session.close(now)
    return promoted


def _promote(
    session: Session, ids: list[int], asked: Collection[int], now: dt.datetime
) -> list[SignUp]:
    """Hold a place for these who wait, and tell them."""
    chosen = SignUp.objects.filter(pk__in=ids)
    if is_too_soon_to_ask(session, now):
        chosen.update(state=State.CONFIRMED, changed_at=now)
        asked = frozenset()
    else:
        until = end_of_offer(session, now)
        chosen.update(state=State.OFFERED, changed_at=now, offer_ends_at=until)
    # Read after the update has locked them: a choice of words made meanwhile counts.
    people = chosen.select_related("person__contact_preference").order_by("joined_at", "id")
    promoted = list(people.prefetch_related("person__contact_preference__safe_hours"))
    for sign_up in promoted:
        sign_up.session = session
    session.places_taken += sum(sign_up.places for sign_up in promoted)
    tell_promoted(sign_ups=[row for row in promoted if row.pk not in asked], now=now)
    return promoted


@transaction.atomic
def fill_places_again(*, sessions: SessionQuerySet, now: dt.datetime) -> None:
    """Offer places that became free while nobody was promoted to who waits for them."""
    waiting = SignUp.objects.in_line().order_by().values("session")
    ended = SignUp.objects.filter(state=State.OFFERED, offer_ends_at__lte=now)
    wanted = Q(pk__in=waiting) | Q(pk__in=ended.values("session"))
    alone = sessions.filter(wanted, opportunity__course=Course.NONE)
    for session in alone.locked().order_by("pk"):
        before = (session.places_taken, session.capacity)
        # Nobody could answer meanwhile: they are asked for longer, without a word.
        ended.filter(session=session).update(offer_ends_at=end_of_offer(session, now))
        fill_places(session=session, now=now)
        if (session.places_taken, session.capacity) != before:
            session.save(update_fields=Session.COUNTED)
    of_courses = sessions.filter(wanted).exclude(opportunity__course=Course.NONE)
    for posting in Opportunity.objects.filter(pk__in=of_courses.values("opportunity")):
        _fill_course_again(posting, now)


def _fill_course_again(posting: Opportunity, now: dt.datetime) -> None:
    dates = hold_course(posting, now)
    if dates is None:
        return
    ended = dates.first.sign_ups.filter(state=State.OFFERED, offer_ends_at__lte=now)
    ended.update(offer_ends_at=end_of_offer(dates.first, now))
    fill_places(session=dates.first, now=now)
    dates.first.save(update_fields=Session.COUNTED)
    follow(dates, now)


def _next_in_line(session: Session) -> tuple[list[int], bool]:
    """Ids of the sign-ups that get the free places, and whether somebody in line was passed over
    for whom there is still room.

    First come first, but nobody is put beside a person they are kept apart from, and of two such
    people in line the first one counts.
    """
    waiting = SignUp.objects.filter(session=session).in_line()
    apart = _kept_apart_in(session)
    there: set[int] = set()
    if apart:
        holding = SignUp.objects.filter(session=session).holding_a_place()
        there.update(holding.values_list("person_id", flat=True))
    rows = list(waiting.only("pk", "person_id", "companions", "part_id"))
    left = _Left(session, rows)
    chosen: list[int] = []
    refused: list[SignUp] = []  # who must not meet somebody there
    for row in rows:
        if left.of_date == 0:
            break
        if not there.isdisjoint(apart[row.person_id]):
            refused.append(row)
        elif left.has_room_for(row):
            chosen.append(row.pk)
            left.take(row)
        there.add(row.person_id)
    return chosen, any(left.has_room_for(row) for row in refused)


class _Left:
    """How many places are left, of the date and of each part that somebody in line chose."""

    def __init__(self, session: Session, rows: list[SignUp]) -> None:
        self.of_date = left_in(session)
        asks_for_parts = any(row.part_id for row in rows)
        self.of_parts = left_in_parts(session) if asks_for_parts else {}

    def has_room_for(self, row: SignUp) -> bool:
        """Whether all of its places are left, in the date and in its part."""
        is_left = row.part_id is None or row.places <= self.of_parts[row.part_id]
        return is_left and row.places <= self.of_date

    def take(self, row: SignUp) -> None:
        """Count its places."""
        self.of_date -= row.places
        if row.part_id is not None:
            self.of_parts[row.part_id] -= row.places


def meets_somebody(row: SignUp) -> bool:
    """Whether somebody has a place there, or is offered one, whom this person must not meet."""
    others = SignUp.objects.filter(session=row.session_id).holding_a_place()
    return others.filter(person_id__in=kept_apart_from(row.person_id)).exists()


def _kept_apart_in(session: Session) -> dict[int, set[int]]:
    """Whom each person in this session is not to be put beside; usually nobody."""
    apart: dict[int, set[int]] = defaultdict(set)
    for person_id, other_id in pairs_among(present([session.pk]).values("person")):
        apart[person_id].add(other_id)
    return apart
