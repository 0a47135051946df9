"""The address under which a calendar reads somebody's dates: made, renewed, ended, found."""

import datetime as dt
import hashlib
import secrets
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community.notifications.actions import write_note
from community.people.models import User
from opportunities.models import CalendarAddress, Level
from opportunities.models.calendar_address import LASTS

SECRET_BYTES: Final = 24  # 192 bits
SOON: Final = dt.timedelta(days=14)


@transaction.atomic
def make_calendar_address(*, by: User, level: Level, now: dt.datetime) -> str:
    """Make somebody's address, and return its secret, which is stored nowhere.

    An earlier address ends with it: there is one at most, so that one button ends all reading.
    Their notes say that one was made: who did not make it learns that somebody did.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    digest = _digest(secret)
    values = {
        "digest": digest,
        "level": level,
        "made_at": now,
        "expires_at": now + LASTS,
        "told_at": None,
    }
    CalendarAddress.objects.update_or_create(person=by, defaults=values)
    with translation.override(by.language):
        words = _(
            "A calendar address was made for your dates. If it was not you, switch it off in your "
            "plan, and change your password."
        )
    write_note(person=by, key=f"calendar-made:{digest[:16]}", words=words, now=now)
    return secret


@transaction.atomic
def keep_calendar_address(*, by: User, level: Level, now: dt.datetime) -> bool:
    """Let the same address run for another 180 days, and say this much; False if there is none.

    One that has ended stays ended: a calendar that somebody else kept must not wake up again.
    """
    running = CalendarAddress.objects.filter(person=by, expires_at__gt=now)
    return bool(running.update(level=level, expires_at=now + LASTS, told_at=None))


@transaction.atomic
def end_calendar_address(*, by: User) -> None:
    """Let nobody read anything there any more. Ending twice is harmless."""
    CalendarAddress.objects.filter(person=by).delete()


@transaction.atomic
def end_with_all_others(*, person: User, now: dt.datetime) -> None:
    """Who signs out everywhere, or chooses a new password, shuts out a calendar as well; they read
    that it ended, so that nobody waits for their own."""
    ended = CalendarAddress.objects.filter(person=person, expires_at__gt=now)
    made = list(ended.values_list("digest", flat=True))
    end_calendar_address(by=person)
    with translation.override(person.language):
        words = _(
            "Your calendar address ended, for you signed out everywhere else or chose a new "
            "password. You can make another one in your plan."
        )
    for digest in made:
        write_note(person=person, key=f"calendar-ended:{digest[:16]}", words=words, now=now)


def address_behind(*, secret: str, now: dt.datetime) -> CalendarAddress | None:
    """The address with this secret and whose it is; None if unknown, ended, or of an account that
    is closed. One query in each case, so that they cannot be told apart."""
    rows = CalendarAddress.objects.select_related("person")
    return rows.filter(digest=_digest(secret), expires_at__gt=now, person__is_active=True).first()


@transaction.atomic
def tell_of_ending_addresses(*, now: dt.datetime) -> int:
    """Write a note to everybody whose address ends within two weeks; return how many, each once."""
    ending = CalendarAddress.objects.select_for_update(of=("self",), skip_locked=True).filter(
        told_at=None, expires_at__gt=now, expires_at__lte=now + SOON, person__is_active=True
    )
    rows = list(ending.select_related("person")[:500])
    for row in rows:
        with translation.override(row.person.language):
            words = _("Your calendar address ends soon. You can keep it going in your plan.")
        key = f"calendar-ends:{row.pk}:{row.expires_at:%Y%m%d}"
        write_note(person=row.person, key=key, words=words, now=now)
    CalendarAddress.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return len(rows)


def _digest(secret: str) -> str:
    """The secret is random, so that no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
