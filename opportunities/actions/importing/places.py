"""From a ZIP code to what may be public: a part of town and the centre of the ZIP area."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import zipcodes
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from community.people.models import known_time_zones
from opportunities.models import Area
from opportunities.models.session import site_time_zone

from .cleaning import Note

# What people call these counties. Elsewhere the town's name says more.
BOROUGHS: Final = {
    ("NY", "New York County"): "Manhattan",
    ("NY", "Kings County"): "Brooklyn",
    ("NY", "Queens County"): "Queens",
    ("NY", "Bronx County"): "The Bronx",
    ("NY", "Richmond County"): "Staten Island",
}
ZIPS: Any = zipcodes  # it ships no types
HUNDREDTH: Final = Decimal("0.01")  # degrees, about a kilometre


@dataclass(frozen=True)
class Zip:
    """A ZIP code with the rounded centre of its area, and the wider part of town around it."""

    code: str
    state: str
    latitude: Decimal
    longitude: Decimal
    time_zone: str
    area_label: str
    area_latitude: Decimal
    area_longitude: Decimal


def read_postcode(text: str, *, column: str, note: Note) -> str:
    """Five digits from "10001", "10001.0", "10001-6008" or "2114.0"; "" with a note if none."""
    text = text.strip()
    if not text:
        return ""
    # ASCII only: `zipcodes` breaks down at digits of other scripts.
    found = re.fullmatch(r"([0-9]{4,5})(?:\.0+|-[0-9]{4})?", text)
    if not found or zip_area(found[1].zfill(5)) is None:
        note(column, _("%(text)s is no ZIP code.") % {"text": text[:20]})
        return ""
    if len(found[1]) == 4:
        note(column, _("%(text)s was read as 0%(code)s.") % {"text": text, "code": found[1]})
    return found[1].zfill(5)


@lru_cache(maxsize=10_000)
def zip_area(code: str) -> Zip | None:
    """What is known of a ZIP code of five digits, from the data of the `zipcodes` package."""
    found = ZIPS.matching(code) if code else []
    if not found or not float(found[0]["lat"]):  # the military abroad: the data has no place
        return None
    here = found[0]
    borough = BOROUGHS.get((here["state"], here["county"]))
    if borough:
        around = ZIPS.filter_by(state=here["state"], county=here["county"], active=True)
    else:
        around = ZIPS.filter_by(state=here["state"], city=here["city"], active=True)
    around = [one for one in around if one["lat"] and one["zip_code_type"] == "STANDARD"] or [here]
    return Zip(
        code=code,
        state=here["state"],
        latitude=_rounded(here["lat"]),
        longitude=_rounded(here["long"]),
        # One code has a town where its zone should stand.
        time_zone=here["timezone"] if here["timezone"] in known_time_zones() else site_time_zone(),
        area_label=borough or f"{here['city']}, {here['state']}",
        area_latitude=_middle([one["lat"] for one in around]),
        area_longitude=_middle([one["long"] for one in around]),
    )


def area_named(label: str, around: Zip | None) -> Area:
    """The area with that name, made when there is none, with the centre of `around`'s."""
    label = label[:60]
    slug = slugify(label, allow_unicode=False)[:40] or f"area-{sum(map(ord, label))}"
    centre = {}
    if around is not None:
        centre = {"latitude": around.area_latitude, "longitude": around.area_longitude}
    return Area.objects.get_or_create(slug=slug, defaults={"label": label, **centre})[0]


def area_there(label: str) -> Area | None:
    """The area that is called so or has this short name; None where there is none."""
    return Area.objects.filter(Q(label__iexact=label) | Q(slug=label.casefold())).first()


def public_part_of(address: str) -> tuple[str, str]:
    """Split a published address into (street line, ZIP code or ""); coordinates are dropped.

    Exact coordinates and streets are for people who have a place, never for the public page.
    """
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    lines = [line for line in lines if not re.fullmatch(r"\(-?[\d.]+, *-?[\d.]+\)", line)]
    found = re.search(r"\b[A-Z]{2} (\d{5})(?:-\d{4})?\s*$", lines[-1]) if lines else None
    return ", ".join(lines), found[1] if found else ""


def _rounded(degrees: str | Decimal) -> Decimal:
    return Decimal(degrees).quantize(HUNDREDTH)


def _middle(degrees: list[str]) -> Decimal:
    return _rounded(sum(map(Decimal, degrees), Decimal()) / len(degrees))
