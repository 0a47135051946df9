"""Saving a place, or a place in line, exactly (performance.md W3).

`before` asks what can be asked before the lock on a date is ours, `storing` writes under it.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from community.notifications.actions import queue, rewrite
from community.notifications.models import Message
from community.people.models import User
from opportunities.actions.reminders import reminders_of
from opportunities.models import Part, Session, SignUp, State

from .before import apart_at, lock_person, own_sign_ups, refuse_unless_open
from .companions import offering_to_listen, refuse_companions
from .course import Dates, follow, hold_course, takes_people
from .refusals import CourseHasBegun, SessionOver
from .room import fits, room_for
from .storing import join, lock_open


def sign_up(
    *,
    session: Session,
    by: User,
    alias: str,
    note: str = "",
    companions: int = 0,
    part: Part | None = None,
    listens: bool = False,
    now: dt.datetime,
) -> SignUp:
    """Save a place, or a place in line, and return it.

    See `sign_up_for`, which does the same for several dates at once.
    """
    return sign_up_for(
        sessions=[session],
        by=by,
        alias=alias,
        note=note,
        companions=companions,
        part=part,
        listens=listens,
        now=now,
    )[0]


@transaction.atomic
def sign_up_for(
    *,
    sessions: Sequence[Session],
    by: User,
    alias: str,
    note: str = "",
    companions: int = 0,
    part: Part | None = None,
    listens: bool = False,
    now: dt.datetime,
) -> list[SignUp]:
    """Save a place in each of these sessions, all or none, and return them in the same order.

    Where people ask first, and in every support group, a sign-up is ASKED. Else it is CONFIRMED,
    or WAITING when the session is full or when somebody is there from whom the person is kept
    apart: the two look alike (safety.md #15), and from then on the date is full for everybody.
    One that exists already is returned as it is; after cancelling it is a fresh place in line.
    `companions`: how many come along; each takes a place, and all of them come or wait together.
    `part`: what they want to do there, None for wherever needed. `listens`: they just listen.
    Any date of a course stands for all of it, and all sign-ups ahead are returned in their order.
    Raises SessionOver, SessionNotOpen, CourseHasBegun, NobodyComesAlong, PartGone, TooManySignUps.
    """
    for session in sessions:
        refuse_unless_open(session, now)
    refuse_companions(sessions, companions)
    quiet = offering_to_listen(sessions) if listens else set()
    lock_person(by)
    course = _hold_course_of(sessions, now)
    sessions = [course.first] if course else sessions
    own = own_sign_ups(sessions, by, now)
    apart = apart_at(sessions, by)
    said: dict[str, Any] = {"alias": alias, "note": note, "companions": companions, "part": part}
    places: dict[int, SignUp] = {}
    messages: list[Message] = []
    # Always in the same order: two people who tick the same dates never wait for each other.
    for session in sorted(sessions, key=lambda session: session.pk):
        place = SignUp(person=by, joined_at=now, changed_at=now, **said)
        place.listens = session.opportunity_id in quiet
        places[session.pk] = _take_place(place, session, own.get(session.pk), apart, now)
        messages += reminders_of(place, now) if places[session.pk] is place else []
    _send(messages, had_places=bool(own))
    if course:
        return _enrolled(course, by, now)
    return [places[session.pk] for session in sessions]


def _take_place(
    place: SignUp,
    session: Session,
    earlier: SignUp | None,
    apart: Collection[int] | None,
    now: dt.datetime,
) -> SignUp:
    """Store one place and return it; the one that they have there already stays as it is.

    `apart`: see `apart_at`.
    """
    if earlier and earlier.state != State.CANCELLED:
        return earlier
    place.session = lock_open(session, now)
    place.state = _expected(place, is_apart=apart is not None and session.pk in apart)
    return join(place, earlier, minds_whom=apart is not None)


def _send(messages: list[Message], *, had_places: bool) -> None:
    """Queue reminders; one of a place they had before may be in somebody's hands."""
    if had_places and messages:
        rewrite(about={message.about for message in messages if message.about}, messages=messages)
    else:
        queue(messages)


def _hold_course_of(sessions: Sequence[Session], now: dt.datetime) -> Dates | None:
    """The dates of the course that these are of, locked; None where each is by itself.

    Raises SessionOver or CourseHasBegun.
    """
    posting = sessions[0].opportunity if sessions else None
    if posting is None or not posting.is_course:
        return None
    course = hold_course(posting, now)
    if course is None:
        raise SessionOver
    if not takes_people(posting, now):
        raise CourseHasBegun
    for date in (course.first, *course.later):
        date.opportunity = posting
    return course


def _enrolled(course: Dates, by: User, now: dt.datetime) -> list[SignUp]:
    """Bring the later dates in step with the first; their sign-ups of all of them, in order."""
    follow(course, now)
    rows = SignUp.objects.filter(person=by, session__in=[course.first, *course.later])
    return list(rows.select_related("session").order_by("session__starts_at", "session"))


def _expected(place: SignUp, *, is_apart: bool) -> State:
    """How the sign-up is to stand, as far as is known before it is stored."""
    if place.session.opportunity.asks_first:
        room_for(place)  # as for everybody: a part that is gone is refused
        return State.ASKED
    has_room = fits(place)
    return State.WAITING if is_apart or not has_room else State.CONFIRMED
