"""What is asked before the lock on a date is ours: who they are kept apart from, what they have."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    When,
    prefetch_related_objects,
)

from community.notifications.models import ContactPreference
from community.people.models import User
from community.safety.permissions import is_kept_apart, kept_apart_from
from community.written_down import LONG_AGO, NOBODY, WrittenDown
from opportunities.models import ACTIVE, Session, SignUp, SignUpQuerySet
from opportunities.permissions import avoids_any_of, present

from .refusals import SessionNotOpen, SessionOver, TooManySignUps

A_DAY = dt.timedelta(days=1)
# Stand-ins, besides those of `written_down`: no such posting or date, and a day before long ago.
NOWHERE = NOBODY - 1
DAY_BEFORE = LONG_AGO - A_DAY
CHOICE = [field.attname for field in ContactPreference._meta.concrete_fields]
OF_A_SIGN_UP = [field.attname for field in SignUp._meta.concrete_fields]


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


def lock_person(by: User) -> None:
    """Let nobody else sign this person up until we are done, so that what is counted stays true.

    Always before any session, here and where an account is erased, so that the two never wait for
    each other. NO KEY: rows that refer to the person, such as a message, can be written meanwhile.
    """
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=by.pk)


def refuse_unless_open(session: Session, now: dt.datetime) -> None:
    """Raise SessionNotOpen or SessionOver when nobody gets a place at this date any more."""
    if session.cancelled_at is not None or not session.opportunity.is_public(now):
        raise SessionNotOpen
    if session.starts_at <= now:
        raise SessionOver


def there_with(person_id: int, session_ids: Sequence[int]) -> SignUpQuerySet:
    """Sign-ups of these sessions by people from whom this person is kept apart."""
    return present(session_ids).filter(person_id__in=kept_apart_from(person_id))


def apart_at(sessions: Sequence[Session], by: User) -> set[int] | None:
    """Sessions where somebody is from whom this person is kept apart; None if there is nobody.

    Asked before the lock, full or not, so that both answers take as long; what changes until the
    lock is ours is seen by `storing`. The person's choice of words comes with it, in one query,
    because it is asked at every sign-up. Raises SessionNotOpen for what they keep away.
    """
    postings = {session.opportunity_id for session in sessions}
    if len(postings) == 1:
        found = _of_one_posting().answer({NOBODY: by.pk, NOWHERE: postings.pop()})
    else:
        found = list(_about(by, postings))
    is_apart, avoids, *chosen = found[0]
    if avoids:
        raise SessionNotOpen
    has_chosen = chosen[0] is not None
    by.contact_preference = (
        ContactPreference.from_db(by._state.db, CHOICE, chosen)
        if has_chosen
        else ContactPreference()
    )
    if has_chosen:  # with their safe hours: one query for all reminders
        prefetch_related_objects([by], "contact_preference__safe_hours")
    if not is_apart:
        return None
    return set(there_with(by.pk, [s.pk for s in sessions]).values_list("session_id", flat=True))


def _about(person: User, postings: Collection[int]) -> QuerySet[User, Any]:
    """Whether they are kept apart from anybody, whether they keep one of these away, how they
    want to be written to."""
    return User.objects.filter(pk=person.pk).values_list(
        ExpressionWrapper(is_kept_apart(person.pk), output_field=BooleanField()),
        Exists(avoids_any_of(postings, person)),
        *(f"contact_preference__{name}" for name in CHOICE),
    )


@lru_cache(maxsize=1)
def _of_one_posting() -> WrittenDown:
    return WrittenDown.of(_about(User(pk=NOBODY), [NOWHERE]))


def own_sign_ups(sessions: Sequence[Session], by: User, now: dt.datetime) -> dict[int, SignUp]:
    """The person's sign-ups of these sessions, by session; raises TooManySignUps.

    A course counts once, however many dates it has. What was given back within a day counts, too:
    else one account could save a place, read where it is, give it back, and so read every place
    there is (safety.md T15).
    """
    wanted = {session.pk: session for session in sessions}
    if len(wanted) == 1:
        meant = {NOBODY: by.pk, NOWHERE: sessions[0].pk, LONG_AGO: now, DAY_BEFORE: now - A_DAY}
        found = _of_one_date().answer(meant)
    else:
        found = list(_had(by, wanted, now))
    rows = [_Had(SignUp.from_db(by._state.db, OF_A_SIGN_UP, row[:-1]), row[-1]) for row in found]
    ahead = {
        (had.course, had.course or had.row.session_id)
        for had in rows
        if had.row.state in ACTIVE or had.row.joined_at > now - A_DAY
    }
    asked = {_counted_as(session) for session in sessions}
    if not ahead.issuperset(asked) and len(ahead.union(asked)) > settings.MOST_SIGN_UPS_AHEAD:
        raise TooManySignUps
    own = {had.row.session_id: had.row for had in rows if had.row.session_id in wanted}
    for pk, row in own.items():
        row.session = wanted[pk]
    return own


class _Had(NamedTuple):
    """A sign-up of theirs, and the posting whose course it is of."""

    row: SignUp
    course: int | None


def _had(person: User, sessions: Iterable[int], now: dt.datetime) -> QuerySet[SignUp, Any]:
    course = Case(When(~Q(session__opportunity__course=""), then="session__opportunity"))
    return (
        SignUp.objects.filter(
            Q(session__in=sessions)
            | Q(state__in=ACTIVE, session__ends_at__gt=now, session__cancelled_at=None)
            | Q(joined_at__gt=now - A_DAY),
            person=person,
        )
        .annotate(course=course)
        .values_list(*OF_A_SIGN_UP, "course")
    )


@lru_cache(maxsize=1)
def _of_one_date() -> WrittenDown:
    return WrittenDown.of(_had(User(pk=NOBODY), [NOWHERE], LONG_AGO))


def _counted_as(session: Session) -> tuple[int | None, int]:
    """A course counts as one thing of a person's plan, any other date by itself."""
    course = session.opportunity_id if session.opportunity.is_course else None
    return course, course or session.pk
