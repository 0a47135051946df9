"""What is a person's own, and where they may be told to go."""

import datetime as dt
import uuid

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from community.people.models import User
from community.people.permissions import visible_participants
from opportunities.models import (
    REGISTER_STAYS,
    Announcement,
    CalendarAddress,
    Letter,
    LetterQuerySet,
    LookingFor,
    Opportunity,
    Regular,
    RegularQuerySet,
    SignUp,
    SignUpQuerySet,
    State,
    public_opportunity,
)

from .postings import Visitor


def own_looking_for(user: Visitor) -> QuerySet[LookingFor]:
    """Their own answers. Nobody else reads them: no mentor, no organisation, none of the staff."""
    if not isinstance(user, User) or not user.is_active:
        return LookingFor.objects.none()
    return LookingFor.objects.filter(person=user)


def own_calendar_address(user: Visitor) -> QuerySet[CalendarAddress]:
    """Their own calendar address, running or over; nobody else sees that there is one."""
    if not isinstance(user, User) or not user.is_active:
        return CalendarAddress.objects.none()
    return CalendarAddress.objects.filter(person=user)


def own_letters(user: Visitor) -> LetterQuerySet:
    """Their own letters of hours. Whoever has a code reads what one says; the list is theirs."""
    if not isinstance(user, User) or not user.is_active:
        return Letter.objects.none()
    return Letter.objects.filter(person=user)


def own_regulars(user: Visitor) -> RegularQuerySet:
    """What they come to regularly. Nobody else reads that anybody does, no organisation either."""
    if not isinstance(user, User) or not user.is_active:
        return Regular.objects.none()
    return Regular.objects.filter(person=user)


def visible_sign_ups(user: Visitor) -> SignUpQuerySet:
    """Their own sign-ups and nobody else's (safety.md #13)."""
    if not isinstance(user, User) or not user.is_active:
        return SignUp.objects.none()
    return SignUp.objects.filter(person=user)


def visible_past(user: Visitor, now: dt.datetime) -> SignUpQuerySet:
    """Their own dates that are over, and on which they had a place and did not say no."""
    return (
        visible_sign_ups(user)
        .having_a_place()
        .exclude(state=State.EXCUSED)
        .filter(session__ends_at__lte=now, session__cancelled_at=None)
    )


def visible_announcements(user: Visitor, now: dt.datetime) -> QuerySet[Announcement]:
    """What organisations told those who come: for who has a place there, until two days after.

    Nothing of a date that was called off, or of a posting that is stopped: it may be bait (T3).
    What was said before a date moved was about another time.
    """
    has_a_place = visible_sign_ups(user).having_a_place().filter(session=OuterRef("session"))
    return Announcement.objects.filter(
        Exists(has_a_place),
        Q(session__moved_at=None) | Q(session__moved_at__lte=F("made_at")),
        public_opportunity(now, "session__opportunity__"),
        session__ends_at__gt=now - REGISTER_STAYS,
        session__cancelled_at=None,
    )


def may_see_place(user: Visitor, opportunity: Opportunity, now: dt.datetime) -> bool:
    """Whether the exact place may be in a byte that is sent to them (safety.md #17).

    They have a place in a session that is not over and not cancelled, of a posting that staff
    have not stopped. Who came once does not learn where it is next year: it may have moved away
    from them. Who answers for the posting reads it where they work, behind a second step, and not
    on the public page: there a password alone would be enough.
    """
    sign_ups = visible_sign_ups(user).having_a_place().filter(session__ends_at__gt=now)
    has_a_place = sign_ups.filter(session__opportunity=opportunity, session__cancelled_at=None)
    return opportunity.is_public(now) and has_a_place.exists()


def find_participant(by: Visitor, given: str) -> User | None:
    """The one participant with exactly this user name, or with the sign-up of this public id.

    For programme staff only, who have it from the person or from a list for the day. There is no
    other way to find anybody: no list, no part of a name (safety.md T5, decision 1).
    """
    people = visible_participants(by)
    given = given.strip()
    try:
        return people.filter(sign_ups__public_id=uuid.UUID(given)).first()
    except ValueError:
        return people.filter(username=User.normalize_username(given)).first()
