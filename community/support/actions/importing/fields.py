"""The fields of a service and of who offers it, from what HSDS calls them."""

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused
from community.support.models import Cost, Status
from community.support.models.service import refuse_unknown_zone

from .parts import rows, text
from .seen import Seen

MOST_LETTERS_OF_ID: Final = 80
# HSDS's name: (ours, letters that fit).
TEXTS: Final = {
    "application_process": ("how_to_start", 1000),
    "wait_time": ("wait", 200),
    "eligibility_description": ("who_can_use", 1000),
    "alert": ("notice", 300),
    "what_happens": ("what_happens", 1500),
    "time_zone": ("time_zone", 40),
}
TOLD_FITS: Final = {
    "what_happens": 1500,
    "police": 300,
    "sharing": 300,
    "house_rules": 300,
    "cost": 20,
}
FREE: Final = re.compile(r"^\W*(free\b|no (?:fee|charge|cost)|gratis|gratuit)", re.IGNORECASE)


def provider(seen: Seen) -> dict[str, str]:
    """Who offers it. Raises EntryRefused."""
    data = seen.entry.data
    who = data.get("organization")
    who = who if isinstance(who, dict) else {"id": data.get("organization_id")}
    found = {
        "id": text(who, "id", MOST_LETTERS_OF_ID),
        "name": text(who, "name", 120),
        "about": text(who, "description", 2000),
        "website": _link(who, "website", "organization.website", seen),
        "email": _email(who, "email", "organization.email", seen),
    }
    if not found["name"] and not found["id"]:
        raise EntryRefused("organization.name", _("It needs an organisation that offers it."))
    return found


def fields(seen: Seen) -> dict[str, Any]:
    """The fields of a service that the file says something of."""
    data, about = seen.entry.data, seen.about
    found: dict[str, Any] = {"name": text(data, "name", 120)}
    whole = text(data, "description", 3000)
    if whole or "description" in data:
        found["summary"] = _summary(whole) or found["name"]
        found["description"] = whole if whole != found["summary"] else ""
    for name, (field, most) in TEXTS.items():
        if name in data:
            found[field] = text(data, name, most)
    if "url" in data:
        found["website"] = _link(data, "url", "url", seen)
    if "email" in data:
        found["email"] = _email(data, "email", "email", seen)
    if data.get("interpretation_services"):
        found["interpreters"] = True
    if area := next((text(one, "name", 160) for _p, one in rows(data, "service_areas")), ""):
        found["area_served"] = area
    found |= _status(seen) | _cost(data)
    for name, value in about.fields.items():
        found[name] = value if value is True else text({name: value}, name, TOLD_FITS[name])
    if found.get("cost", "") not in Cost.values:
        del found["cost"]
    return found


def _status(seen: Seen) -> dict[str, str]:
    if "status" not in seen.entry.data:
        return {}
    status = text(seen.entry.data, "status") or Status.ACTIVE
    if status in Status.values:
        return {"status": str(status)}
    seen.say("status", _("This is no status of HSDS: it is taken to be inactive."))
    return {"status": Status.INACTIVE.value}


def _cost(data: dict[str, Any]) -> dict[str, str]:
    """Whether it is free is said by an amount or by the first words."""
    options = [one for _path, one in rows(data, "cost_options")]
    amounts = [one["amount"] for one in options if isinstance(one.get("amount"), int | float)]
    words = text(data, "fees_description", 300) or next(
        filter(None, (text(one, "amount_description", 300) for one in options)), ""
    )
    if not words and not options:
        return {}
    found = {"cost_note": words}
    if FREE.search(words) or (amounts and not any(amounts)):
        found["cost"] = Cost.FREE.value
    elif any(amounts):
        found["cost"] = Cost.PAID.value
    return found


def refuse_zone(seen: Seen, fields: dict[str, Any]) -> None:
    """Empty a time zone that does not exist."""
    try:
        refuse_unknown_zone(fields.get("time_zone", ""))
    except ValidationError as error:
        seen.say("time_zone", " ".join(error.messages))
        fields["time_zone"] = ""


def _summary(whole: str) -> str:
    """The first sentences that fit in a card."""
    first = " ".join(whole.split())
    if len(first) <= 300:
        return first
    cut = first[:300]
    end = max(cut.rfind(sign) for sign in (". ", "! ", "? "))
    return cut[: end + 1] if end > 40 else cut[:299].rpartition(" ")[0] + "…"


def _link(row: dict[str, Any], name: str, part: str, seen: Seen) -> str:
    return _valid(text(row, name, 300), URLValidator(["http", "https"]), part, seen)


def _email(row: dict[str, Any], name: str, part: str, seen: Seen) -> str:
    return _valid(text(row, name, 254), EmailValidator(), part, seen)


def _valid(said: str, judge: Any, part: str, seen: Seen) -> str:
    """What a judge lets through; of anything else nothing, with a remark."""
    try:
        if said:
            judge(said)
    except ValidationError as error:
        seen.say(part, " ".join(error.messages))
        return ""
    return said
