"""What is to happen to one message: pure rules, no query and no network."""

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.notifications import emails
from community.notifications.models import Channel, Message, Outcome, Wording

from .sms import NUMBER_REFUSED
from .smtp import Answer, Fate
from .stopping import link_to_stop
from .texts import text_of
from .ways import Way, way_to, wish_of

if TYPE_CHECKING:
    from community.people.models import User

FIRST_PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(hours=1)
LONGEST_REASON = 60
MOST_ATTEMPTS = 50  # with the pauses above: two days
MOST_UNCLEAR = 1  # a second copy is worth the risk, a third is not
# What mail servers say of an address, not of us (RFC 5321, 4.2.3): no such mailbox, not here, not
# a name.
ADDRESS_REFUSED = frozenset({550, 551, 553})
BAD_ADDRESS = "bad-address"
UNREACHABLE = frozenset({f"refused-{code}" for code in ADDRESS_REFUSED | NUMBER_REFUSED}) | {
    BAD_ADDRESS
}

Changes = dict[str, Any]


class Letter(NamedTuple):
    """A message ready to be handed over. The number of a text is looked up by who hands it over:
    no list of numbers is ever in memory."""

    address: str
    data: bytes
    channel: Channel = Channel.EMAIL


class Keep(NamedTuple):
    """A message that stays on this site, for its owner to read here, and a code for why."""

    reason: str


def prepare(message: Message, *, at: dt.datetime) -> Letter | Keep | Changes:
    """Return the letter to hand over at `at`, that it is kept here, or the changes to make instead.

    Everything is asked at the moment of sending, because people change their minds between the
    writing and the sending (safety.md #21, #22). A message that makes us stumble is parked, so
    that one poisoned row stops nobody else's.
    """
    try:
        if instead := _instead(message, at=at):
            return instead
        way = _way(message, at=at)
        if way.channel == Channel.IN_APP:
            return Keep(way.reason)
        if way.at > at:
            return {"due_at": way.at, "unclear": message.unclear + _found_half_sent(message)}
        return _text(message) if way.channel == Channel.SMS else _letter(message, at)
    except ValidationError:
        return _parked(BAD_ADDRESS, at)
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


def kept(message: Message, keep: Keep, *, at: dt.datetime) -> Changes:
    """The changes that end a message whose words have become a note."""
    return _ended(message, Outcome.KEPT, keep.reason, at)


def says_unreachable(message: Message, changes: Changes) -> bool:
    """Whether these changes mean that nothing reaches the recipient there any more (safety.md #27).

    A refusal of our own doing (a full queue, unwanted words, a sender that is not let in) is not.
    """
    if message.recipient is None or message.address or changes.get("outcome") != Outcome.PARKED:
        return False
    return changes["reason"] in UNREACHABLE


def what_to_do(reason: str) -> str:
    """What staff can do about a parked message, from the code for why it is parked."""
    if reason in UNREACHABLE:
        return _(
            "This address or number refused. Nothing more goes there, and nothing goes elsewhere. "
            "The person reads of it here: ask them for a better way when you next meet."
        )
    if reason == "unclear":
        return _("It may have arrived. Send it again only if twice does no harm.")
    if reason.startswith(("refused", "gave-up")):
        return _("Who should have carried it did not. Look at that first, then send it again.")
    return _("It could not be read. Somebody technical has to look.")


def _instead(message: Message, *, at: dt.datetime) -> Changes | None:
    """How the message ends without a way being looked for; None if one is."""
    if reason := _reason_to_drop(message, at=at):
        return _ended(message, Outcome.DROPPED, reason, at)
    if _found_half_sent(message) and message.unclear >= MOST_UNCLEAR:
        return _parked("unclear", at)
    return None


def _reason_to_drop(message: Message, *, at: dt.datetime) -> str:
    """A code for why the message may not leave at all. Nobody is reminded of what is past."""
    person = message.recipient
    minds = _minds_the_wish(message)
    reasons = {
        "expired": message.expires_at is not None and message.expires_at <= at,
        "inactive": person is not None and not person.is_active,
        "no-address": not minds and not _address(message),
        "not-wanted": minds and _wants_nothing(person),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _wants_nothing(person: "User | None") -> bool:
    if person is None:
        return False
    wish = wish_of(person)
    return wish.wording == Wording.NONE or wish.channel == Channel.NONE


def _minds_the_wish(message: Message) -> bool:
    """Account mail, which the person has just asked for, goes where it was asked for."""
    return message.minds_quiet_hours and message.recipient is not None


def _way(message: Message, *, at: dt.datetime) -> Way:
    if message.recipient is None or not _minds_the_wish(message):
        return Way(Channel.EMAIL, at)
    return way_to(message.recipient, at=at, expires_at=message.expires_at)


def _letter(message: Message, at: dt.datetime) -> Letter:
    address = emails.envelope_address(_address(message))
    link = ""
    if message.recipient is not None and not message.is_discreet:
        link = link_to_stop(person=message.recipient)
    return Letter(address, emails.mail(message, address=address, at=at, link_to_stop=link))


def _text(message: Message) -> Letter | Keep:
    text = text_of(message.body)
    return Letter("", text.encode(), Channel.SMS) if text else Keep("no-text")


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
