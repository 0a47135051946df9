"""Somebody's own dates as calendar files: when, and nothing about what, where or with whom."""

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import starmap
from types import MappingProxyType
from typing import Final, NamedTuple

from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from community.formats.times import neutral_in_words
from community.safety.access import Who, open_to
from opportunities.models import Motif, SignUpQuerySet, State, public_opportunity
from opportunities.permissions import visible_sign_ups

from .lines import answer, escaped, utc

# From the first second of this day a SEQUENCE counts, so that it fits into what calendars take.
FIRST_SECOND: Final = int(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp())
# How long a date that is off is still said to be off: an app that asks now and then hears of it.
SAID_TO_BE_OFF: Final = dt.timedelta(days=30)


class Event(NamedTuple):
    """What a calendar needs of one sign-up; what it is called only where that is said."""

    uid: uuid.UUID
    state: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str
    motif: str
    changed_at: dt.datetime
    moved_at: dt.datetime | None
    called_off_at: dt.datetime | None
    kind: str = ""
    title: str = ""
    card_words: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    @property
    def is_off(self) -> bool:
        """Whether they gave it back, or it does not take place."""
        return self.called_off_at is not None or self.state == State.CANCELLED

    @property
    def last_change(self) -> dt.datetime:
        """When anything that a calendar shows of it was changed last."""
        return max(filter(None, (self.changed_at, self.moved_at, self.called_off_at)))


COLUMNS: Final = (
    F("public_id"),
    F("state"),
    F("session__starts_at"),
    F("session__ends_at"),
    F("session__time_zone"),
    F("session__opportunity__motif"),
    F("changed_at"),
    F("session__moved_at"),
    F("session__cancelled_at"),
)
TITLES: Final = (
    F("session__opportunity__kind"),
    F("session__opportunity__title"),
    F("session__opportunity__card_words"),
)


def events(sign_ups: SignUpQuerySet, now: dt.datetime, *, with_titles: bool = False) -> list[Event]:
    """Dates with a place, past ones too, but none to come of what staff have stopped; and for a
    while those that are off, so that a calendar takes them out again.

    A title that is not said is not read either.
    """
    lately = now - SAID_TO_BE_OFF
    has_place = Q(
        Q(session__ends_at__lte=now) | public_opportunity(now, "session__opportunity__"),
        state__in=(State.CONFIRMED, State.ATTENDED),
        session__cancelled_at=None,
    )
    given_back = Q(state=State.CANCELLED, changed_at__gt=lately)
    called_off = Q(state=State.CONFIRMED, session__cancelled_at__gt=lately)
    rows = (
        sign_ups.filter(has_place | given_back | called_off)
        .order_by("session__starts_at", "id")
        .values_list(*COLUMNS, *(TITLES if with_titles else ()))
    )
    return list(starmap(Event, rows))


def lines(found: list[Event], names: "Names") -> Iterator[str]:
    """An event at a time. No organiser, no place and no description (safety.md #10), so no METHOD
    either, which would ask for an organiser: that it is off, STATUS says.

    UID is that of the sign-up in every file and feed, and SEQUENCE rises with every change: an app
    that gets one date from two of them shows it once, and as it was last.
    """
    for event in found:
        changed = event.last_change
        stamp = utc(changed)
        status = "CANCELLED\r\nTRANSP:TRANSPARENT" if event.is_off else "CONFIRMED"
        yield (
            f"BEGIN:VEVENT\r\nUID:{event.uid}\r\nDTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\n"
            f"SEQUENCE:{int(changed.timestamp()) - FIRST_SECOND}\r\n"
            f"DTSTART:{utc(event.starts_at)}\r\nDTEND:{utc(event.ends_at)}\r\n"
            f"SUMMARY:{names.of(event)}\r\nSTATUS:{status}\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n"
        )


class Names:
    """What a date is called: its drawing and the part of the day, "Garden morning"."""

    says_titles = False

    def __init__(self) -> None:
        self._drawings = {value: str(label) for value, label in Motif.choices}
        self._known: dict[tuple[str, int], str] = {}

    def of(self, event: Event) -> str:
        """The name of one, in the language that was spoken first."""
        local = event.starts_at.astimezone(_zone(event.time_zone))
        key = event.motif, local.hour
        name = self._known.get(key)
        if name is None:
            said = neutral_in_words(self._drawings.get(event.motif, ""), local)
            name = self._known[key] = escaped(said)
        return name


_zone = lru_cache(maxsize=100)(zoneinfo.ZoneInfo)


def _file(request: HttpRequest, found: list[Event], name: str) -> HttpResponseBase:
    return answer(request, lines(found, Names()), name=name, language=get_language() or "")


@open_to(Who.SIGNED_IN)
@require_safe
def event(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """One date as a calendar file; for a while after it is off, the file that takes it out."""
    found = events(visible_sign_ups(request.user).filter(public_id=public_id), timezone.now())
    if not found:
        raise Http404
    return _file(request, found, "event.ics")


@open_to(Who.SIGNED_IN)
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Every date with a place, past ones too, as one calendar file."""
    sign_ups: SignUpQuerySet = visible_sign_ups(request.user)
    return _file(request, events(sign_ups, timezone.now()), "calendar.ics")
