"""Letters with a link, and short messages, to people who work for an organisation."""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Callable
from typing import Final

from django.utils import translation
from django.utils.crypto import salted_hmac

from community.notifications.actions import new_message, queue
from community.notifications.models import Message
from community.organisations import emails
from community.organisations.emails import Words
from community.organisations.models import Membership
from community.people.models import Role, User

MOST_A_DAY: Final = 3  # to one address, whoever asks: nobody's inbox is flooded from here (T15)
A_DAY: Final = dt.timedelta(days=1)


def new_token() -> tuple[str, str]:
    """A token that nobody can guess, and the digest of it that is stored."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """The digest under which a token is found. It is random, so that no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def post(
    words: Words, *, to: str, person: User | None, ends_at: dt.datetime, now: dt.datetime
) -> bool:
    """Send a letter with a link to an address; False if it has had three today."""
    address = salted_hmac("community.organisations.address", to.lower()).hexdigest()[:32]
    key = f"work-{address}-"
    lately = Message.objects.filter(key__startswith=key, created_at__gt=now - A_DAY)
    if lately.count() >= MOST_A_DAY:
        return False
    letter = new_message(
        key=f"{key}{uuid.uuid4()}",
        subject=words.subject,
        body=words.body,
        recipient=person,
        address=to.lower(),
        due_at=now,
        expires_at=ends_at,
        minds_quiet_hours=False,
        now=now,
    )
    queue([letter])
    return True


def tell(words: Words, *, person: User, key: str, now: dt.datetime) -> None:
    """Tell somebody in the way and the hours they chose; never twice under one key."""
    message = new_message(
        key=key, subject=words.subject, body=words.body, recipient=person, due_at=now, now=now
    )
    queue([message])


def tell_something_new(
    *, person: User, key: str, now: dt.datetime, about: uuid.UUID | None = None
) -> None:
    """Tell somebody that there is something to read here, and no more; once under one key."""
    with in_language_of(person):
        words = emails.something_new()
    message = new_message(
        key=key,
        subject=words.subject,
        body=words.body,
        recipient=person,
        about=about,
        due_at=now,
        now=now,
    )
    queue([message])


def tell_writers(
    *,
    organisation_id: int,
    key: str,
    now: dt.datetime,
    words: Callable[[], Words] = emails.something_new,
) -> None:
    """Tell all who write for an organisation, each in their language; never twice under a key."""
    writers = Membership.objects.filter(
        organisation=organisation_id,
        duty__in=Membership.WRITING,
        person__is_active=True,
        person__role=Role.PARTNER,
    )
    for writer in writers.select_related("person").order_by("pk"):
        with in_language_of(writer.person):
            said = words()
        tell(said, person=writer.person, key=f"{key}:{writer.person_id}", now=now)


def in_language_of(person: User) -> translation.override:
    """Write in this person's language meanwhile."""
    return translation.override(person.language)
