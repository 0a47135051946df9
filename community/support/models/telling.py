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
# Of "24 hour way" and "2 place settings" the editor writes the words in another way: a house that
# is found cannot be hidden again.
STREET: Final = re.compile(
    rf"\b\d{{1,5}}[a-z]?(?:\s?[-–/]\s?\d{{1,5}})?,?\s+(?:[\w.'’-]+\s+){{0,3}}(?:{_ROADS})\b",
    re.IGNORECASE,
)
# "116th Street", "Elm Street 12".
STREET_OTHERWISE: Final = re.compile(
    rf"\b\d{{1,3}}(?:st|nd|rd|th)\s+(?:{_ROADS_ONLY}|st)\b"
    rf"|\b(?:{_ROADS_ONLY})\.?,?\s+(?:no\.?|#)?\s?\d{{1,5}}\b",
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
CORNER: Final = re.compile(r"\b(?i:corner\s+of)\s+(?:the\s+)?[A-Z0-9]")

# In Spanish the number follows: "calle Ciruelo 12". A road in small letters and without a number is
# none: who "lives on the street" says "en la calle". Hours and people are no numbers of a house.
_CALLES: Final = (
    r"calle|cl\.|c/|avenida|avda\.?|avd\.|ave?\.?|bulevar|boulevard|blvr|calzada|callej[oó]n|"
    r"callejuela|paseo|pasaje|plaza|plazuela|glorieta|camino|carretera|autopista|jir[oó]n|"
    r"traves[ií]a|ronda|alameda|costanera|malec[oó]n"
)
_NO_HOUSE: Final = (
    r"(?!\s*(?:h\b|hrs?\b|horas?|minutos?|d[ií]as?|noches?|semanas?|mes(?:es)?\b|años?|veces|"
    r"personas|mujeres|niñ[oa]s|familias|de la (?:mañana|tarde|noche)|[ap]\.\s?m|:\d))"
)
_NUMBER: Final = r"(?:n(?:[úu]m(?:ero)?)?\.?\s?[º°o]?\.?\s*|#\s*)?\d{1,5}[a-zA-Z]?\b" + _NO_HOUSE
_NAME: Final = r"(?!(?:con|para|desde|por|[ayo])\b)[^\W\d][\w.'’-]*"
CALLE: Final = re.compile(
    rf"(?<!\w)(?:{_CALLES})(?:(?<=/)|(?!\w))\s*(?:{_NAME}\s+){{0,5}}?(?:{_NAME},?\s*)?(?<!\blas\s){_NUMBER}",
    re.IGNORECASE,
)
CALLE_BY_NAME: Final = re.compile(
    rf"(?<!\w)(?i:{_CALLES})(?:(?<=/)|(?!\w))\s*(?:(?i:de|del|la|las|los|el)\s+)*[A-ZÁÉÍÓÚÑ]\w"
)
ROAD_BY_NUMBER: Final = re.compile(
    r"\b(?:carretera|autopista)\b[^.;\n]{0,60}\bkm\b|(?:\bn[úu]m(?:ero)?\.?|\bn\.?\s?[º°]|#)\s*\d{1,5}[a-z]?\s+de\s+(?:la\s+|el\s+)?"
    rf"(?:{_CALLES})|\b(?:carrera|cra\.?|transversal)\s+\d|#\s?\d+[a-z]?\s?[-–]\s?\d+",
    re.IGNORECASE,
)
ESQUINA: Final = re.compile(
    r"\besquina\s+(?:con|de|del|a)\b|\b(?:una|dos|tres|cuatro|cinco|media|\d+)\s+cuadras?\s+"
    r"(?:del?|al?)\b|\bentre\s+(?:las\s+)?calles\b",
    re.IGNORECASE,
)
PISO: Final = re.compile(
    r"\b(?:piso|planta|apartamento|apto|departamento|depto|dpto|puerta|portal|edificio|oficina|"
    rf"manzana|lote)\b\.?\s*{_NUMBER}|"
    r"\b(?:primer|segundo|tercer|cuarto|quinto|sexto|\d{1,2}\s?\.?\s?(?:[ºª°]|er|ro|do|to))"
    r"\s+piso\b",
    re.IGNORECASE,
)
CODIGO_POSTAL: Final = re.compile(
    r"\b(?:c[oó]digo\s+postal|c\.?\s?p\.?)\s*(?:es\s+(?:el\s+)?|n\S{0,6}\s*)?:?\s*\d{4,5}\b"
    r"|\b\d{5},?\s+(?-i:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,})",
    re.IGNORECASE,
)
# "28801" alone, in any country that counts so. No part of a longer number, no sum, no count of
# people or things, and no short number to text.
FIVE_DIGITS: Final = re.compile(
    r"(?<![\w.,$€£#/=&-])\d{5}(?:-\d{4})?(?![\w$€£]|[.,:-]\d)"
    r"(?!\s*(?:h\b|hours?|people|persons?|women|families|children|dollars|pounds|euros|pesos|"
    r"horas?|personas|mujeres|familias|niñ[oa]s|d[oó]lares|libras)\b)",
    re.IGNORECASE,
)
A_PHONE: Final = re.compile(r"(?:\+|\b0|\(0?)\d[\d ().-]{5,}\d\b|\b\d{2,4}[ .-]\d{5}\b")
TO_TEXT: Final = re.compile(
    r"\b(?:(?:text|txt|sms)\b[\s:]+(?:[\w“”\"']+\s+){0,3}?(?:(?:to|at|on)\s+)?|"
    r"(?:env[ií]|mand|escrib|mensaje|texto|sms)\w*\s+(?:\S+\s+){0,4}?(?:al?|n[uú]mero)\s+)"
    r"\d{5}\b",
    re.IGNORECASE,
)
IN_A_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
NUMBERS: Final = frozenset({"number", "extension"})  # fields that hold no words
NO_POSTCODES: Final = (TO_TEXT, A_PHONE, IN_A_LINK)
SPANISH: Final = (CALLE, CALLE_BY_NAME, ROAD_BY_NUMBER, ESQUINA, PISO, CODIGO_POSTAL)
SIGNS: Final = (
    *(STREET, STREET_OTHERWISE, POSTCODE, COORDINATES, MAP, CORNER),
    *SPANISH,
)


def tells_a_place(text: str, *, is_number: bool = False) -> bool:
    """Whether these words hold a street with its number, a postcode, coordinates or a map, in
    English or in Spanish: a site may be written in either, and both are looked for in both.

    `is_number`: a number to ring or an id by itself, where five digits are no postcode.
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", text)
        if unicodedata.category(letter) != "Cf"  # what is not seen between two letters
    )
    if any(sign.search(plain) for sign in SIGNS):
        return True
    return not is_number and _holds_five_digits(plain)


def _holds_five_digits(plain: str) -> bool:
    for one in NO_POSTCODES:
        plain = one.sub(" … ", plain)
    return FIVE_DIGITS.search(plain) is not None


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
