"""Cards of the list, kept ready-made: a card is rendered again only when its content changes."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from functools import lru_cache

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.people.models import another_language
from opportunities.models import Kind, Session

from .facets import Facets
from .results import Row, ids_in

MOST_TAGS = 4


def cards(
    rows: Sequence[Row],
    facets: Facets,
    *,
    needs: Collection[str] = (),
    heading: str = "h3",
) -> list[SafeString]:
    """The cards of these rows, those that were shown lately from memory.

    `needs`: slugs asked for, whose tags come first.
    """
    drawn = (get_language(), static("drawings.svg"), heading)
    return [_card(row, facets, needs, drawn) for row in rows]


def _card(
    row: Row,
    facets: Facets,
    needs: Collection[str],
    drawn: tuple[str | None, str, str],
) -> SafeString:
    shown, told = row.session, row.told
    return _rendered(
        drawn,
        (
            row.public_id,
            told.get("title", row.title),
            row.kind,
            row.motif,
            told.get("rhythm", row.rhythm),
            row.organisation,
            "" if told else row.written_in,
        ),
        _tags(row, facets, needs),
        _where(row, facets),
        _places(row),
        (shown.starts_at, shown.ends_at, shown.time_zone) if shown else None,
    )


def _tags(row: Row, facets: Facets, asked_for: Collection[str]) -> tuple[str, ...]:
    """Up to four practical needs that it meets, those that were asked for first."""
    ids = ids_in(row.need_ids)
    met = [need for need in facets.need if need.pk in ids]
    met.sort(key=lambda need: need.slug not in asked_for)
    return tuple(need.label for need in met[:MOST_TAGS])


def _where(row: Row, facets: Facets) -> str:
    """The part of town; of a support group nothing (safety.md T11)."""
    if row.kind == Kind.GROUP:
        return _("Place shared after you join")
    return facets.places_in(row.area_id)


def _places(row: Row) -> str:
    """How many places are left, never as a number (#13), and to everybody the same (#15)."""
    if row.session is None:
        return ""
    if row.session.is_full:
        return "full"
    if row.session.capacity is None:
        return "unlimited"
    return "few" if row.session.has_few_places else "open"


@lru_cache(maxsize=8000)  # about 1.5 kB each; searches for this and that show many different ones
def _rendered(
    drawn: tuple[str | None, str, str],
    words: tuple[uuid.UUID, str, str, str, str, str, str],
    tags: tuple[str, ...],
    where: str,
    places: str,
    times: tuple[dt.datetime, dt.datetime, str] | None,
) -> SafeString:
    """One card. All that it shows is in the arguments: whatever changes, no old card is found."""
    public_id, title, kind, motif, rhythm, organisation, written_in = words
    date = time = ""
    if times:
        session = Session(starts_at=times[0], ends_at=times[1], time_zone=times[2])
        date, time = session.day, session.hours
    card = {
        "url": reverse("opportunities:detail", args=[public_id]),
        "title": title,
        "kind": kind,
        "kind_label": Kind(kind).label,
        "motif": motif,
        "written_in": another_language(written_in),
        "organisation": organisation,
        "where": where,
        "tags": tags,
        "date": date,
        "time": time,
        "places": places,
        "rhythm": rhythm,
        "heading": drawn[2],
    }
    return render_to_string("components/opportunity_card.html", {"card": card})
