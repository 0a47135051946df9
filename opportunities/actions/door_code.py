"""The code on the organisation's own screen, with which somebody marks themselves as here.

It says which date and which minute, and nobody's name. It is worked out, not stored: whoever knows
the key of the site and nobody else can make one. A photograph of it is worth nothing two minutes
later, so it proves that somebody stood before the screen (no place is asked of any phone).
"""

import datetime as dt

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from opportunities.actions.attendance import mark_here
from opportunities.actions.signups import Refusal
from opportunities.models import Session, SignUp
from opportunities.permissions import visible_sign_ups

SECONDS = 60
VALID = 2  # this minute's and the one before: who began to type it in time is let in
LENGTH = 6
LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # none is taken for another, and they make no words


class CodeDoesNotFit(Refusal):
    """Wrong, old, of another date, without a place, at another time: one sentence for all."""

    words = _("That code does not fit. Look at the screen again, or ask the person at the door.")


def code_of(session: Session, now: dt.datetime) -> str:
    """The code that the screen of this date shows now."""
    return _code(session, _minute(now))


def seconds_left(now: dt.datetime) -> int:
    """In how many seconds there is another code."""
    return SECONDS - int(now.timestamp()) % SECONDS


def as_typed(text: str) -> str:
    """A code as it is compared, however it was typed."""
    return "".join(text.split()).replace("-", "").upper()


def say_here(*, by: User, typed: str, now: dt.datetime) -> SignUp:
    """Mark this person as here by what the screen shows, and return the sign-up.

    Only for their own place on that very date, from when the register opens until the end. Twice is
    once. Raises CodeDoesNotFit, whatever the reason.
    """
    rows = visible_sign_ups(by).on_the_register(now).filter(session__ends_at__gt=now)
    typed = as_typed(typed)
    for row in rows.select_related("session__opportunity__organisation").order_by("pk"):
        if _fits(row.session, typed, now):
            try:
                return mark_here(sign_up=row, now=now)
            except Refusal as refusal:
                raise CodeDoesNotFit from refusal
    raise CodeDoesNotFit


def _minute(now: dt.datetime) -> int:
    return int(now.timestamp()) // SECONDS


def _fits(session: Session, typed: str, now: dt.datetime) -> bool:
    codes = [_code(session, _minute(now) - ago) for ago in range(VALID)]
    return any(constant_time_compare(code, typed) for code in codes)


def _code(session: Session, minute: int) -> str:
    """`salted_hmac` derives a key of its own from that of the site."""
    said = f"{session.public_id}:{minute}"
    digest = salted_hmac("opportunities.door_code", said, algorithm="sha256").digest()
    number, letters = int.from_bytes(digest), ""
    for _place in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters += LETTERS[letter]
    return letters
