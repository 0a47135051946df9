"""The address of an account: typed, proved, in use, forgotten.

An address is used only after a link sent to it was opened. So it makes no difference to anyone
whether an address is known here (safety.md #14): the same row is written and the same letter
goes out, and who else has the address shows only to someone who can read its mail.
"""

import datetime as dt
import uuid
from collections.abc import Callable

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from community.notifications.actions import address_given, queue, tell_changed
from community.notifications.models import Message
from community.people import emails
from community.people.models import User

from .letters import letter_to

A_DAY = dt.timedelta(days=1)
MOST_LETTERS_A_DAY = 3


class LinkOver(Exception):
    """The link is used up, too old, changed, or another person's."""

    def __init__(self) -> None:
        super().__init__(_("This link does not work any more."))


class AddressInUse(Exception):
    """The address belongs to another account. Only who reads its mail gets to see this."""

    def __init__(self) -> None:
        super().__init__(
            _("That address belongs to an account already. Sign in there, or use another address.")
        )


class AddressTokens(PasswordResetTokenGenerator):
    """Tokens that prove an address: each works once, for one person and one address."""

    key_salt = "community.people.actions.AddressTokens"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{user.pk}|{user.email}|{user.email_to_confirm}|{timestamp}"


address_tokens = AddressTokens()


@transaction.atomic
def ask_to_confirm(
    *, person: User, email: str, link_for: Callable[[str], str], now: dt.datetime
) -> User:
    """Send a link to `email`; until it is opened nothing else is ever sent there.

    The address in use so far stays in use. An address gets three such letters a day at most,
    whoever asks: nobody's inbox is flooded from here (safety.md T15). To who asks it looks the
    same, so that it tells nothing of others.
    """
    person.email_to_confirm = email.lower()
    person.save(update_fields=["email_to_confirm"])
    link = link_for(address_tokens.make_token(person))
    digest = salted_hmac("community.people.address", email.lower()).hexdigest()[:32]
    letters = Message.objects.filter(
        key__startswith=f"address-{digest}-", created_at__gt=now - A_DAY
    )
    letter = letter_to(emails.confirm_address, person, link, now=now, address=email.lower())
    letter.key = f"address-{digest}-{uuid.uuid4()}"
    if letters.count() < MOST_LETTERS_A_DAY:
        queue([letter])
    return person


@transaction.atomic
def confirm_address(*, person: User, token: str, now: dt.datetime) -> User:
    """Use the typed address from now on, and tell the one it replaces (safety.md T7).

    Their notes here say so, too; but not to who has just opened the account with it.
    Raises LinkOver, AddressInUse.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not link_works(person=person, token=token):
        raise LinkOver
    replaced, new = person.email, person.email_to_confirm
    if User.objects.filter(email__iexact=new).exclude(pk=person.pk).exists():
        raise AddressInUse
    person.email, person.email_to_confirm = new, ""
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "email_to_confirm"])
    except IntegrityError:
        raise AddressInUse from None
    address_given(person=person, now=now)
    _tell_replaced(person, replaced, now=now)
    if replaced not in ("", new) or now - person.date_joined > A_DAY:
        tell_changed(person=person, now=now)
    return person


def link_works(*, person: User, token: str) -> bool:
    """Whether this token still proves the address that this person typed."""
    return bool(person.email_to_confirm) and address_tokens.check_token(person, token)


@transaction.atomic
def forget_address(*, person: User, now: dt.datetime) -> User:
    """Never send anything again; the address that was in use is told once (safety.md T7)."""
    replaced = person.email
    person.email = person.email_to_confirm = ""
    person.save(update_fields=["email", "email_to_confirm"])
    _tell_replaced(person, replaced, now=now)
    if replaced:
        tell_changed(person=person, now=now)
    return person


def _tell_replaced(person: User, address: str, *, now: dt.datetime) -> None:
    """Tell an address that it is out of use, unless it never was in use or still is."""
    if not address or address == person.email:
        return
    queue([letter_to(emails.address_replaced, person, now=now, address=address)])
