"""Where and when a note may reach somebody. Planning and sending ask the same questions here."""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import prefetch_related_objects

from community.notifications.models import Channel, ContactPreference

from . import sms
from .quiet import next_allowed
from .safe_hours import Window, next_safe

if TYPE_CHECKING:
    from community.people.models import User

OUTSIDE = frozenset({Channel.EMAIL, Channel.SMS})


class Way(NamedTuple):
    """Where a note goes, not before when, and a code for why it stays on this site if it does."""

    channel: Channel
    at: dt.datetime
    reason: str = ""


def wish_of(person: "User") -> ContactPreference:
    """What the person chose, or the defaults of someone who never chose."""
    chosen: ContactPreference | None = getattr(person, "contact_preference", None)
    return chosen or ContactPreference(person=person)


def way_to(person: "User", *, at: dt.datetime, expires_at: dt.datetime | None = None) -> Way:
    """Return how a note that is due at `at` may reach this person, and from when on.

    Nothing leaves this site unless the person said where to, and said so in the last 180 days
    (safety.md #21, #25). What leaves, leaves in hours that are safe; where none is left before
    `expires_at` the note stays here, where it disturbs nobody (safety.md #22). One query if they
    have a preference whose safe hours were not fetched beforehand.
    """
    channel, reason = _channel(person, at)
    if channel not in OUTSIDE:
        return Way(channel, at, reason)
    allowed = _next_moment(wish_of(person), at, person.zone)
    if allowed is None or (expires_at is not None and allowed >= expires_at > at):
        return Way(Channel.IN_APP, at, "no-safe-hour")
    return Way(channel, allowed)


def channel_of(person: "User", *, at: dt.datetime) -> Channel:
    """Where notes to this person go at that moment. Who gave an address and said nothing else
    said e-mail: it was asked for with the words "for short notes"."""
    return _channel(person, at)[0]


def wants_checking(person: "User", *, now: dt.datetime) -> bool:
    """Whether to ask this person if the way they chose is still safe (safety.md #25)."""
    wish = wish_of(person)
    return _stated(person, wish) in OUTSIDE and wish.wants_checking(now)


def windows_of(wish: ContactPreference) -> list[Window]:
    """The safe hours of a preference; none of one that is not stored."""
    if wish.pk is None:
        return []
    prefetch_related_objects([wish], "safe_hours")
    return [
        Window(hours.weekday, hours.safe_from, hours.safe_until) for hours in wish.safe_hours.all()
    ]


def _stated(person: "User", wish: ContactPreference) -> Channel:
    if wish.channel == Channel.UNSAID:
        return Channel.EMAIL if person.email else Channel.IN_APP
    return Channel(wish.channel)


def _channel(person: "User", at: dt.datetime) -> tuple[Channel, str]:
    wish = wish_of(person)
    channel = _stated(person, wish)
    missing = {
        Channel.EMAIL: "" if person.email else "no-address",
        Channel.SMS: "" if sms.is_offered() else "no-texts",
    }.get(channel, "")
    if missing:
        return Channel.IN_APP, missing
    if channel in OUTSIDE and wish.is_stale(at):
        return Channel.IN_APP, "stale"
    return channel, "" if channel in OUTSIDE else wish.channel or "unsaid"


def _next_moment(wish: ContactPreference, at: dt.datetime, zone: dt.tzinfo) -> dt.datetime | None:
    if windows := windows_of(wish):
        return next_safe(at, windows=windows, zone=zone)
    return next_allowed(at, quiet_from=wish.quiet_from, quiet_until=wish.quiet_until, zone=zone)
