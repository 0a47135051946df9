"""How much is left of a date, and of a part of it (docs/decisions/0024-parts-of-a-date.md).

Whoever asks holds the lock on the session: what a part has left is counted from its sign-ups, which
change only under that lock.
"""

import math
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, QuerySet, Sum

from opportunities.models import Part, Session, SignUp, SignUpQuerySet

from .refusals import PartGone


def places_in(sign_ups: SignUpQuerySet) -> dict[tuple[int, int], int]:
    """How many places these take of each part at each date, by session and part."""
    rows: QuerySet[SignUp, tuple[int, int, int]] = (
        sign_ups.filter(part__isnull=False)
        .order_by()
        .values_list("session_id", "part_id")
        .annotate(number=Sum(F("companions") + 1))
    )
    return {(session_id, part_id): number for session_id, part_id, number in rows}


def all_parts_of(posting_id: int) -> int | None:
    """How many places all parts of a posting have together; None where it has none."""
    found = Part.objects.filter(opportunity=posting_id).aggregate(number=Sum("places"))
    number: int | None = found["number"]
    return number


def left_in_parts(session: Session) -> dict[int, int]:
    """How many places each part of this date has left."""
    taken = places_in(SignUp.objects.filter(session=session).counted())
    parts = Part.objects.filter(opportunity=session.opportunity_id).values_list("pk", "places")
    return {pk: places - taken.get((session.pk, pk), 0) for pk, places in parts}


def left_in(session: Session) -> float:
    """How many places the date has left."""
    return math.inf if session.capacity is None else session.capacity - session.places_taken


def room_for(row: SignUp) -> float:
    """How many places are left for this sign-up: of the date, and of its part if it has one.

    `row.session` is the locked one. Raises PartGone if the organisation took the part away.
    """
    left = left_in(row.session)
    if row.part_id is None:
        return left
    parts = left_in_parts(row.session)
    if row.part_id not in parts:
        raise PartGone
    return min(left, parts[row.part_id])


def fits(row: SignUp) -> bool:
    """Whether there is room for all the places of this sign-up."""
    return row.places <= room_for(row)


def places_by_part(rows: Iterable[SignUp]) -> dict[int | None, int]:
    """How many places these rows take, by the part that they chose."""
    found: dict[int | None, int] = defaultdict(int)
    for row in rows:
        found[row.part_id] += row.places
    return found
