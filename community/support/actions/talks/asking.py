"""Somebody asks for a talk, looks where it stands, and takes it back."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from community.safety.fields import digest, known_key_ids
from community.support.models import About, FirstContactRequest, TalkState, Way

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
CODE_LENGTH: Final = 10  # 50 bits, behind a keyed digest and a count of tries
GROUP: Final = 5
LOOK_ALIKE: Final = str.maketrans("OIL", "011")
PLACE: Final = "support.first-talk.code"
AN_HOUR: Final = dt.timedelta(hours=1)
MOST_BY_STRANGERS: Final = 60  # an hour, all together: nothing of them is kept to tell them apart
SATURDAY: Final = 5
ANSWERED_UNTIL: Final = dt.time(17)


class TalkRefused(Exception):
    """Why it was not saved, in words safe to show."""

    words = _("That cannot be done now.")

    def __str__(self) -> str:
        return str(self.words)


class AskedAlready(TalkRefused):
    """An account asks for one talk at a time."""

    words = _("You have asked already. You can see below where it stands.")


class TakenUpAlready(TalkRefused):
    """What was sent once is with somebody of the staff and is not changed any more."""

    words = _("We have this already. Take it back first if you want to send another one.")


class TooManyTalks(TalkRefused):
    """More than people can ask for."""

    words = _("We can’t take more notes right now. Ring us, or try again in an hour.")


class TalkOver(TalkRefused):
    """It is finished, or was taken back."""

    words = _("This is over already.")


@transaction.atomic
def ask_for_talk(
    *, said: Mapping[str, str], by: User | None, once: str, now: dt.datetime
) -> tuple[FirstContactRequest, str]:
    """Keep that somebody would like to talk; return it and, without an account, its code.

    `said`: the answers, by the names in `FirstContactRequest.SAID`; what is left out is nothing.
    Whatever it is about that is none of `About` is kept as "talk": drink or drugs leave no trace.
    `once`: the secret of the page it was written on. The code is made from it and stored as a
    keyed digest alone, so that a second click shows the same code; what is sent last from one page
    counts until somebody has taken it.
    Raises AskedAlready, TakenUpAlready, TooManyTalks.
    """
    answers = {name: said.get(name, "").strip() for name in FirstContactRequest.SAID}
    answers["about"] = answers["about"] if answers["about"] in About.values else About.TALK
    answers["way"] = answers["way"] if answers["way"] in Way.values else Way.HERE
    if answers["way"] == Way.HERE:
        answers["reach"] = ""
    if by is None:
        return _ask_with_code(answers, once, now)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if FirstContactRequest.objects.filter(person=by).not_over().exists():
        raise AskedAlready
    return _new(answers, now, person=by), ""


def _ask_with_code(
    answers: dict[str, str], once: str, now: dt.datetime
) -> tuple[FirstContactRequest, str]:
    code = _code_of(once)
    sent_before = (
        FirstContactRequest.objects.select_for_update().filter(digest__in=_digests(code)).first()
    )
    if sent_before is not None:
        if sent_before.state != TalkState.NEW:
            raise TakenUpAlready
        for name, value in answers.items():
            setattr(sent_before, name, value)
        sent_before.save(update_fields=[*answers])
        return sent_before, in_groups(code)
    lately = FirstContactRequest.objects.filter(person=None, made_at__gt=now - AN_HOUR)
    if lately.count() >= MOST_BY_STRANGERS:
        raise TooManyTalks
    return _new(answers, now, digest=digest(code, place=PLACE)), in_groups(code)


def _new(answers: dict[str, str], now: dt.datetime, **whose: object) -> FirstContactRequest:
    moments = {"made_at": now, "changed_at": now, "answer_by": answer_promised_by(now)}
    return FirstContactRequest.objects.create(**answers, **moments, **whose)


@transaction.atomic
def cancel_talk(*, talk: FirstContactRequest, now: dt.datetime) -> FirstContactRequest:
    """Take it back: what was said is gone this second, and nobody asks why. Twice is harmless."""
    talk = FirstContactRequest.objects.select_for_update().get(pk=talk.pk)
    if talk.is_over:
        return talk
    for name in FirstContactRequest.SAID:
        setattr(talk, name, "")
    talk.about, talk.way, talk.notes, talk.reply = About.TALK, Way.HERE, "", ""
    talk.state, talk.open_until = TalkState.CANCELLED, None
    talk.changed_at = talk.closed_at = now
    talk.save()
    talk.hand_overs.filter(ended_at=None).update(ended_at=now)
    return talk


def talk_behind(*, code: str) -> FirstContactRequest | None:
    """The talk with this code, however it was typed; None for a wrong one. One query each."""
    return FirstContactRequest.objects.filter(digest__in=_digests(plain(code))).first()


def answer_promised_by(now: dt.datetime) -> dt.datetime:
    """The end of the last of so many working days, by the clock of the site's town."""
    zone = timezone.get_default_timezone()
    day, left = timezone.localtime(now, zone).date(), settings.FIRST_TALK_WORKING_DAYS
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return dt.datetime.combine(day, ANSWERED_UNTIL, tzinfo=zone)


def plain(code: str) -> str:
    """A code without what stands between its groups, and without what is taken for another."""
    kept = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
    return kept.translate(LOOK_ALIKE)


def in_groups(code: str) -> str:
    """As in "7KQ2M-X4TRC": two groups, to be written down and typed."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _code_of(once: str) -> str:
    """The code that belongs to one page: the same each time, and not to be guessed from outside."""
    key = settings.SECRET_KEY.encode()
    made = hmac.new(key, f"{PLACE}|{once}".encode(), hashlib.sha256).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in made[:CODE_LENGTH])


def _digests(code: str) -> list[str]:
    """Under each key: a code outlives the turning of keys."""
    return [digest(code, place=PLACE, key_id=key_id) for key_id in known_key_ids()]
