"""What happens to an account: opened, let in again, given a role."""

import datetime as dt
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from community.notifications.actions import queue
from community.people import emails
from community.people.models import Role, User, default_language, offered_languages
from community.people.roles import RULES
from community.safety.actions import name_came

from .addresses import ask_to_confirm
from .letters import LINK_LIFETIME, letter_to

CODE_LIFETIME = dt.timedelta(minutes=10)
DOUBLE_CLICK = dt.timedelta(minutes=1)


class NameTaken(Exception):
    """Somebody else has this user name."""

    def __init__(self) -> None:
        super().__init__(_("That name is taken here. Try adding a number or a word."))


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
        queue([letter_to(write, person, what_for(person), now=now, lifetime=lifetime)])
        return person
    nobody = User(email=email, password=make_password(None))
    with transaction.atomic():
        words = what_for(nobody)
        queue([letter_to(write, nobody, words, now=now, address=email, lifetime=lifetime)])
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
