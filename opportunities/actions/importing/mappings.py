"""How the columns of a file become a posting: one function per kind of file."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused, undefused
from opportunities.models import Kind, Motif

from .cleaning import plain, shortened
from .dates import Times, read_day
from .places import public_part_of, read_postcode, zip_area
from .posting import Cells, Posting, longest, titled


@dataclass(frozen=True)
class Mapping:
    """A kind of file: the columns it must have, and how a line of it is read.

    `name` also stands for the source of its rows unless the operator names another, so that ids
    of two sources never meet.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Cells], Posting]


# -- New York City's volunteer postings of 2011 --------------------------------------------------
NYC_INTERESTS: Final = {
    "strengthening communities": "meeting-people",
    "helping neighbors in need": "meeting-people",
    "education": "learning",
    "environment": "outdoors",
    "emergency preparedness": "learning",
}
# The categories are wide; these words of the title and summary say more.
NYC_WORDS: Final = (
    ("growing", r"garden\w*|plant(?:s|ing)?|trees?|farm\w*|compost\w*"),
    ("food", r"food|meals?|pantry|kitchen|soup|cook\w*|grocer\w*|nutrition"),
    ("animals", r"animals?|dogs?|cats?|pets?|wildlife|birds?"),
    ("making", r"build\w*|paint\w*|craft\w*|sew\w*|knit\w*|repair\w*|design\w*|blankets?|bikes?"),
    ("music", r"music\w*|choir|sing(?:ing|ers?)?|concerts?|band"),
    ("learning", r"tutor\w*|teach\w*|class(?:es)?|learn\w*|read(?:ing|ers?)|library|esl|mentor\w*"),
    ("outdoors", r"parks?|outdoors?|trails?|beach\w*|river|clean-?up|hik\w*|snow"),
)
MOTIF_OF: Final = {
    "growing": Motif.GARDEN,
    "animals": Motif.DOG,
    "food": Motif.FOOD,
    "music": Motif.SONG,
    "making": Motif.PAINT,
    "learning": Motif.BOOKS,
    "outdoors": Motif.WALK,
    "meeting-people": Motif.TABLE,
}


def read_nyc(cells: Cells) -> Posting:
    """A row of "NYC Service: Volunteer Opportunities" (New York City open data, 2011)."""
    ongoing = cells.raw("recurrence_type").casefold() == "ongoing"
    address = plain(cells.raw("locality"), column="locality", note=cells.note)
    street, zip_in_address = public_part_of(address)
    postcode = read_postcode(cells.raw("postalcode"), column="postalcode", note=cells.note)
    postcode = postcode or read_postcode(zip_in_address, column="locality", note=cells.note)
    area = zip_area(postcode)
    if area is None:
        cells.note("postalcode", _("No ZIP code: it has no area and is found without a distance."))
    elif area.state != cells.raw("region").upper():
        cells.note(
            "postalcode",
            _("ZIP code %(code)s is in %(state)s, the row says %(region)s: check the place.")
            % {"code": postcode, "state": area.state, "region": cells.raw("region")[:20]},
        )
    words = titled(cells, title="title", summary="summary")
    text = f"{words['title']} {words['summary']}"
    interests = [slug for slug, found in NYC_WORDS if re.search(rf"\b(?:{found})\b", text, re.I)]
    by_category = NYC_INTERESTS.get(cells.raw("category_desc").casefold())
    interests = interests or ([by_category] if by_category else [])
    return Posting(
        external_id=cells.required("opportunity_id", longest("external_id")),
        organisation_id=cells.required("org_content_id", 80),
        organisation_name=cells.required("org_title", 160),
        **_with_time_note(words),
        rhythm=_("Every week, time to be agreed") if ongoing else _("One day, time to be agreed"),
        place=shortened(street, longest("place")),
        postcode=postcode,
        area=area.area_label if area else "",
        interests=frozenset(interests),
        motif=MOTIF_OF[interests[0]] if interests else Motif.DESK,
        capacity=cells.number("vol_requests"),
        times=_nyc_times(cells, weekly=ongoing),
    )


def _with_time_note(words: dict[str, Any]) -> dict[str, Any]:
    """The file names days only. Who reads the posting must know that, not just who imports it."""
    said = _("The time of day is not set yet. Until it is, 10 am stands in for it.")
    return words | {"description": f"{words['description']}\n\n{said}".strip()}


def _nyc_times(cells: Cells, *, weekly: bool) -> Times:
    first = read_day(cells.raw("start_date_date"), column="start_date_date")
    last = read_day(cells.raw("end_date_date"), column="end_date_date")
    if last < first:
        raise EntryRefused("end_date_date", _("It ends before it starts."))
    cells.note("event_time", _("The file gives no time of day: 10 am stands in until it is set."))
    hours = cells.raw("hours").removesuffix(".0")
    length = None
    if hours not in ("", "0"):
        if hours.isascii() and hours.isdigit() and int(hours[:4]) <= 8:
            length = dt.timedelta(hours=int(hours))
        else:
            cells.note("hours", _("Not the length of one day: two hours stand in for it."))
    return Times(first, last if weekly else first, weekly, length=length)


# -- our own columns -----------------------------------------------------------------------------
def read_onward(cells: Cells) -> Posting:
    """A row with the site's own column names.

    Needed: id, organisation, title. May be there: organisation_id, kind, summary, description,
    rhythm, who_comes, bring, cost, ask_for, drawing, postcode, area, place, getting_there,
    arrival, interests, needs and languages (slugs or labels between semicolons), places,
    date (2026-05-30), starts and ends (14:30), repeats ("no" or "weekly"), until.
    """
    organisation_name = cells.required("organisation", 160)
    postcode = read_postcode(cells.raw("postcode"), column="postcode", note=cells.note)
    area = zip_area(postcode)
    return Posting(
        external_id=cells.required("id", longest("external_id")),
        organisation_id=cells.private("organisation_id", 80) or organisation_name.casefold()[:80],
        organisation_name=organisation_name,
        **titled(cells, title="title", summary="summary", description="description"),
        kind=_choice(cells, "kind", Kind.values, Kind.VOLUNTEER),
        motif=_choice(cells, "drawing", Motif.values, Motif.TABLE),
        cost=cells.public("cost", longest("cost")) or _("Free"),
        rhythm=cells.public("rhythm", longest("rhythm")),
        who_comes=cells.public("who_comes", longest("who_comes")),
        bring=cells.public("bring", longest("bring")),
        ask_for=cells.private("ask_for", longest("ask_for")),
        place=cells.private("place", longest("place")),
        getting_there=cells.private("getting_there", longest("getting_there")),
        arrival=cells.text("arrival", longest("arrival"), private=True),
        postcode=postcode,
        area=cells.public("area", 60) or (area.area_label if area else ""),
        interests=_slugs(cells, "interests"),
        needs=_slugs(cells, "needs"),
        languages=_slugs(cells, "languages"),
        capacity=cells.number("places"),
        times=_onward_times(cells),
    )


def read_own(cells: Cells) -> Posting:
    """A row of a partner's own: the same columns, and whose it is stands in no file."""
    own = {name: undefused(cell) for name, cell in cells.cells.items()}
    return read_onward(Cells({**own, "organisation": "-", "organisation_id": "-"}, cells.note))


def _choice(cells: Cells, column: str, values: list[str], default: str) -> str:
    text = cells.raw(column).casefold() or default
    if text not in values:
        raise EntryRefused(
            column,
            _("“%(text)s” is not known here. Write one of: %(values)s.")
            % {"text": text[:40], "values": ", ".join(values)},
        )
    return text


def _slugs(cells: Cells, column: str) -> frozenset[str]:
    parts = re.split(r"[;,]", cells.raw(column).casefold())
    return frozenset("-".join(part.split()) for part in parts if part.strip())


def _onward_times(cells: Cells) -> Times | None:
    if not cells.raw("date"):
        return None
    first = read_day(cells.raw("date")[:40].partition(" 00:00")[0], column="date")
    until = cells.raw("until").partition(" 00:00")[0]
    weekly = _choice(cells, "repeats", ["no", "weekly"], "no") == "weekly"
    last = first + dt.timedelta(days=365) if weekly else first
    last = read_day(until, column="until") if until else last
    if last < first:
        raise EntryRefused("until", _("It ends before it starts."))
    starts, ends = _clock(cells, "starts"), _clock(cells, "ends")
    length = None
    if starts and ends:
        day = dt.date(2000, 1, 1)
        length = dt.datetime.combine(day, ends) - dt.datetime.combine(day, starts)
        if length <= dt.timedelta():
            raise EntryRefused("ends", _("It ends before it starts."))
    return Times(first, last, weekly, starts, length)


def _clock(cells: Cells, column: str) -> dt.time | None:
    text = cells.raw(column)
    if not text:
        return None
    try:
        return dt.datetime.strptime(text[:5].rstrip(":"), "%H:%M").time()  # noqa: DTZ007 (a clock)
    except ValueError:
        raise EntryRefused(
            column, _("“%(text)s” is no time of day. Write 14:30.") % {"text": text[:20]}
        ) from None


MAPPINGS: Final = {
    mapping.name: mapping
    for mapping in (
        Mapping(
            name="nyc-2011",
            columns=(
                "opportunity_id",
                "title",
                "summary",
                "org_title",
                "org_content_id",
                "recurrence_type",
                "start_date_date",
                "end_date_date",
                "postalcode",
            ),
            read=read_nyc,
        ),
        Mapping(name="onward", columns=("id", "organisation", "title"), read=read_onward),
    )
}
# Not for the command: whose rows these are is said by who signed in.
OWN: Final = Mapping(name="own", columns=("id", "title"), read=read_own)
