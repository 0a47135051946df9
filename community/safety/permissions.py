"""Who must be kept apart from whom, and who may read what was said about it."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Exists, F, Q, QuerySet, Value, When

from community.safety.access import Who
from community.safety.models import AccessRecord, Block, Grant, Saw, Separation, Task, TaskKind
from community.safety.models.apart import SeparationQuerySet
from community.safety.models.records import LASTS
from community.safety.models.tasks import TaskQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.people.models import User


def kept_apart_from(person_id: int) -> QuerySet[Any, Any]:
    """Ids of the people whom this person is not to meet, whoever of them or of staff asked for it.

    A subquery for `person_id__in=`. It is told to nobody: what is refused because of it looks
    exactly like what is refused because a session is full (safety.md #15).
    """
    blocked = Case(When(by=person_id, then=F("other_id")), default=F("by_id"))
    separate = Case(When(a=person_id, then=F("b_id")), default=F("a_id"))
    return (
        Block.objects.that_hold(person_id)
        .values_list(blocked, flat=True)
        .union(Separation.objects.between(person_id).values_list(separate, flat=True), all=True)
    )


def is_kept_apart(person_id: int) -> Q:
    """Whether this person is kept apart from anybody, in whichever way, for use in a query."""
    return Q(Exists(Block.objects.that_hold(person_id))) | Q(
        Exists(Separation.objects.between(person_id))
    )


def people_kept_apart() -> QuerySet[Any, Any]:
    """Ids of everybody who is kept apart from anybody. A subquery for `person_id__in=`."""
    separations = Separation.objects.holding()
    return Block.objects.values_list("by_id").union(
        Block.objects.values_list("other_id"),
        separations.values_list("a_id"),
        separations.values_list("b_id"),
    )


def pairs_among(people: Any) -> list[tuple[int, int]]:
    """Who of these people is not to be where whom is: (this one, away from that one).

    `people`: ids, or a query for them. Both orders stand in it where it holds both ways.
    """
    blocks = Block.objects.filter(by__in=people, other__in=people)
    separations = Separation.objects.holding().filter(a__in=people, b__in=people)
    found = blocks.values_list("other", "by", "both_ways").union(
        separations.values_list("a", "b", Value(True)), all=True
    )
    pairs: list[tuple[int, int]] = []
    for one, other, both_ways in found:
        pairs += [(one, other), (other, one)] if both_ways else [(one, other)]
    return pairs


def answers_for_safety(user: "User | AnonymousUser") -> bool:
    """Whether they are programme staff: nobody else reads tasks, an operator neither (T5)."""
    return bool(user.is_active) and getattr(user, "role", "") == Who.STAFF


def leads_safeguarding(user: "User | AnonymousUser") -> bool:
    """Whether they are the one of the staff whose confirmed address is the lead's of the settings.

    An address stands in `email` only after it was confirmed. Without a lead nobody is one.
    """
    lead = settings.SAFEGUARDING_LEAD
    email = getattr(user, "email", None) or ""
    return bool(lead) and answers_for_safety(user) and email.lower() == lead.lower()


def visible_tasks(user: "User | AnonymousUser") -> TaskQuerySet:
    """Every task for programme staff, none for anybody else.

    Of somebody from whom one of the staff is kept apart there is none for that one, and nothing
    that tells so: it is their colleagues' (#15).
    """
    if not answers_for_safety(user) or user.pk is None:
        return Task.objects.none()
    return Task.objects.exclude(person_id__in=kept_apart_from(user.pk))


def may_finish(user: "User", task: Task) -> bool:
    """Whether this one of the staff may say that a task is done: whoever looked at others is not
    the colleague who looks at that (docs/decisions/0016)."""
    is_own_look = task.kind == TaskKind.UNUSUAL and str(user.public_id) in task.key
    return not is_own_look and visible_tasks(user).filter(pk=task.pk).exists()


def visible_separations(user: "User | AnonymousUser") -> SeparationQuerySet:
    """Every separation, also what was ended, for programme staff; none for anybody else, and none
    of their own for the one of the staff who is one of the two."""
    if not answers_for_safety(user):
        return Separation.objects.none()
    return Separation.objects.exclude(Q(a=user.pk) | Q(b=user.pk))


def open_grants(by: "User", now: dt.datetime) -> QuerySet[Grant]:
    """Whom this one of the staff may see the identity of at this moment."""
    grants = Grant.objects.filter(by=by, created_at__lte=now, ends_at__gt=now)
    return grants if answers_for_safety(by) else grants.none()


def asked_about(
    *, by: "User | AnonymousUser", about: UUID, now: dt.datetime
) -> AccessRecord | None:
    """The last time that one of the staff said why they look at something, while it holds."""
    if not answers_for_safety(by) or by.pk is None:
        return None
    asked = AccessRecord.objects.filter(who=by.public_id, about=about, what=Saw.ASKED)
    holding = asked.filter(created_at__lte=now, created_at__gt=now - LASTS)
    return holding.order_by("created_at").last()


def visible_records(user: "User | AnonymousUser") -> QuerySet[AccessRecord]:
    """Who looked at this person's own details, the latest first. Nobody reads another's."""
    if not user.is_active or user.pk is None:
        return AccessRecord.objects.none()
    mine = AccessRecord.objects.filter(about=user.public_id)
    return mine.order_by("-created_at", "-pk")
