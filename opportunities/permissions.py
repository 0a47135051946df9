"""Who may see and do what here. Every fetch in a view goes through one of these."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, TypedDict

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q, QuerySet

from community.organisations.models import AvoidedOrganisation, Membership, Organisation
from community.organisations.permissions import organisations_of
from community.people.models import Role, User
from community.people.permissions import visible_participants
from community.safety.permissions import pairs_among
from opportunities.models import (
    NOT_THERE,
    REGISTER_STAYS,
    AvoidedArea,
    CalendarAddress,
    Enquiry,
    EnquiryQuerySet,
    Hours,
    Kind,
    Letter,
    LetterQuerySet,
    LookingFor,
    Opportunity,
    OpportunityQuerySet,
    Session,
    SessionQuerySet,
    SignUp,
    SignUpQuerySet,
    Standing,
    State,
    public_opportunity,
)

Visitor = User | AnonymousUser


class SeenByOrganisation(TypedDict):
    """All that an organisation learns about somebody who comes (safety.md #18)."""

    alias: str
    note: str
    companions: int
    state: str


def own_organisations(user: Visitor) -> QuerySet[Organisation]:
    """Organisations that this partner works for. A suspended one sees and does nothing."""
    return organisations_of(user)


def written_organisations(user: Visitor) -> QuerySet[Organisation]:
    """Those whose activities this partner writes: who is at the door only does not."""
    return organisations_of(user, *Membership.WRITING)


def oversees_all(user: Visitor) -> bool:
    """Whether they answer for every posting: programme staff. Editors write pages, no postings,
    and need to know where nobody meets (safety.md T5)."""
    return isinstance(user, User) and user.is_active and user.role == Role.STAFF


def visible_opportunities(user: Visitor, now: dt.datetime) -> OpportunityQuerySet:
    """What is public, and what the person answers for, public or not.

    A list that is shown to everybody uses `Opportunity.objects.public(now)` instead.
    """
    if oversees_all(user):
        return Opportunity.objects.all()
    own = Q(organisation__in=written_organisations(user).order_by())
    return Opportunity.objects.filter((public_opportunity(now) & not_avoided_by(user)) | own)


def not_avoided_by(user: Visitor) -> Q:
    """What this person does not keep away from themselves: for a list, a page and a sign-up.

    As a part of the query that is asked anyway. A part of town says nothing of support groups:
    which of them disappear with it would tell where they meet (safety.md T11).
    """
    if not isinstance(user, User):
        return Q()
    organisations = AvoidedOrganisation.objects.filter(person=user).values("organisation")
    areas = AvoidedArea.objects.filter(person=user).values("area")
    return ~Q(organisation__in=organisations) & (Q(kind=Kind.GROUP) | ~Q(area__in=areas))


def visible_choices(model: type[Any], user: Visitor) -> QuerySet[Any]:
    """A person's own rows of what they keep away (organisations, parts of town, typed names)."""
    rows: QuerySet[Any] = model._default_manager.filter(person_id=user.pk)
    return rows if isinstance(user, User) and user.is_active else rows.none()


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


def avoids_any_of(opportunity_ids: Iterable[int], user: User) -> OpportunityQuerySet:
    """Those of these opportunities that this person keeps away from themselves."""
    return Opportunity.objects.filter(pk__in=opportunity_ids).filter(~not_avoided_by(user))


def avoids_anything(user: Visitor) -> bool:
    """Whether a number counted for everybody is wrong for them. One query, if signed in."""
    return (
        isinstance(user, User)
        and User.objects.filter(
            Exists(AvoidedOrganisation.objects.filter(person=user))
            | Exists(AvoidedArea.objects.filter(person=user)),
            pk=user.pk,
        ).exists()
    )


def editable_opportunities(user: Visitor) -> OpportunityQuerySet:
    """Postings that a partner may write: those of the organisations they write for.

    Staff write in the editors' admin, which has its own rules.
    """
    return Opportunity.objects.filter(organisation__in=written_organisations(user).order_by())


def visible_workplace_sessions(user: Visitor) -> SessionQuerySet:
    """Dates of the organisations that this partner works for, whatever their duty there."""
    return Session.objects.filter(opportunity__organisation__in=own_organisations(user).order_by())


def visible_sign_ups(user: Visitor) -> SignUpQuerySet:
    """Their own sign-ups and nobody else's (safety.md #13)."""
    if not isinstance(user, User) or not user.is_active:
        return SignUp.objects.none()
    return SignUp.objects.filter(person=user)


def visible_past(user: Visitor, now: dt.datetime) -> SignUpQuerySet:
    """Their own dates that are over, and on which they had a place."""
    return (
        visible_sign_ups(user)
        .having_a_place()
        .filter(session__ends_at__lte=now, session__cancelled_at=None)
    )


def visible_asked_hours(user: Visitor, now: dt.datetime) -> QuerySet[Hours]:
    """Hours that somebody says differently, for those who write for the organisation to answer.

    Only what is asked, and only until it is answered. Nobody while the posting is stopped.
    """
    return Hours.objects.filter(
        public_opportunity(now, "sign_up__session__opportunity__"),
        state=Standing.ASKED,
        sign_up__session__opportunity__organisation__in=written_organisations(user).order_by(),
    )


def visible_workplace_sign_ups(user: Visitor, now: dt.datetime) -> SignUpQuerySet:
    """People who have a place with the partner's own organisations.

    Nobody while staff have stopped the posting: it may be bait (safety.md T3).
    Who waits, or has not yet said yes, is left out: a waiting person beside a free place would
    tell that they are kept apart from somebody who comes. Who cancelled is left out: it is never
    counted (safety.md #54). Nobody once the register of the date is closed: who came last spring is
    not theirs to read (T4).
    """
    return SignUp.objects.having_a_place().filter(
        public_opportunity(now, "session__opportunity__"),
        session__ends_at__gt=now - REGISTER_STAYS,
        session__opportunity__organisation__in=own_organisations(user).order_by(),
    )


def visible_register(user: Visitor, now: dt.datetime) -> SignUpQuerySet:
    """Whom this partner may mark as here: people on dates whose register is open, and no others."""
    return visible_workplace_sign_ups(user, now).on_the_register(now)


def visible_requests(user: Visitor, now: dt.datetime) -> SignUpQuerySet:
    """People who ask for a place with the organisations that this partner writes for.

    Nobody while the posting is out of sight, as with who comes.
    """
    return SignUp.objects.filter(
        public_opportunity(now, "session__opportunity__"),
        state=State.ASKED,
        session__starts_at__gt=now,
        session__cancelled_at=None,
        session__opportunity__organisation__in=written_organisations(user).order_by(),
    )


def what_organisation_sees(sign_up: SignUp) -> SeenByOrganisation:
    """The one allow-list of what a partner's page, file or message may hold of a person."""
    return {
        "alias": sign_up.alias,
        "note": sign_up.note,
        "companions": sign_up.companions,
        "state": sign_up.state,
    }


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


def present(session_ids: Iterable[int]) -> SignUpQuerySet:
    """Sign-ups of people who hold a place in these sessions or wait for one, not who only asks."""
    return SignUp.objects.filter(session_id__in=session_ids).exclude(state__in=NOT_THERE)


def visible_enquiries(user: Visitor) -> EnquiryQuerySet:
    """Their own enquiries and nobody else's (safety.md #13)."""
    if not isinstance(user, User) or not user.is_active:
        return Enquiry.objects.none()
    return Enquiry.objects.filter(person=user)


class AskedOfOrganisation(TypedDict):
    """All that an organisation learns about somebody who asks (safety.md #18)."""

    public_id: uuid.UUID
    alias: str
    note: str
    made_at: dt.datetime
    answer_by: dt.datetime


def what_organisation_sees_asked(enquiry: Enquiry) -> AskedOfOrganisation:
    """The one allow-list of what a partner's page may hold of somebody who asks."""
    return {
        "public_id": enquiry.public_id,
        "alias": enquiry.alias,
        "note": enquiry.note,
        "made_at": enquiry.made_at,
        "answer_by": enquiry.answer_by,
    }


def public_enquiries(now: dt.datetime) -> EnquiryQuerySet:
    """Those about postings that are public: of what staff have stopped nobody reads any (T3)."""
    return Enquiry.objects.filter(public_opportunity(now, "opportunity__"))


def visible_workplace_enquiries(user: Visitor, now: dt.datetime) -> EnquiryQuerySet:
    """Who waits for an answer of the organisations that this partner writes for.

    But for whoever is kept back: they wait as somebody does whom nobody answers (safety.md #15).
    """
    own = public_enquiries(now).filter(
        opportunity__organisation__in=written_organisations(user).order_by()
    )
    waiting = own.waiting(now)
    return waiting.exclude(pk__in=kept_back(list(waiting), now))


def kept_back(rows: Iterable[Enquiry], now: dt.datetime) -> set[int]:
    """Keys of those of these waiting enquiries whose person is kept apart from somebody who asked
    before them, was told yes, or has a place ahead at the same posting."""
    waiting = list(rows)
    postings = {row.opportunity_id for row in waiting}
    asked = Enquiry.objects.held(now).filter(opportunity__in=postings)
    there = SignUp.objects.ahead(now).filter(session__opportunity__in=postings)
    before: list[tuple[int, int, dt.datetime | None]] = [
        *((row.opportunity_id, row.person_id, row.made_at if not row.said else None)
          for row in asked),
        *((posting, person, None)
          for posting, person in there.values_list("session__opportunity_id", "person_id")),
    ]  # fmt: skip
    apart = set(pairs_among({person for _posting, person, _at in before}))
    return {
        row.pk
        for row in waiting
        for posting, person, at in before
        if posting == row.opportunity_id
        and (row.person_id, person) in apart
        and (at is None or at < row.made_at)
    }
