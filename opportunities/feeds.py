"""Calendar files (RFC 5545). They say when, and nothing about what, where or with whom.

Written by hand: a handful of short lines per event, streamed, because a calendar of a thousand
events must cost less than building it as objects would (performance.md W6).
"""

import datetime as dt
import hashlib
import itertools
import uuid
import zoneinfo
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from community.safety.access import Who, open_to
from opportunities.models import Motif, SignUpQuerySet, State, public_opportunity
from opportunities.models.times import part_of_day
from opportunities.permissions import visible_sign_ups


class Event(NamedTuple):
    """What a calendar needs of one sign-up."""

    uid: uuid.UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str
    motif: str
    changed_at: dt.datetime


def _events(sign_ups: SignUpQuerySet, now: dt.datetime) -> list[Event]:
    """Confirmed dates, but none to come of what staff have stopped."""
    rows = (
        sign_ups.filter(
            Q(session__ends_at__lte=now) | public_opportunity(now, "session__opportunity__"),
            state=State.CONFIRMED,
            session__cancelled_at=None,
        )
        .order_by("session__starts_at", "id")
        .values_list(
            "public_id",
            "session__starts_at",
            "session__ends_at",
            "session__time_zone",
            "session__opportunity__motif",
            "changed_at",
        )
    )
    return [Event(*row) for row in rows]


def _utc(moment: dt.datetime) -> str:
    # A third of the cost of strftime, three times an event.
    text = moment.astimezone(dt.UTC).isoformat(timespec="seconds")
    return f"{text[:4]}{text[5:7]}{text[8:13]}{text[14:16]}{text[17:19]}Z"


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11: backslash, semicolon, comma and line breaks in text."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", "\\n")


def _lines(events: Iterable[Event]) -> Iterator[str]:
    """The file, an event at a time. No organiser, place or description (safety.md #10)."""
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//calendar//EN\r\n"
    drawings = {value: str(label) for value, label in Motif.choices}
    names: dict[tuple[str, int], str] = {}
    for event in events:
        local = event.starts_at.astimezone(zoneinfo.ZoneInfo(event.time_zone))
        key = event.motif, local.hour
        if key not in names:
            names[key] = _escaped(f"{drawings.get(event.motif, '')} {part_of_day(local)}".strip())
        yield (
            f"BEGIN:VEVENT\r\nUID:{event.uid}\r\nDTSTAMP:{_utc(event.changed_at)}\r\n"
            f"DTSTART:{_utc(event.starts_at)}\r\nDTEND:{_utc(event.ends_at)}\r\n"
            f"SUMMARY:{names[key]}\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n"
        )
    yield "END:VCALENDAR\r\n"


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    """A hundred events at a time: each piece that is sent by itself costs as much as an event."""
    while piece := "".join(itertools.islice(lines, 100)):
        yield piece


def _file(request: HttpRequest, events: list[Event], name: str) -> HttpResponseBase:
    seed = repr((get_language(), events)).encode()
    etag = f'"{hashlib.sha256(seed).hexdigest()[:32]}"'
    unchanged: HttpResponse | None = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    return StreamingHttpResponse(
        _pieces(_lines(events)),
        content_type="text/calendar; charset=utf-8",
        headers={"ETag": etag, "Content-Disposition": f'attachment; filename="{name}"'},
    )


@open_to(Who.SIGNED_IN)
@require_safe
def event(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """One date as a calendar file."""
    events = _events(visible_sign_ups(request.user).filter(public_id=public_id), timezone.now())
    if not events:
        raise Http404
    return _file(request, events, "event.ics")


@open_to(Who.SIGNED_IN)
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Every confirmed date, past ones too, as one calendar file."""
    sign_ups: SignUpQuerySet = visible_sign_ups(request.user)
    return _file(request, _events(sign_ups, timezone.now()), "calendar.ics")
