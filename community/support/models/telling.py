"""Whether words tell where something is.

What stands in a field for addresses is kept out by the database. This is for the other fields:
somebody writes the street of a house into its description, and nobody notices (safety.md #20).
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ROADS: Final = (
    "street|st|avenue|ave|boulevard|blvd|road|rd|lane|ln|drive|dr|court|ct|way|terrace|square|"
    "close|crescent|grove|gardens|row|hill|yard|place|parkway|pkwy|highway|hwy|mews|walk"
)
# Of "24 hour way" and "2 place settings" the editor writes the words in another way: a house that
# is found cannot be hidden again.
STREET: Final = re.compile(
    rf"\b\d{{1,5}}[a-z]?(?:\s?[-–/]\s?\d{{1,5}})?,?\s+(?:[\w.'’-]+\s+){{0,3}}(?:{_ROADS})\b",
    re.IGNORECASE,
)
POSTCODE: Final = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b"
)
COORDINATES: Final = re.compile(r"-?\d{1,3}\.\d{3,}\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}")
MAP: Final = re.compile(
    r"(?:maps?\.app\.goo|goo\.gl/maps|maps?\.(?:google|apple)|google\.[a-z.]+/maps|"
    r"openstreetmap|osm\.org|what3words|w3w\.co|waze\.com|plus\.codes)",
    re.IGNORECASE,
)
SIGNS: Final = (STREET, POSTCODE, COORDINATES, MAP)


def tells_a_place(text: str) -> bool:
    """Whether these words hold a street with its number, a postcode, coordinates or a map."""
    return any(sign.search(text) for sign in SIGNS)


def refuse_places(row: Any, names: Iterable[str]) -> None:
    """Raise ValidationError for the fields of a row, by name, whose words tell a place."""
    telling = {name: said() for name in names if tells_a_place(str(getattr(row, name) or ""))}
    if telling:
        raise ValidationError(telling)


def said() -> str:
    """What is wrong, in words for an editor."""
    return _(
        "This reads like an address, a postcode or a map. Where this service is stays secret: "
        "leave it out here too."
    )
