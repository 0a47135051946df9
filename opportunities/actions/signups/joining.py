"""Saving a place, or a place in line, exactly (performance.md W3)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    When,
    prefetch_related_objects,
)

from community.notifications.actions import queue, rewrite
from community.notifications.models import ContactPreference, Message
from community.people.models import User
from community.safety.permissions import is_kept_apart, kept_apart_from
from opportunities.actions.reminders import reminders_of
from opportunities.models import ACTIVE, Part, Session, SignUp, SignUpQuerySet, State
from opportunities.permissions import avoids_any_of, present

from .closing import close_if_free
from .companions import offering_to_listen, refuse_companions
from .course import Dates, follow, hold_course, takes_people
from .refusals import CourseHasBegun, SessionNotOpen, SessionOver, TooManySignUps
from .room import fits, room_for

A_DAY = dt.timedelta(days=1)


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
        _refuse_unless_open(session, now)
    refuse_companions(sessions, companions)
    quiet = offering_to_listen(sessions) if listens else set()
    _lock_person(by)
    course = _hold_course_of(sessions, now)
    sessions = [course.first] if course else sessions
    own = _own_sign_ups(sessions, by, now)
    apart = _apart(sessions, by)
    said: dict[str, Any] = {"alias": alias, "note": note, "companions": companions, "part": part}
    places: dict[int, SignUp] = {}
    messages: list[Message] = []
    # Always in the same order: two people who tick the same dates never wait for each other.
    for session in sorted(sessions, key=lambda session: session.pk):
        earlier = own.get(session.pk)
        if earlier and earlier.state != State.CANCELLED:
            places[session.pk] = earlier
            continue
        place = SignUp(person=by, joined_at=now, changed_at=now, **said)
        place.listens = session.opportunity_id in quiet
        place.session = _lock_open(session, now)
        place.state = _expected(place, is_apart=apart is not None and session.pk in apart)
        places[session.pk] = _join(place, earlier, minds_whom=apart is not None)
        messages += reminders_of(place, now) if places[session.pk] is place else []
    _send(messages, had_places=bool(own))
    if course:
        return _enrolled(course, by, now)
    return [places[session.pk] for session in sessions]


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


def clashing(*, session: Session, by: User) -> SignUpQuerySet:
    """The person's own sign-ups that overlap this session, or of a course any of its dates from
    this one on. A reason to warn, never to refuse."""
    dates = Session.objects.filter(pk=session.pk)
    if session.opportunity.is_course:
        dates = Session.objects.filter(
            opportunity=session.opportunity_id, starts_at__gte=session.starts_at, cancelled_at=None
        )
    overlap = dates.filter(
        starts_at__lt=OuterRef("session__ends_at"), ends_at__gt=OuterRef("session__starts_at")
    )
    others = SignUp.objects.filter(Exists(overlap), person=by, state__in=ACTIVE)
    return others.filter(session__cancelled_at=None).exclude(session__in=dates)


def _lock_person(by: User) -> None:
    """Let nobody else sign this person up until we are done, so that what is counted stays true.

    Always before any session, here and where an account is erased, so that the two never wait for
    each other. NO KEY: rows that refer to the person, such as a message, can be written meanwhile.
    """
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=by.pk)


def _refuse_unless_open(session: Session, now: dt.datetime) -> None:
    if session.cancelled_at is not None or not session.opportunity.is_public(now):
        raise SessionNotOpen
    if session.starts_at <= now:
        raise SessionOver


def _apart(sessions: Sequence[Session], by: User) -> set[int] | None:
    """Sessions where somebody is from whom this person is kept apart; None if there is nobody.

    Asked before the lock, full or not, so that both answers take as long; what changes until the
    lock is ours is seen by `_settle`. The person's choice of words comes with it, in one query,
    because it is asked at every sign-up. Raises SessionNotOpen for what they keep away.
    """
    fields = [field.attname for field in ContactPreference._meta.concrete_fields]
    is_apart, avoids, *chosen = (
        User.objects.filter(pk=by.pk)
        .values_list(
            ExpressionWrapper(is_kept_apart(by.pk), output_field=BooleanField()),
            Exists(avoids_any_of({s.opportunity_id for s in sessions}, by)),
            *(f"contact_preference__{f}" for f in fields),
        )
        .get()
    )
    if avoids:
        raise SessionNotOpen
    has_chosen = chosen[0] is not None
    by.contact_preference = (
        ContactPreference.from_db(by._state.db, fields, chosen)
        if has_chosen
        else ContactPreference()
    )
    if has_chosen:  # with their safe hours: one query for all reminders
        prefetch_related_objects([by], "contact_preference__safe_hours")
    if not is_apart:
        return None
    return set(_there_with(by.pk, [s.pk for s in sessions]).values_list("session_id", flat=True))


def _own_sign_ups(sessions: Sequence[Session], by: User, now: dt.datetime) -> dict[int, SignUp]:
    """The person's sign-ups of these sessions, by session; raises TooManySignUps.

    A course counts once, however many dates it has. What was given back within a day counts, too:
    else one account could save a place, read where it is, give it back, and so read every place
    there is (safety.md T15).
    """
    wanted = {session.pk: session for session in sessions}
    rows: Any = SignUp.objects.filter(
        Q(session__in=wanted)
        | Q(state__in=ACTIVE, session__ends_at__gt=now, session__cancelled_at=None)
        | Q(joined_at__gt=now - A_DAY),
        person=by,
    ).annotate(course=Case(When(~Q(session__opportunity__course=""), then="session__opportunity")))
    ahead = {
        (row.course, row.course or row.session_id)
        for row in rows
        if row.state in ACTIVE or row.joined_at > now - A_DAY
    }
    asked = {_counted_as(session) for session in sessions}
    if not ahead.issuperset(asked) and len(ahead.union(asked)) > settings.MOST_SIGN_UPS_AHEAD:
        raise TooManySignUps
    own = {row.session_id: row for row in rows if row.session_id in wanted}
    for pk, row in own.items():
        row.session = wanted[pk]
    return own


def _counted_as(session: Session) -> tuple[int | None, int]:
    """A course counts as one thing of a person's plan, any other date by itself."""
    course = session.opportunity_id if session.opportunity.is_course else None
    return course, course or session.pk


def _lock_open(session: Session, now: dt.datetime) -> Session:
    """Lock the session; what was checked before the lock may have changed until it was ours."""
    locked = Session.objects.locked().get(pk=session.pk)
    locked.opportunity = session.opportunity
    _refuse_unless_open(locked, now)
    return locked


def _there_with(person_id: int, session_ids: Sequence[int]) -> SignUpQuerySet:
    """Sign-ups of these sessions by people from whom this person is kept apart."""
    return present(session_ids).filter(person_id__in=kept_apart_from(person_id))


def _join(place: SignUp, earlier: SignUp | None, *, minds_whom: bool) -> SignUp:
    """Store `place` and return it, or return the sign-up that the person has already.

    `earlier` is a cancelled sign-up of the same person and session. `minds_whom`: they are kept
    apart from somebody. The place is counted only if it was really taken: counting first leaks a
    place with every double click (performance.md W3). As many statements under the lock, whether
    there is a place, or none, or somebody is there whom they must not meet.
    """
    if earlier is None:
        # On conflict this changes nothing and brings back the id of the row that is there.
        SignUp.objects.bulk_create(
            [place],
            update_conflicts=True,
            unique_fields=["session", "person"],
            update_fields=["person"],
        )
    elif not _take_up(place, earlier):
        return _as_stored(place)
    if place.state == State.CONFIRMED and _count(place, minds_whom=minds_whom):
        return place
    stored = _as_stored(place)
    if stored.public_id == place.public_id:
        return _settle(place, meets=minds_whom and stored.meets)
    if stored.state != State.CANCELLED:
        return stored
    return _join(place, stored, minds_whom=minds_whom)


def _as_stored(place: SignUp) -> Any:
    """The row of `place` as it is now, with `meets`: whether somebody is there whom they must
    not meet. In the same statement for everyone, so that it takes as long for everyone."""
    meets = Exists(_there_with(place.person_id, [place.session_id]))
    stored = SignUp.objects.annotate(meets=meets).get(pk=place.pk)
    stored.session = place.session
    return stored


def _settle(place: SignUp, *, meets: bool) -> SignUp:
    """Put right what was expected before the lock was ours and turned out otherwise.

    Somebody whom they must not meet came meanwhile: they wait. Or left: they have a place. Who
    asks for a place has none until they are answered, and whether one is free is not asked.
    """
    if place.state == State.ASKED:
        return place
    has_room = fits(place)
    if meets or not has_room:
        if place.state != State.WAITING:
            place.state = State.WAITING
            SignUp.objects.filter(pk=place.pk).update(state=State.WAITING)
        close_if_free(place)
    elif place.state != State.CONFIRMED:
        place.state = State.CONFIRMED
        SignUp.objects.filter(pk=place.pk).update(state=State.CONFIRMED)
        _count(place, minds_whom=False)
    return place


def _take_up(place: SignUp, earlier: SignUp) -> bool:
    """Turn a cancelled sign-up into `place`; False if another request has just done so."""
    place.pk, place.public_id = earlier.pk, earlier.public_id
    place._state.adding = False
    taken = SignUp.objects.filter(pk=earlier.pk, state=State.CANCELLED).update(
        alias=place.alias,
        note=place.note,
        companions=place.companions,
        part=place.part_id,
        listens=place.listens,
        state=place.state,
        joined_at=place.joined_at,
        changed_at=place.changed_at,
        stand_in_since=None,
    )
    return bool(taken)


def _count(place: SignUp, *, minds_whom: bool) -> bool:
    """Count its places if its row is the one that was stored; return whether it was.

    Not while somebody is there whom they must not meet.
    """
    is_stored = Exists(SignUp.objects.filter(public_id=place.public_id, state=State.CONFIRMED))
    unmet = ~Exists(_there_with(place.person_id, [place.session_id])) if minds_whom else Q()
    counted = Session.objects.filter(is_stored, unmet, pk=place.session_id).update(
        places_taken=F("places_taken") + place.places
    )
    place.session.places_taken += counted * place.places
    return bool(counted)
