"""Which services are near a postcode. One whose place stays secret is near nothing."""

import math
from typing import Final

from django.db.models import Avg, QuerySet
from django.http import HttpRequest

from community.support.models import ServicePlace

from .answering import CannotRead, whole

FARTHEST: Final = 500_000  # metres
OF_A_DEGREE: Final = 111_320  # metres from south to north
RADIUS: Final = 6_371_009


def near(request: HttpRequest, rows: QuerySet[ServicePlace]) -> QuerySet[ServicePlace]:
    """Those with this postcode; with `proximity` those within so many metres of its middle.

    The middle is that of the places that are known here and have it. Raises CannotRead.
    """
    postcode = request.GET.get("postcode", "").strip()[:16].replace("\x00", "")
    if not postcode:
        raise CannotRead("postcode: say which; proximity is counted from its middle.")
    there = rows.filter(place__postcode__iexact=postcode)
    metres = whole(request, "proximity", 0, FARTHEST)
    if not metres:
        return there
    middle = there.aggregate(north=Avg("place__latitude"), east=Avg("place__longitude"))
    if middle["north"] is None or middle["east"] is None:
        raise CannotRead("proximity: where this postcode is is not known here.")
    return _within(rows, float(middle["north"]), float(middle["east"]), metres)


def _within(
    rows: QuerySet[ServicePlace], north: float, east: float, metres: int
) -> QuerySet[ServicePlace]:
    """Rows in a box around a point, then those of them that are near enough."""
    high = metres / OF_A_DEGREE
    box = rows.filter(place__latitude__gte=north - high, place__latitude__lte=north + high)
    points = box.values_list("pk", "place__latitude", "place__longitude")
    near_enough = [
        pk
        for pk, latitude, longitude in points
        if latitude is not None
        and longitude is not None
        and metres_between(north, east, float(latitude), float(longitude)) <= metres
    ]
    return rows.filter(pk__in=near_enough)


def metres_between(north: float, east: float, to_north: float, to_east: float) -> float:
    """How far it is over the surface of the earth."""
    a, b = math.radians(north), math.radians(to_north)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(to_east - east) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))
