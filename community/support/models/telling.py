"""Whether words tell where something is.

What stands in a field for addresses is kept out by the database. This is for the other fields:
somebody writes the street of a house into its description, and nobody notices (safety.md #20).
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ROADS: Final = (
    "street|st|avenue|ave|boulevard|blvd|road|rd|lane|ln|drive|dr|court|ct|way|terrace|square|"
    "close|crescent|grove|gardens|row|hill|yard|place|parkway|pkwy|highway|hwy|mews|walk|"
    "broadway|loop|pike|trail|plaza|alley|turnpike|str"
)
# What is nothing else, so that a number may stand behind it as well.
_ROADS_ONLY: Final = "street|avenue|ave|boulevard|blvd|road|rd|lane"
_CALLES: Final = (
    r"calle|avenida|avda|av|carrera|paseo|plaza|camino|carretera|callej[oó]n|pasaje|bulevar|"
    r"calzada|jir[oó]n|ronda|glorieta"
)
# Of "24 hour way" and "2 place settings" the editor writes the words in another way: a house that
# is found cannot be hidden again.
STREET: Final = re.compile(
    rf"\b\d{{1,5}}[a-z]?(?:\s?[-–/]\s?\d{{1,5}})?,?\s+(?:[\w.'’-]+\s+){{0,3}}(?:{_ROADS})\b",
    re.IGNORECASE,
)
# "116th Street", "Elm Street 12", "Calle Olmo, núm. 12".
STREET_OTHERWISE: Final = re.compile(
    rf"\b\d{{1,3}}(?:st|nd|rd|th)\s+(?:{_ROADS_ONLY}|st)\b"
    rf"|\b(?:{_ROADS_ONLY})\.?,?\s+(?:no\.?|#)?\s?\d{{1,5}}\b"
    rf"|\b(?:(?:{_CALLES})\b|c/)\.?\s*(?:[\w.'’-]+,?\s+){{0,5}}(?:n[.º°]{{1,2}}|no\.?|n[uú]m(?:ero)?\.?|#)?"
    r"\s?\d{1,5}\b",
    re.IGNORECASE,
)
POSTCODE: Final = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]{2},?\s\d{5}(?:-\d{4})?\b"
)
_DEGREES: Final = r"-?\d{1,3}\.\d{3,}\s*°?\s*[NSEWO]?"
COORDINATES: Final = re.compile(rf"{_DEGREES}\s*[,;/ ]\s*{_DEGREES}", re.IGNORECASE)
MAP: Final = re.compile(
    r"(?:maps?\.app\.goo|goo\.gl/maps|maps?\.(?:google|apple)|google\.[a-z.]+/maps|"
    r"openstreetmap|osm\.org|what3words|w3w\.co|waze\.com|plus\.codes|bing\.com/maps|mapquest)",
    re.IGNORECASE,
)
SIGNS: Final = (STREET, STREET_OTHERWISE, POSTCODE, COORDINATES, MAP)


def tells_a_place(text: str) -> bool:
    """Whether these words hold a street with its number, a postcode, coordinates or a map; in
    English, or in Spanish."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", text)
        if unicodedata.category(letter) != "Cf"  # what is not seen between two letters
    )
    return any(sign.search(plain) for sign in SIGNS)


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
