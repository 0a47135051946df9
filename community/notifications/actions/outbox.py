"""Writing messages, in the same transaction as what they tell of, and taking them back."""

import datetime as dt
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from community.notifications import emails
from community.notifications.models import Message, Outcome

if TYPE_CHECKING:
    from community.people.models import User

LONGEST_KEY = 120
LONGEST_SUBJECT = 200
WRITTEN_ANEW = ("subject", "body", "is_discreet", "due_at", "expires_at")


class AlreadyEnded(Exception):
    """The message is not parked, so there is nothing to send again."""

    def __init__(self) -> None:
        super().__init__(_("This message is not waiting for anyone to look at it."))


def new_message(  # noqa: PLR0913 (one row, each field named by its writer)
    *,
    key: str,
    subject: str,
    body: str,
    due_at: dt.datetime,
    now: dt.datetime,
    recipient: "User | None" = None,
    address: str = "",
    about: UUID | None = None,
    expires_at: dt.datetime | None = None,
    minds_quiet_hours: bool = True,
    is_discreet: bool = True,
) -> Message:
    """Return a message that is not stored yet; `queue` stores it.

    `key` names the message for ever: the same key is never sent twice, so the key of a reminder
    holds the time it reminds of, else a moved session is not reminded of again. The recipient's
    address is looked up when it is sent; `address` is for account mail that goes elsewhere. At
    `expires_at` it is worth nothing and is dropped. `minds_quiet_hours=False` is for mail that
    the person has just asked for and waits for, such as a new password. `is_discreet=False` is
    for words with details that the person chose to read: only such a mail carries a link.

    Raises ValueError if it goes to nobody or the key is over 120 characters.
    """
    if recipient is None and not address:
        raise ValueError("A message goes to a person or to an address.")
    if not 0 < len(key) <= LONGEST_KEY:
        raise ValueError(f"A key has 1 to {LONGEST_KEY} characters.")
    return Message(
        key=key,
        subject=emails.one_line(subject)[:LONGEST_SUBJECT],
        body=body.replace("\0", ""),
        due_at=due_at,
        created_at=now,
        recipient=recipient,
        address=address.strip(),
        about=about,
        expires_at=expires_at,
        minds_quiet_hours=minds_quiet_hours,
        is_discreet=is_discreet,
    )


def queue(messages: Iterable[Message]) -> None:
    """Store messages in one insert. One whose key is already known is skipped.

    Call it inside the transaction of what they tell of: then both are stored or neither.
    """
    Message.objects.bulk_create(messages, ignore_conflicts=True)


@transaction.atomic
def withdraw(*, about: Collection[UUID], but: Collection[str] = ()) -> int:
    """Delete what is still to be sent about these rows and return how many messages that were.

    `but`: how the keys of messages begin that stay.
    A message that a worker is handing over right now cannot be taken back; if that fails, it is
    not tried again. `rewrite` is for what is to be told all the same.
    """
    return _take_back(about, but)


def rewrite(*, about: Collection[UUID], messages: Collection[Message]) -> None:
    """Let these messages take the place of whatever is still to be sent about these rows.

    One that a worker is handing over right now, or was when it died, keeps its row and so its
    Message-ID, and gets the new words and times: what has just left does not leave again, and what
    has not is not lost. Call it inside the transaction of what they tell of.
    """
    _take_back(about)
    queue(messages)
    fresh = {message.key: message for message in messages}
    in_hand = _unsent(about).exclude(attempting_at=None)
    for row in in_hand.filter(expires_at=F("attempting_at"), key__in=fresh):
        anew = {name: getattr(fresh[row.key], name) for name in WRITTEN_ANEW}
        in_hand.filter(pk=row.pk).update(**anew)


@transaction.atomic
def put_off(*, about: Collection[UUID], keys: Collection[str]) -> int:
    """Let what is still to be sent about these rows wait until it is written anew; return how many.

    Only messages whose key begins with one of `keys`. One that is never written anew ends unsent
    when it expires. A message that a worker is handing over right now cannot be taken back.
    """
    waiting = _unsent(about).filter(_begins_with(keys), attempting_at=None)
    return waiting.filter(expires_at__gt=F("due_at")).update(due_at=F("expires_at"))


def _unsent(about: Collection[UUID]) -> QuerySet[Message]:
    return Message.objects.filter(about__in=about, ended_at=None)


def _begins_with(keys: Collection[str]) -> Q:
    """Rows whose key begins with one of these; none if there are none."""
    return reduce(or_, (Q(key__startswith=key) for key in keys), Q(pk__in=[]))


def parked() -> QuerySet[Message]:
    """Messages that wait for staff: refused for good, or unclear whether they arrived."""
    return Message.objects.filter(outcome=Outcome.PARKED).order_by("ended_at", "pk")


@transaction.atomic
def release(*, message: Message, now: dt.datetime) -> Message:
    """Send a parked message again, as if for the first time, and return it.

    It keeps its Message-ID, so a mail program that has it already shows it once.
    Raises AlreadyEnded if it is not parked.
    """
    changed = (
        parked()
        .filter(pk=message.pk)
        .order_by()
        .update(
            ended_at=None,
            outcome="",
            reason="",
            due_at=now,
            attempts=0,
            unclear=0,
            attempting_at=None,
            lease_id=None,
            lease_until=None,
        )
    )
    if not changed:
        raise AlreadyEnded
    message.refresh_from_db()
    return message


def _take_back(about: Collection[UUID], but: Collection[str] = ()) -> int:
    unsent = _unsent(about)
    deleted, _rows = unsent.filter(attempting_at=None).exclude(_begins_with(but)).delete()
    unsent.exclude(attempting_at=None).update(expires_at=F("attempting_at"))
    return deleted
