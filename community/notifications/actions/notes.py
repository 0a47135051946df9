"""Notes: messages that stay on this site and are read by signing in (safety.md #21)."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from community.notifications.models import Channel, ContactPreference, Message, Note
from community.notifications.permissions import visible_notes

from .ways import wish_of

if TYPE_CHECKING:
    from community.people.models import User

KEPT_AFTER_READING = dt.timedelta(days=14)
KEPT_UNREAD = dt.timedelta(days=180)


def write_note(*, person: "User", key: str, words: str, now: dt.datetime) -> None:
    """Write a note that its owner sees at their next visit. The same key is written once.

    `words` are in the person's language and, unless they chose the details, private ones.
    """
    note = Note(person=person, key=key, words=words, written_at=now)
    Note.objects.bulk_create([note], ignore_conflicts=True)


def keep_note(*, message: Message, at: dt.datetime) -> None:
    """Turn a message to a person into a note. Called in the transaction that ends the message."""
    if message.recipient is not None:
        key = f"message:{message.public_id}"
        write_note(person=message.recipient, key=key, words=message.body.strip(), now=at)


def tell_unreachable(*, message: Message, at: dt.datetime) -> None:
    """Something was refused for good: stay on this site from now on, and say so there.

    Nothing is ever forwarded elsewhere; staff see the refusal among the parked messages and ask
    the person (safety.md #27). Called in the transaction that parks the message.
    """
    person = message.recipient
    if person is None:
        return
    by_text = message.minds_quiet_hours and wish_of(person).channel == Channel.SMS
    refused = {Channel.SMS} if by_text else {Channel.EMAIL, Channel.UNSAID}
    ContactPreference.objects.get_or_create(person=person)
    wish = ContactPreference.objects.filter(person=person, channel__in=refused)
    wish.update(channel=Channel.IN_APP, refused_at=at)
    if message.minds_quiet_hours:
        keep_note(message=message, at=at)
    with translation.override(person.language):
        words = _(
            "The last note we sent you did not arrive, so we stopped. From now on notes stay here. "
            "If there is a better way to reach you, choose it under “How we may reach you”."
        )
    write_note(person=person, key=f"refused:{message.public_id}", words=words, now=at)


@transaction.atomic
def read_notes(*, person: "User", now: dt.datetime) -> list[Note]:
    """The person's newest notes, newest first, which count as read from now on.

    `read_at` of what is returned is still as it was, so that new ones can be told.
    """
    notes = list(visible_notes(person).order_by("-written_at", "-pk")[:200])
    unread = [note.pk for note in notes if note.read_at is None]
    if unread:
        Note.objects.filter(pk__in=unread).update(read_at=now)
    return notes


def unread_notes(*, person: "User") -> int:
    """How many notes this person has not read."""
    return visible_notes(person).filter(read_at=None).count()


def forget_old_notes(*, now: dt.datetime) -> int:
    """Delete notes read 14 days ago, and those nobody read in 180 days; return how many."""
    old = Q(read_at__lte=now - KEPT_AFTER_READING) | Q(
        read_at=None, written_at__lte=now - KEPT_UNREAD
    )
    deleted, _rows = Note.objects.filter(old).delete()
    return deleted
