"""Letters about an account: a row of the outbox each."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Final

from django.utils import translation

from community.notifications.actions import new_message
from community.notifications.models import Message
from community.people import emails
from community.people.models import User

# PASSWORD_RESET_TIMEOUT says the same to the tokens.
LINK_LIFETIME: Final = dt.timedelta(days=1)


def letter_to(
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
