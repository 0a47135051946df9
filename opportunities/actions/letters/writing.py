"""Writing a letter of hours, ending it, and reading it by its code."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from opportunities.models import Letter
from opportunities.models.letter import LETTER_LASTS

from .done import done_by

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
CODE_LENGTH: Final = 20  # 100 bits
GROUP: Final = 5
MOST_LETTERS: Final = 20
LOOK_ALIKE: Final = str.maketrans("OIL", "011")


class LetterRefused(Exception):
    """Why no letter was written, in words safe to show."""

    words = _("That letter cannot be written.")

    def __str__(self) -> str:
        return str(self.words)


class NothingDone(LetterRefused):
    """They came to nothing in these days, or where they came said so of no time."""

    words = _("In these days nobody has noted yet that you came. Choose other days.")


class TooManyLetters(LetterRefused):
    """So many letters are running that one more would help nobody."""

    words = _("You have 20 letters that run. End one that nobody needs any more.")


@transaction.atomic
def write_letter(
    *,
    by: User,
    name: str,
    since: dt.date,
    until: dt.date,
    kinds: Collection[str] = (),
    organisations: Collection[str] = (),
    now: dt.datetime,
) -> Letter:
    """Write a letter about the time that somebody gave in these days, and return it.

    It says the name as they typed it for this letter, the days and the hours; kinds and
    organisations only where they ticked them, and of those only what is true in these days.
    Raises NothingDone or TooManyLetters.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Letter.objects.running(now).filter(person=by).count() >= MOST_LETTERS:
        raise TooManyLetters
    done = done_by(by, since, until)
    minutes = sum(one.minutes for one in done)
    if not minutes:
        raise NothingDone
    code = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))
    return Letter.objects.create(
        person=by,
        code=code,
        digest=_digest(code),
        name=" ".join(name.split()),
        since=since,
        until=until,
        minutes=minutes,
        kinds=sorted({one.kind for one in done} & set(kinds)),
        organisations="\n".join(sorted({one.organisation for one in done} & set(organisations))),
        issued_at=now,
        expires_at=now + LETTER_LASTS,
    )


@transaction.atomic
def revoke_letter(*, letter: Letter, now: dt.datetime) -> None:
    """Let its code say nothing any more. Ending twice is harmless."""
    Letter.objects.filter(pk=letter.pk, revoked_at=None).update(revoked_at=now)


def letter_behind(*, code: str, now: dt.datetime) -> Letter | None:
    """The letter with this code, however it was typed; None for a wrong one, and for one that was
    ended, is over, or is of an account that is closed. One query in each case."""
    rows = Letter.objects.running(now).filter(person__is_active=True)
    return rows.filter(digest=_digest(plain(code))).first()


def plain(code: str) -> str:
    """A code without what stands between its groups, and without what is taken for another."""
    kept = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
    return kept.translate(LOOK_ALIKE)


def in_groups(code: str) -> str:
    """As in "7KQ2M-…": four groups, to be read out and typed."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _digest(code: str) -> str:
    """The code is random, so that no salt is needed."""
    return hashlib.sha256(code.encode()).hexdigest()
