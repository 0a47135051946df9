"""What staff do about a talk that somebody asked for."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.safety.actions import new_task, open_tasks, write_down
from community.safety.actions.apart import refuse_all_but_staff, refuse_without_reason
from community.safety.models import Saw, TaskKind, Why
from community.safety.models.records import LASTS
from community.support.models import FirstContactRequest, TalkState
from community.support.permissions import is_kept_from, may_read

from .asking import TalkOver, TalkRefused

if TYPE_CHECKING:
    from uuid import UUID

    from community.people.models import User

MOST_TRIES: Final = 100


class NotYours(TalkRefused):
    """Somebody else of the staff has it, or nobody has."""

    words = _("Take it first: one person has it at a time.")


class TakenByAnother(TalkRefused):
    """Somebody was quicker."""

    words = _("A colleague has it. Take it over only if you agreed on that with them.")


@transaction.atomic
def take_talk(
    *, talk: FirstContactRequest, by: "User", over: bool = False, now: dt.datetime
) -> FirstContactRequest:
    """Let one of the staff have it; `over`: from a colleague. What the colleague might read ends.

    Taking it twice is harmless. To who is kept apart from who asked it is always somebody else's
    (#15). Raises NotForYou, TalkOver, TakenByAnother.
    """
    talk = _locked(talk, by)
    if talk.taken_by_id == by.pk:
        return talk
    if is_kept_from(talk, by) or (talk.taken_by_id is not None and not over):
        raise TakenByAnother
    talk.taken_by, talk.open_until, talk.reason = by, None, ""
    if talk.state == TalkState.NEW:
        talk.state = TalkState.TAKEN
    return _changed(talk, now)


@transaction.atomic
def open_talk(
    *, talk: FirstContactRequest, reason: str, words: str, by: "User", now: dt.datetime
) -> FirstContactRequest:
    """Let who has it read for an hour how to reach them. They see each look, and the reason.

    `words`: three or more, kept with the notes for other staff. Raises NotForYou, TalkOver,
    NotYours, NoReasonGiven.
    """
    talk = own_talk(talk, by)
    refuse_without_reason(words)
    said = Why(reason)
    talk.reason, talk.open_until = said, now + LASTS
    talk.notes = f"{talk.notes}\n{said.label}: {words}".strip()
    return _changed(talk, now)


def look_at_talk(*, talk: FirstContactRequest, by: "User", now: dt.datetime) -> None:
    """Write down that one of the staff looks at how to reach somebody.

    A look that is refused is written down, too, so this must not run in a transaction that its
    refusal would undo. Raises NotForYou, NotYours.
    """
    refuse_all_but_staff(by)
    if not may_read(talk, by, now):
        write_down(by=by, about=_whom(talk), what=Saw.REFUSED, now=now)
        raise NotYours
    write_down(by=by, about=_whom(talk), what=Saw.NOTE, reason=talk.reason, now=now)


@transaction.atomic
def note_tried(*, talk: FirstContactRequest, by: "User", now: dt.datetime) -> FirstContactRequest:
    """They could not be reached, and somebody will try again. Raises as `open_talk`."""
    talk = own_talk(talk, by)
    talk.tries = min(talk.tries + 1, MOST_TRIES)
    if talk.state != TalkState.REACHED:
        talk.state = TalkState.TRIED
    return _changed(talk, now)


@transaction.atomic
def note_reached(*, talk: FirstContactRequest, by: "User", now: dt.datetime) -> FirstContactRequest:
    """They talked. Twice is harmless. Raises as `open_talk`."""
    talk = own_talk(talk, by)
    talk.state = TalkState.REACHED
    return _changed(talk, now)


@transaction.atomic
def write_to_talk(
    *, talk: FirstContactRequest, reply: str, notes: str, by: "User", now: dt.datetime
) -> FirstContactRequest:
    """Keep what who asked reads here, and what staff write for each other. No message leaves.

    An answer to somebody who only looks here counts as having reached them. Raises as `open_talk`.
    """
    talk = own_talk(talk, by)
    if reply.strip() and reply != talk.reply:
        talk.state = TalkState.REACHED
    talk.reply, talk.notes = reply, notes
    return _changed(talk, now)


@transaction.atomic
def close_talk(*, talk: FirstContactRequest, by: "User", now: dt.datetime) -> FirstContactRequest:
    """Nothing more is to be done. How to reach them is gone this second, the rest after 30 days.

    Raises as `open_talk`; closing twice is harmless.
    """
    refuse_all_but_staff(by)
    talk = FirstContactRequest.objects.select_for_update().get(pk=talk.pk)
    if talk.state == TalkState.CLOSED:
        return talk
    talk = own_talk(talk, by)
    for name in ("reach", "times", "say_who", "voicemail", "ask_for", "code_word", "not_say"):
        setattr(talk, name, "")
    talk.state, talk.closed_at, talk.open_until = TalkState.CLOSED, now, None
    return _changed(talk, now)


def own_talk(talk: FirstContactRequest, by: "User") -> FirstContactRequest:
    """The talk, locked, of the one who has it. Raises NotForYou, TalkOver, NotYours."""
    talk = _locked(talk, by)
    if talk.taken_by_id != by.pk or is_kept_from(talk, by):
        raise NotYours
    return talk


def tell_of_late_talks(*, now: dt.datetime) -> None:
    """A task for each whose promised time went by before anybody tried; one each, and no more."""
    late = FirstContactRequest.objects.overdue(now).values_list("public_id", flat=True)
    open_tasks(
        [
            new_task(kind=TaskKind.FIRST, key=f"first:{public_id}", about=public_id, now=now)
            for public_id in late
        ]
    )


def _whom(talk: FirstContactRequest) -> "UUID":
    """Whom a look is about: the account, or the talk itself, whose code then shows it."""
    return talk.person.public_id if talk.person else talk.public_id


def _locked(talk: FirstContactRequest, by: "User") -> FirstContactRequest:
    refuse_all_but_staff(by)
    talk = FirstContactRequest.objects.select_for_update().get(pk=talk.pk)
    if talk.is_over:
        raise TalkOver
    return talk


def _changed(talk: FirstContactRequest, now: dt.datetime) -> FirstContactRequest:
    talk.changed_at = now
    talk.save()
    return talk
