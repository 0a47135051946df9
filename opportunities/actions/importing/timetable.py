"""Keeping the sessions of an imported posting in step with the days in its file."""

import datetime as dt
import zoneinfo

from django.utils.translation import gettext as _

from opportunities.actions.sessions import cancel_session, move_session, set_capacity
from opportunities.models import Opportunity, Session
from opportunities.models.session import site_time_zone

from .cleaning import Note
from .dates import Times
from .places import zip_area
from .posting import Posting

Span = tuple[dt.datetime, dt.datetime]


def keep_in_step(
    opportunity: Opportunity,
    posting: Posting,
    sessions: list[Session],
    *,
    note: Note,
    now: dt.datetime,
) -> bool:
    """Add, move and cancel sessions that have not begun; return whether anything changed.

    A day that is there already is left alone, also when it was cancelled here. A day that is gone
    becomes one that is new, so that the people of that session move with it.
    """
    if posting.times is None:
        return False
    zone = _zone(posting)
    wanted = _to_come(posting.times, zone, note, now)
    same, gone, new = _compared(wanted, sessions, zone, by_day=posting.times.clock is None)
    changed = False
    for session in same:
        changed |= _with_capacity(session, posting.capacity, now)
    for session, (starts_at, ends_at) in zip(gone, new, strict=False):
        move_session(session=session, starts_at=starts_at, ends_at=ends_at, now=now)
        note("", _("A date moved."))
        changed = True
    for session in gone[len(new) :]:
        cancel_session(session=session, now=now)
        note("", _("A date that the file no longer has was cancelled."))
        changed = True
    added = _dates(opportunity, new[len(gone) :], zone, posting.capacity)
    Session.objects.bulk_create(added)
    return changed or bool(added)


def dates_to_add(
    opportunity: Opportunity, posting: Posting, *, note: Note, now: dt.datetime
) -> list[Session]:
    """The sessions of a posting that is new here, for the caller to store."""
    if posting.times is None:
        return []
    zone = _zone(posting)
    return _dates(opportunity, _to_come(posting.times, zone, note, now), zone, posting.capacity)


def _dates(
    opportunity: Opportunity, spans: list[Span], zone: zoneinfo.ZoneInfo, capacity: int | None
) -> list[Session]:
    return [
        Session(
            opportunity=opportunity,
            starts_at=starts_at,
            ends_at=ends_at,
            time_zone=zone.key,
            capacity=capacity,
        )
        for starts_at, ends_at in spans
    ]


def _zone(posting: Posting) -> zoneinfo.ZoneInfo:
    around = zip_area(posting.postcode)
    return zoneinfo.ZoneInfo(around.time_zone if around else site_time_zone())


def _to_come(times: Times, zone: zoneinfo.ZoneInfo, note: Note, now: dt.datetime) -> list[Span]:
    wanted = times.sessions(now, zone)
    if not wanted:
        note("", _("All its days are past: it is here without a date to come."))
    return wanted


def _compared(
    wanted: list[Span], sessions: list[Session], zone: zoneinfo.ZoneInfo, *, by_day: bool
) -> tuple[list[Session], list[Session], list[Span]]:
    """Sessions that stay, sessions that are no longer wanted, and times that have none yet."""

    def key(starts_at: dt.datetime) -> dt.date | dt.datetime:
        return starts_at.astimezone(zone).date() if by_day else starts_at

    by_key = {key(session.starts_at): session for session in sessions}
    new = [span for span in wanted if by_key.pop(key(span[0]), None) is None]
    left = {session.pk for session in by_key.values()}
    takes_place = [session for session in sessions if session.cancelled_at is None]
    same = [session for session in takes_place if session.pk not in left]
    return same, [session for session in takes_place if session.pk in left], new


def _with_capacity(session: Session, capacity: int | None, now: dt.datetime) -> bool:
    """Follow the file's number of places, but never take a place from someone who has it."""
    if capacity is None or capacity == session.given_capacity or capacity < session.places_held:
        return False
    set_capacity(session=session, capacity=capacity, now=now)
    return True
