"""What a partner's own website may list of their activities: public words, coarse places, no more.

Support groups are not in it: who stands before that website is nobody's business, and where a group
is named there, its visitors are. The same for everybody (docs/decisions/0044-...).
"""

import datetime as dt
import zoneinfo
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from community.formats.times import day_in_words, hours_in_words
from community.organisations.models import Organisation
from opportunities.models import Kind, Opportunity

MOST_LISTED: Final = 20
ENDS: Final = ("starts", "ends")
COLUMNS: Final = (
    *("public_id", "title", "written_in", "card_words", "area__label"),
    *("next_session__starts_at", "next_session__ends_at", "next_session__time_zone"),
)


def listed(*, organisation: Organisation, language: str, now: dt.datetime) -> list[dict[str, str]]:
    """Its public activities with a date ahead, the soonest first, in this language where it is
    told in it. Of each: title, language, address, when (may be empty) and where (may be empty)."""
    found = Opportunity.objects.public(now).upcoming(now).filter(organisation=organisation)
    rows = found.exclude(kind=Kind.GROUP).order_by("next_session_at", "pk").values(*COLUMNS)
    with translation.override(language):
        return [_one(language, row) for row in rows[:MOST_LISTED]]


def said_of_none(language: str) -> str:
    """What stands there instead of an empty list."""
    with translation.override(language):
        return _("Nothing to sign up for just now. Look again another day.")


def _one(language: str, row: dict[str, Any]) -> dict[str, str]:
    told, when = row["card_words"].get(language, {}).get("title"), ""
    if row["next_session__starts_at"]:
        zone = zoneinfo.ZoneInfo(row["next_session__time_zone"])
        starts, ends = (row[f"next_session__{end}_at"].astimezone(zone) for end in ENDS)
        when = f"{day_in_words(starts)}, {hours_in_words(starts, ends)}"
    return {
        "title": told or row["title"],
        "language": language if told else row["written_in"],
        "address": settings.SITE_URL + reverse("opportunities:detail", args=[row["public_id"]]),
        "when": when,
        "where": row["area__label"] or "",
    }
