"""Making a refusal true (docs/decisions/0011-full-for-everybody.md)."""

from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from opportunities.models import Session, SignUp


def close_if_free(place: SignUp) -> None:
    """Have no place left for anybody, now that `place` waits; the caller holds the lock.

    Else whoever was refused could read "Places left" signed out, or get a place with a second
    account, and know who is there. Where the date is full the statement finds nothing to change,
    and is made all the same, so that both refusals take as long (safety.md #15). Likewise where it
    would not have fitted: who asks for two places where one is left waits whoever they are.
    """
    Session.objects.filter(
        Q(capacity=None) | Q(capacity__gte=F("places_taken") + place.places),
        pk=place.session_id,
    ).update(
        closed_at=Coalesce("closed_at", place.joined_at),
        planned=Case(When(closed_at=None, then=F("capacity")), default=F("planned")),
        capacity=F("places_taken"),
    )
