"""What is to happen to one message: pure rules, no query and no network."""

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError

from community.notifications import emails
from community.notifications.models import ContactPreference, Message, Outcome, Wording

from .quiet import next_allowed
from .smtp import Answer, Fate

if TYPE_CHECKING:
    from community.people.models import User

FIRST_PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(hours=1)
LONGEST_REASON = 60
MOST_ATTEMPTS = 50  # with the pauses above: two days
MOST_UNCLEAR = 1  # a second copy is worth the risk, a third is not

Changes = dict[str, Any]


class Letter(NamedTuple):
    """A message ready to be handed over."""

    address: str
    data: bytes


def prepare(message: Message, *, at: dt.datetime) -> Letter | Changes:
    """Return the letter to hand over at `at`, or the changes to make instead.

    Everything is asked at the moment of sending, because people change their minds between the
    writing and the sending (safety.md #21, #22). A message that makes us stumble is parked, so
    that one poisoned row stops nobody else's.
    """
    try:
        if instead := _instead(message, at=at):
            return instead
        address = emails.envelope_address(_address(message))
        return Letter(address, emails.mail(message, address=address, at=at))
    except ValidationError:
        return _parked("bad-address", at)
    except Exception as error:
        return _parked(f"unreadable-{type(error).__name__}"[:LONGEST_REASON], at)


def after(message: Message, answer: Answer, *, at: dt.datetime) -> Changes:
    """Return the changes to make once the message was handed over.

    Refused for good: parked, never tried again. Everything else is tried again with growing
    pauses for two days, except that a mail which may have arrived is sent again only once.
    """
    if answer.fate is Fate.TAKEN:
        return _ended(message, Outcome.SENT, "", at)
    if answer.fate is Fate.REFUSED:
        return _parked(f"refused-{answer.code}", at)
    if answer.fate is Fate.UNCLEAR and message.unclear >= MOST_UNCLEAR:
        return _parked("unclear", at)
    if message.attempts >= MOST_ATTEMPTS:
        return _parked(f"gave-up-{answer.code}", at)
    doublings = min(message.attempts - 1, 10)  # no more are needed, and 40 would overflow
    pause = min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)
    unclear = message.unclear + (answer.fate is Fate.UNCLEAR)
    return {"lease_until": at + pause, "unclear": unclear}


def _instead(message: Message, *, at: dt.datetime) -> Changes | None:
    """What happens to the message instead of sending it now; None if it may go."""
    if reason := _reason_to_drop(message, at=at):
        return _ended(message, Outcome.DROPPED, reason, at)
    if _found_half_sent(message) and message.unclear >= MOST_UNCLEAR:
        return _parked("unclear", at)
    allowed = _not_disturbing(message, at=at)
    if allowed <= at:
        return None
    if message.expires_at is not None and message.expires_at <= allowed:
        return _ended(message, Outcome.DROPPED, "quiet-hours", at)
    return {"due_at": allowed, "unclear": message.unclear + _found_half_sent(message)}


def _reason_to_drop(message: Message, *, at: dt.datetime) -> str:
    """A code for why the message may not leave at all. Nobody is reminded of what is past."""
    person = message.recipient
    reminds = message.minds_quiet_hours and person is not None
    reasons = {
        "expired": message.expires_at is not None and message.expires_at <= at,
        "inactive": person is not None and not person.is_active,
        "no-address": not _address(message),
        "not-wanted": reminds and _wish(person).wording == Wording.NONE,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _not_disturbing(message: Message, *, at: dt.datetime) -> dt.datetime:
    person = message.recipient
    if person is None or not message.minds_quiet_hours:
        return at
    wish = _wish(person)
    return next_allowed(
        at, quiet_from=wish.quiet_from, quiet_until=wish.quiet_until, zone=person.zone
    )


def _wish(person: "User | None") -> ContactPreference:
    """The person's contact preference, or the defaults of someone who never chose."""
    return getattr(person, "contact_preference", None) or ContactPreference()


def _address(message: Message) -> str:
    return message.address or (message.recipient.email if message.recipient else "")


def _found_half_sent(message: Message) -> bool:
    """Whether a worker died while handing this message over, so that it may have arrived."""
    return message.attempting_at is not None


def _parked(reason: str, at: dt.datetime) -> Changes:
    """It keeps its words, because staff may release it."""
    return {"outcome": Outcome.PARKED, "reason": reason, "ended_at": at}


def _ended(message: Message, outcome: Outcome, reason: str, at: dt.datetime) -> Changes:
    """The words go at once: nobody needs them any more."""
    address = "" if message.recipient_id else message.address
    words = {"subject": "", "body": "", "address": address}
    return {"outcome": outcome, "reason": reason, "ended_at": at} | words
