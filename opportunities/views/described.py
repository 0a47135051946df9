"""What the page of an activity says to search engines, in the words of schema.org.

Nothing that does not stand on the page for everybody: the part of town and not the place, no
number of places, nobody. Of a support group there is nothing, nor where it is missing: a date and
a part of town would be enough to wait outside (safety.md T11).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from opportunities.models import Kind, Opportunity, Session

# So that no word of a posting ends the element that it stands in.
ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}
IN_PERSON, ONLINE = "OfflineEventAttendanceMode", "OnlineEventAttendanceMode"


def described(opportunity: Opportunity, dates: Sequence[Session], *, is_online: bool) -> SafeString:
    """The element for the first of these dates; empty without one, and for a support group."""
    if not dates or opportunity.kind == Kind.GROUP:
        return SafeString()
    event = as_event(opportunity, dates[0], is_online=is_online)
    words = json.dumps(event, ensure_ascii=False)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(words.translate(ESCAPED)),  # noqa: S308 - escaped just now
    )


def as_event(opportunity: Opportunity, date: Session, *, is_online: bool) -> Mapping[str, Any]:
    """An `Event` of schema.org, by Google's reading of it: moments with the offset of the place."""
    told, other = opportunity.told, opportunity.another_language
    address = settings.SITE_URL + reverse("opportunities:detail", args=[opportunity.public_id])
    event: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": told["title"],
        "description": told["summary"],
        "inLanguage": other.code if other else get_language(),
        "startDate": date.local_start.isoformat(),
        "endDate": date.local_end.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{ONLINE if is_online else IN_PERSON}",
        "url": address,
        "organizer": {"@type": "Organization", "name": opportunity.organisation.name},
    }
    if is_online:
        event["location"] = {"@type": "VirtualLocation", "url": address}
    elif area := opportunity.area:
        event["location"] = {"@type": "Place", "name": area.label, "address": area.label}
    return event
