"""Which postings somebody may see, and which they write."""

import datetime as dt
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q, QuerySet

from community.organisations.models import AvoidedOrganisation, Membership, Organisation
from community.organisations.permissions import organisations_of
from community.people.models import Role, User
from community.written_down import NOBODY, WrittenDown
from opportunities.models import (
    AvoidedArea,
    Kind,
    Opportunity,
    OpportunityQuerySet,
    public_opportunity,
)

Visitor = User | AnonymousUser


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


def avoided_by_any(
    people: Collection[int], opportunity_ids: Collection[int]
) -> set[tuple[int, int]]:
    """Which of these people keep which of these opportunities away: the rule of `not_avoided_by`
    for many people at once. Two queries."""
    organisations = AvoidedOrganisation.objects.filter(
        person__in=people, organisation__opportunities__in=opportunity_ids
    )
    areas = AvoidedArea.objects.filter(
        person__in=people,
        area__opportunities__in=opportunity_ids,
        area__opportunities__kind__in=set(Kind.values) - {Kind.GROUP},
    )
    return {
        *organisations.values_list("person_id", "organisation__opportunities"),
        *areas.values_list("person_id", "area__opportunities"),
    }


def visible_choices(model: type[Any], user: Visitor) -> QuerySet[Any]:
    """A person's own rows of what they keep away (organisations, parts of town, typed names)."""
    rows: QuerySet[Any] = model._default_manager.filter(person_id=user.pk)
    return rows if isinstance(user, User) and user.is_active else rows.none()


def avoids_any_of(opportunity_ids: Iterable[int], user: User) -> OpportunityQuerySet:
    """Those of these opportunities that this person keeps away from themselves."""
    return Opportunity.objects.filter(pk__in=opportunity_ids).filter(~not_avoided_by(user))


def avoids_anything(user: Visitor) -> bool:
    """Whether a number counted for everybody is wrong for them. One query, if signed in."""
    return isinstance(user, User) and bool(_avoiding_question().answer({NOBODY: user.pk}))


@lru_cache(maxsize=1)
def _avoiding_question() -> WrittenDown:
    found = User.objects.filter(
        Exists(AvoidedOrganisation.objects.filter(person_id=NOBODY))
        | Exists(AvoidedArea.objects.filter(person_id=NOBODY)),
        pk=NOBODY,
    )
    return WrittenDown.of(found.values_list("pk"))


def editable_opportunities(user: Visitor) -> OpportunityQuerySet:
    """Postings that a partner may write: those of the organisations they write for.

    Staff write in the editors' admin, which has its own rules.
    """
    return Opportunity.objects.filter(organisation__in=written_organisations(user).order_by())
