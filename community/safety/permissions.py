"""Who must be kept apart from whom."""

from django.db.models import Case, F, QuerySet, When

from community.safety.models import Block


def kept_apart_from(person_id: int) -> QuerySet[Block, int]:
    """Ids of the people who are never to meet this person, whoever of the two asked for it.

    A subquery for `person_id__in=`. It is told to nobody: what is refused because of it looks
    exactly like what is refused because a session is full (safety.md #15).
    """
    other = Case(When(by=person_id, then=F("other_id")), default=F("by_id"))
    return Block.objects.between(person_id).values_list(other, flat=True)
