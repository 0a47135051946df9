"""Keeping a part of town away from oneself."""

import datetime as dt

from community.people.models import User
from opportunities.models import Area, AvoidedArea


def avoid_area(*, area: Area, by: User, now: dt.datetime) -> AvoidedArea:
    """Keep what is in this part of town away from `by`. Twice is harmless."""
    row, _created = AvoidedArea.objects.get_or_create(
        person=by, area=area, defaults={"created_at": now}
    )
    return row


def stop_avoiding_area(*, avoided: AvoidedArea) -> None:
    """Show them what is there again."""
    avoided.delete()


def areas_avoided_by(person_id: int) -> list[str]:
    """Slugs of the parts of town that somebody keeps away from, for whoever brings people together
    (`community.mentorship.matching.areas_avoided`)."""
    rows = AvoidedArea.objects.filter(person=person_id)
    return list(rows.values_list("area__slug", flat=True))
