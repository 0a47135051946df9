"""Handing somebody over to people who help: only with their yes (safety.md #37)."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.people.actions.releases import LONGEST, USUAL, ReleaseTooLong
from community.people.models import Detail, Release
from community.people.permissions import release_for
from community.support.models import FirstContactRequest, HandOver

from .asking import TalkRefused
from .staff import own_talk

if TYPE_CHECKING:
    from community.people.models import User


class NoYes(TalkRefused):
    """They have not said that this recipient may know."""

    words = _(
        "They have not said yes to this. With an account they sign a release under “Who may know”; "
        "without one, ask them and tick that they said yes."
    )


@transaction.atomic
def hand_over(
    *,
    talk: FirstContactRequest,
    recipient: str,
    told: str,
    purpose: str,
    has_said_yes: bool,
    by: "User",
    now: dt.datetime,
    lasts: dt.timedelta = USUAL,
) -> HandOver:
    """Write down that one recipient may be told some things for a while, and return it.

    With an account only a release that runs allows it: it ends with that, and `told` is what that
    allows. Without one it is the yes that they spoke to `by`, just now. The same one again within
    a minute is a double click.
    Raises NotForYou, NotYours, TalkOver, NoYes, ReleaseTooLong.
    """
    talk = own_talk(talk, by)
    recipient, told, purpose = (" ".join(words.split()) for words in (recipient, told, purpose))
    if not dt.timedelta() < lasts <= LONGEST:
        raise ReleaseTooLong
    ends_at = now + lasts
    if talk.person is not None:
        release = _release_to(talk.person, recipient, now)
        ends_at, told = min(ends_at, release.expires_at), str(Detail.TALK.label)
    elif not has_said_yes:
        raise NoYes
    if not (recipient and told and purpose):
        raise NoYes
    said = _said_just_now(talk, (recipient, told, purpose), now)
    return said or HandOver.objects.create(
        request=talk,
        recipient=recipient,
        told=told,
        purpose=purpose,
        is_spoken=talk.person is None,
        said_to=by,
        said_yes_at=now,
        expires_at=ends_at,
    )


def _release_to(person: "User", recipient: str, now: dt.datetime) -> Release:
    """What they signed for this recipient. Raises NoYes where nothing runs."""
    release = release_for(person=person, recipient=recipient, detail=Detail.TALK, now=now)
    if release is None:
        raise NoYes
    return release


def _said_just_now(
    talk: FirstContactRequest, words: tuple[str, str, str], now: dt.datetime
) -> HandOver | None:
    """The same one of less than a minute ago: a double click."""
    for row in talk.hand_overs.running(now):
        same = (row.recipient, row.told, row.purpose) == words
        if same and now - row.said_yes_at < dt.timedelta(minutes=1):
            return row
    return None


def may_be_told(*, row: HandOver, now: dt.datetime) -> bool:
    """Whether its recipient may be told anything this second: neither ended nor over, and with an
    account the release behind it runs, too."""
    if row.ended_at is not None or not row.said_yes_at <= now < row.expires_at:
        return False
    person = row.request.person
    return person is None or (
        release_for(person=person, recipient=row.recipient, detail=Detail.TALK, now=now) is not None
    )


@transaction.atomic
def end_hand_over(*, row: HandOver, now: dt.datetime) -> HandOver:
    """End it this very second. Twice is harmless; no reason is asked."""
    HandOver.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now)
    row.refresh_from_db()
    return row
