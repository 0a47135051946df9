"""From what HSDS says to what the directory keeps; where a service is secret, without any place.

What comes out is all that is stored of a file. A place that stays secret ends here, in memory.
"""

import datetime as dt
import re
from typing import Any, Final

from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused
from community.support.models import PLACE_IS_SECRET, tells_a_place

from . import parts
from .document import Entry
from .fields import MOST_LETTERS_OF_ID, fields, provider, refuse_zone
from .hiding import Hidden, marks_of, telling, without_places
from .kinds import Kinds, Known
from .parts import rows, text
from .places import marks, places
from .seen import Clean, Seen

YES: Final = {"yes", "true", "1", "y", "x", "si", "sí"}
ZONE: Final = re.compile(r"Local time in ([A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)*)")


def look(entry: Entry, kinds: Kinds, known: dict[str, Known]) -> Seen:
    """See what an entry is about, and whether where it is stays secret. Raises EntryRefused.

    `known`: what is in the directory already, by id.
    """
    data = entry.data
    if entry.broken:
        raise EntryRefused("", entry.broken)
    id_ = text(data, "id", 1000)
    if not id_ or len(id_) > MOST_LETTERS_OF_ID:
        raise EntryRefused("id", _("It needs an id of at most 80 signs."))
    if not text(data, "name", 120):
        raise EntryRefused("name", _("It needs a name of at most 120 letters."))
    who = data.get("organization")
    words = " ".join([text(data, "name"), text(data, "description")]
                     + ([text(who, "name")] if isinstance(who, dict) else []))  # fmt: skip
    attributes = [one for _path, one in rows(data, "attributes")]
    if text(data, "confidential").casefold() in YES:
        attributes.append({"taxonomy_term": {"code": PLACE_IS_SECRET}})
    about = kinds.about(attributes, words, known.get(id_))
    if about.is_secret and tells_a_place(id_, is_number=True):
        raise EntryRefused("id", telling())
    seen = Seen(entry, about, [])
    _say_of_its_kind(seen, known.get(id_))
    return seen


def _say_of_its_kind(seen: Seen, known: Known | None) -> None:
    about = seen.about
    if known is not None and known.headings:
        return
    if not about.headings:
        seen.say("attributes", _("Nothing says what kind of help it is. Choose one in Wagtail."))
    elif about.is_guessed:
        seen.say("attributes", _("Its kind of help was guessed from its words. Look at it."))


def clean(seen: Seen, today: dt.date, hidden: Hidden) -> Clean:
    """What is kept of an entry; `hidden`: of the secret ones in its file. Raises EntryRefused."""
    data, is_secret = seen.entry.data, seen.about.is_secret
    kept: Clean = {
        "where": seen.entry.where,
        "id": text(data, "id"),
        "is_secret": is_secret,
        "says_secret": seen.about.says_secret,
        "provider": provider(seen),
        "fields": fields(seen),
        "headings": seen.about.headings,
        "terms": seen.about.terms,
    }
    kept |= _children(seen, today, kept["fields"])
    if is_secret:
        if marks(data):
            seen.say("service_at_locations", _("Where it is stays secret: the place is left out."))
        without_places(kept, seen, hidden)
    elif marks_of(seen) & hidden.marks:
        reason = _("A service whose place stays secret is there too: the place is left out.")
        seen.say("service_at_locations", reason)
        without_places(kept, seen, hidden)
    elif "service_at_locations" in data:
        kept["places"] = places(data, seen.say)
    return kept


def _children(seen: Seen, today: dt.date, told: dict[str, Any]) -> Clean:
    """What belongs to it; of what the file does not say, nothing."""
    data, found = seen.entry.data, {}
    if "phones" in data:
        found["phones"] = parts.phones(data, "phones", seen.say)
    if "languages" in data:
        found["languages"] = parts.languages(data, seen.say)
    if "required_documents" in data:
        found["papers"] = parts.papers(data)
    if "schedules" in data:
        hours = parts.Hours(data, today, seen.say)
        found |= {"weekly_hours": hours.weekly, "other_hours": hours.other}
        told["hours_note"] = " ".join(filter(None, hours.words))[:200]
        zones = (ZONE.search(text(one, "description")) for _p, one in rows(data, "schedules"))
        if zone := next(filter(None, zones), None):
            told["time_zone"] = zone[1]
    refuse_zone(seen, told)
    return found
