"""Saying how one may be reached."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community.notifications.models import Channel, ContactPreference, PhoneContact, SafeHours

from .notes import write_note
from .safe_hours import Window

if TYPE_CHECKING:
    from community.people.models import User


@transaction.atomic
def choose_way(
    *,
    person: "User",
    channel: str,
    wording: str,
    windows: Collection[Window],
    phone: dict[str, Any],
    now: dt.datetime,
) -> ContactPreference:
    """Store how this person may be reached, as of now, and return it.

    `windows` are all their safe hours. `phone` holds what changes of their PhoneContact, by field.
    Every part may be empty. Where the way or the number changes, a note on this site says so: who
    holds somebody's open phone cannot change it unseen (safety.md T7).
    """
    wish, _made = ContactPreference.objects.select_for_update().get_or_create(person=person)
    contact, _made = PhoneContact.objects.select_for_update().get_or_create(person=person)
    before = (wish.channel, contact.number)
    if channel != wish.channel:
        wish.refused_at = None
    wish.channel, wish.wording, wish.checked_at = channel, wording, now
    wish.save(update_fields=["channel", "wording", "checked_at", "refused_at"])
    for name, value in phone.items():
        setattr(contact, name, value)
    contact.save()
    wish.safe_hours.all().delete()
    SafeHours.objects.bulk_create(
        SafeHours(preference=wish, weekday=one.weekday, safe_from=one.start, safe_until=one.end)
        for one in windows
    )
    if before != (wish.channel, contact.number):
        tell_changed(person=person, now=now)
    return ContactPreference.objects.get(pk=wish.pk)


@transaction.atomic
def still_safe(*, person: "User", now: dt.datetime) -> ContactPreference:
    """The person says that what they chose is still safe: it is good for 180 days more."""
    wish, _made = ContactPreference.objects.select_for_update().get_or_create(person=person)
    wish.checked_at = now
    wish.save(update_fields=["checked_at"])
    return wish


@transaction.atomic
def address_given(*, person: "User", now: dt.datetime) -> ContactPreference:
    """The person has proved an address of theirs: that is saying "by e-mail", and that it is safe.

    Who chose texts, or no notes at all, keeps that. Whatever an earlier address refused is over.
    """
    wish, _made = ContactPreference.objects.select_for_update().get_or_create(person=person)
    if wish.channel in {Channel.UNSAID, Channel.IN_APP}:
        wish.channel = Channel.EMAIL
    if wish.channel == Channel.EMAIL:
        wish.checked_at, wish.refused_at = now, None
    wish.save(update_fields=["channel", "checked_at", "refused_at"])
    return wish


def tell_changed(*, person: "User", now: dt.datetime) -> None:
    """Write a note here that how we reach them is another way now, without saying which (T7)."""
    with translation.override(person.language):
        words = _(
            "How we may reach you was changed. If that was not you, choose a new password, and "
            "look at “How we may reach you”."
        )
    write_note(person=person, key=f"changed:{uuid.uuid4()}", words=words, now=now)
