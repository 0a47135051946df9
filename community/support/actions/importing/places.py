"""Where an entry is. Called for one whose place everybody may know, and for no other."""

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from community.support.models import PlaceKind

from .parts import Say, rows, text

PARTS: Final = {
    "street": ("address_1", 160), "more": ("address_2", 160), "town": ("city", 80),
    "region": ("state_province", 80), "postcode": ("postal_code", 16),
}  # fmt: skip


def places(data: dict[str, Any], say: Say) -> list[dict[str, Any]]:
    """Places of an entry, without those that are for letters only."""
    found = []
    for path, at in rows(data, "service_at_locations"):
        location = at.get("location")
        if not isinstance(location, dict):
            continue
        kind = text(location, "location_type") or PlaceKind.PHYSICAL
        if kind not in PlaceKind.values:
            say(f"{path}.location", _("A place for letters is not one to go to: it is left out."))
            continue
        place = {
            "id": text(location, "id", 80), "kind": str(kind), "name": text(location, "name", 120),
            "link": text(location, "url", 300), "about": text(at, "description", 300),
            "access": " ".join(text(one, "description", 500) for _p, one in
                               rows(location, "accessibility"))[:500],
        }  # fmt: skip
        if kind == PlaceKind.PHYSICAL:
            place |= _address(f"{path}.location", location, say)
            place |= _point(f"{path}.location", location, say)
            place["getting_there"] = text(location, "transportation", 500)
        found.append(place)
    return found


def marks(data: dict[str, Any]) -> set[str]:
    """What the places of an entry are known by: ids, and streets with their towns."""
    found = set()
    for _path, at in rows(data, "service_at_locations"):
        location = at.get("location")
        if isinstance(location, dict):
            found.add(f"id {text(location, 'id', 80)}")
            for _p, one in rows(location, "addresses"):
                street = "".join(text(one, "address_1", 160).casefold().split())
                found.add(f"street {street} {text(one, 'city', 80).casefold()}")
    return found - {"id ", "street  "}


def where_it_is(data: dict[str, Any]) -> set[str]:
    """The words of an entry's addresses, to be looked for in its other texts."""
    said = [
        text(one, name, 160)
        for _path, at in rows(data, "service_at_locations")
        if isinstance(at.get("location"), dict)
        for _p, one in rows(at["location"], "addresses")
        for name in ("address_1", "address_2", "postal_code")
    ]
    return {" ".join(one.casefold().split()) for one in said if len(one) >= 5}


def _address(path: str, location: dict[str, Any], say: Say) -> dict[str, Any]:
    """The address that somebody can go to."""
    listed = list(rows(location, "addresses"))
    to_go = [one for _p, one in listed if text(one, "address_type") != "postal"]
    if listed and not to_go:
        say(f"{path}.addresses", _("This address is for letters: it is left out."))
    if not to_go:
        return {}
    found = {part: text(to_go[0], name, most) for part, (name, most) in PARTS.items()}
    country = text(to_go[0], "country").upper()
    return found | {"country": country if len(country) == 2 and country.isalpha() else ""}


def _point(path: str, location: dict[str, Any], say: Say) -> dict[str, Any]:
    """Latitude and longitude, if both are on this earth."""
    said = [text(location, name) for name in ("latitude", "longitude")]
    if not any(said):
        return {}
    try:
        north, east = (round(Decimal(one), 5) for one in said)
        is_there = abs(north) <= 90 and abs(east) <= 180
    except (InvalidOperation, ValueError):
        is_there = False
    if not is_there:
        say(f"{path}.latitude", _("There is no such point on the map: it is left out."))
        return {}
    return {"latitude": str(north), "longitude": str(east)}
