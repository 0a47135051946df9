"""Making a refusal true (docs/decisions/0011-full-for-everybody.md)."""

from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from opportunities.models import Session, SignUp

from .room import left_in_parts

NEVER = 2**31 - 1  # so many places are taken nowhere


def close_if_free(place: SignUp) -> None:
    """Have no place left for anybody, now that `place` waits; the caller holds the lock.

    Else whoever was refused could read "Places left" signed out, or get a place with a second
    account, and know who is there. Where the date is full the statement finds nothing to change,
    and is made all the same, so that both refusals take as long (safety.md #15). Likewise where it
    would not have fitted: who asks for two places where one is left waits whoever they are, and who
    asks for a part that is full.
    """
    parts = left_in_parts(place.session) if place.part_id else {}
    fits_its_part = place.places <= parts.get(place.part_id or 0, place.places)
    Session.objects.filter(
        Q(capacity=None) | Q(capacity__gte=F("places_taken") + place.places),
        pk=place.session_id,
        places_taken__gte=0 if fits_its_part else NEVER,
    ).update(
        closed_at=Coalesce("closed_at", place.joined_at),
        planned=Case(When(closed_at=None, then=F("capacity")), default=F("planned")),
        capacity=F("places_taken"),
    )
