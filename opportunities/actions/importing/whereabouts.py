"""In which part of town a posting is that a file brings."""

from typing import Any, Final

from django.utils.translation import gettext as _

from opportunities.models import Area

from .places import Zip, area_named, area_there, zip_area
from .run import Reading, Run

WHEREABOUTS: Final = ("area", "latitude", "longitude")


def whereabouts(reading: Reading, run: Run) -> dict[str, Any]:
    """What a row says of the part of town, and the coordinates of its ZIP code alone (T11)."""
    posting = reading.posting
    around = zip_area(posting.postcode)
    return {
        "external_id": posting.external_id,
        "area": area_of(reading, run, around),
        "latitude": around.latitude if around else None,
        "longitude": around.longitude if around else None,
    }


def area_of(reading: Reading, run: Run, around: Zip | None) -> Area | None:
    """The part of town of a row. A partner's file makes none: everybody reads those, before staff
    have read a word of it."""
    label = reading.posting.area
    if not label:
        return None
    if label not in run.areas:
        is_partners = run.options.organisation is not None
        run.areas[label] = area_there(label) if is_partners else area_named(label, around)
    found = run.areas[label]
    if found is None and (around is None or label != around.area_label):
        words = _("“%(word)s” is no word of this site: it was left out.")
        reading.note("area", words % {"word": label[:40]})
    return found
