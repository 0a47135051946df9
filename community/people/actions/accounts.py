"""What happens to an account: opened, changed, given a role.

An address is used only after a link sent to it was opened. So it makes no difference to anyone
whether an address is known here (safety.md #14): the same row is written and the same letter
goes out, and who else has the address shows only to someone who can read its mail.
"""

import datetime as dt
import uuid
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from community.notifications.actions import address_given, new_message, queue
from community.notifications.models import Message
from community.people import emails
from community.people.models import Role, User, default_language, offered_languages
from community.people.roles import RULES
from community.safety.actions import name_came

LINK_LIFETIME = dt.timedelta(days=1)  # PASSWORD_RESET_TIMEOUT says the same to the tokens
CODE_LIFETIME = dt.timedelta(minutes=10)
DOUBLE_CLICK = dt.timedelta(minutes=1)
A_DAY = dt.timedelta(days=1)
MOST_LETTERS_A_DAY = 3


class NameTaken(Exception):
    """Somebody else has this user name."""

    def __init__(self) -> None:
        super().__init__(_("That name is taken here. Try adding a number or a word."))


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


def account_just_opened(*, username: str, password: str, now: dt.datetime) -> User | None:
    """The account that this very form opened less than a minute ago: a double click, or None."""
    person = User.objects.filter(
        username=User.normalize_username(username),
        date_joined__gt=now - DOUBLE_CLICK,
        is_active=True,
    ).first()
    return person if person and person.check_password(password) else None


@transaction.atomic
def open_account(
    *,
    username: str,
    password: str,
    alias: str,
    email: str,
    language: str,
    link_for: Callable[[str], str],
    now: dt.datetime,
) -> User:
    """Open an account and, if an address was typed, send a link to it.

    `language` is what they read just now; one that is not offered is the site's. `link_for` turns
    a token into an address of this site. Doing it twice with the same password
    gives back the first account. Raises NameTaken.
    """
    person = User(
        username=User.normalize_username(username),
        alias=alias,
        password=make_password(password),
        language=language if language in dict(offered_languages()) else default_language(),
        date_joined=now,
    )
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        opened = account_just_opened(username=username, password=password, now=now)
        if opened is None:
            raise NameTaken from None
        return opened
    name_came(person=person, now=now)
    if email:
        ask_to_confirm(person=person, email=email, link_for=link_for, now=now)
    return person


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
    letter = _letter(emails.confirm_address, person, link, now=now, address=email.lower())
    letter.key = f"address-{digest}-{uuid.uuid4()}"
    if letters.count() < MOST_LETTERS_A_DAY:
        queue([letter])
    return person


@transaction.atomic
def confirm_address(*, person: User, token: str, now: dt.datetime) -> User:
    """Use the typed address from now on, and tell the one it replaces (safety.md T7).

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
    return person


def ask_for_new_password(*, email: str, link_for: Callable[[User], str], now: dt.datetime) -> None:
    """Send a link to choose a new password, if the address is somebody's."""
    _write_to_somebody(
        email, emails.new_password, what_for=link_for, lifetime=LINK_LIFETIME, now=now
    )


def ask_for_code(*, email: str, code: str, now: dt.datetime) -> User | None:
    """Send `code`, if the address is somebody's. Who that is, only the session may know."""
    return _write_to_somebody(
        email, emails.login_code, what_for=lambda _person: code, lifetime=CODE_LIFETIME, now=now
    )


@transaction.atomic
def _write_to_somebody(
    email: str,
    write: Callable[..., emails.Letter],
    *,
    what_for: Callable[[User], str],
    lifetime: dt.timedelta,
    now: dt.datetime,
) -> User | None:
    """Queue a letter that opens an account, to an address that was proved.

    For an address nobody has, and for an account that only a person may help back into, the same
    work is done and undone: the time an answer takes must not tell who is known here (#14, T7).
    """
    person = User.objects.filter(
        email=email.lower(), is_active=True, reset_needs_person=False
    ).first()
    if person is not None:
        queue([_letter(write, person, what_for(person), now=now, lifetime=lifetime)])
        return person
    nobody = User(email=email, password=make_password(None))
    with transaction.atomic():
        words = what_for(nobody)
        queue([_letter(write, nobody, words, now=now, address=email, lifetime=lifetime)])
        transaction.set_rollback(True)
    return None


@transaction.atomic
def let_only_a_person_reset(*, person: User, only_a_person: bool) -> User:
    """Stop, or allow again, that an e-mail opens this account (safety.md T7)."""
    person.reset_needs_person = only_a_person
    person.save(update_fields=["reset_needs_person"])
    return person


@transaction.atomic
def give_role(*, person: User, role: Role, now: dt.datetime) -> User:
    """Give a person one role and take the others, with the Wagtail group that goes with it.

    Nobody needs `is_staff`: Wagtail asks for a permission of the group.
    """
    ours = [rule.group for rule in RULES.values() if rule.group]
    person.role = Role(role)
    person.role_given_at = now
    person.is_staff = False
    person.save(update_fields=["role", "role_given_at", "is_staff"])
    person.groups.remove(*Group.objects.filter(name__in=ours))
    if group := RULES[person.role].group:
        person.groups.add(Group.objects.get_or_create(name=group)[0])
    return person


def _letter(
    write: Callable[..., emails.Letter],
    person: User,
    *link: str,
    now: dt.datetime,
    address: str = "",
    lifetime: dt.timedelta = LINK_LIFETIME,
) -> Message:
    """A row for the outbox, in the person's language. `address` where it is not theirs yet."""
    with translation.override(person.language):
        letter = write(*link)
    return new_message(
        key=f"account-{uuid.uuid4()}",
        subject=letter.subject,
        body=letter.body,
        recipient=person if person.pk else None,
        address=address,
        due_at=now,
        expires_at=now + lifetime,
        minds_quiet_hours=False,
        now=now,
    )


def _tell_replaced(person: User, address: str, *, now: dt.datetime) -> None:
    """Tell an address that it is out of use, unless it never was in use or still is."""
    if not address or address == person.email:
        return
    queue([_letter(emails.address_replaced, person, now=now, address=address)])
