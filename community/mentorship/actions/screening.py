"""What staff do to get to know a mentor: talk, references, record, red flags."""

import datetime as dt
import hmac
from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship import emails
from community.mentorship.models import (
    ENDED,
    FlagKind,
    Mentor,
    MentorApproval,
    MentorFlag,
    MentorInterview,
    MentorReason,
    MentorReference,
    MentorState,
    Outcome,
    RecordCheck,
)
from community.organisations.actions.letters import digest_of, in_language_of, new_token, post
from community.organisations.models import site_day
from community.people.models import User
from community.safety.actions import refuse_all_but_staff

from .applying import NotNow, tell_staff
from .states import Refusal, move_mentor

LINK_LIFETIME: Final = dt.timedelta(days=30)
BEFORE_ACTIVE: Final = {MentorState.SCREENING, MentorState.TRAINING}
CHECKED_AGAIN: Final = {MentorState.ACTIVE, MentorState.PAUSED, MentorState.LAPSED}


class NoWords(Refusal):
    """What was found has to be said."""

    words = _("Say it in a few words.")


class WrongDay(Refusal):
    """A day that has not come, or was too long ago."""

    words = _("Choose a day that is not in the future, and no more than a year ago.")


class LinkOver(Refusal):
    """The link in the letter was used, or is too old."""

    words = _("This link does not work any more.")


class LettersToday(Refusal):
    """That address has had as many letters as one may today."""

    words = _("That address has had three letters today. Try again tomorrow.")


@transaction.atomic
def begin_screening(*, mentor: Mentor, by: User, now: dt.datetime) -> Mentor:
    """Begin to get to know somebody who applied. Raises NotForYou, IllegalMove."""
    refuse_all_but_staff(by)
    return move_mentor(
        mentor=mentor, to=MentorState.SCREENING, by=by, reason=MentorReason.NEXT, now=now
    )


@transaction.atomic
def ask_references(
    *, mentor: Mentor, link_for: Callable[[str], str], by: User, now: dt.datetime
) -> int:
    """Send a letter to each who was not asked, or whose link is over; return how many.

    It names nobody. Raises NotForYou, NotNow, LettersToday.
    """
    locked = locked_for_staff(mentor, by, BEFORE_ACTIVE)
    sent = 0
    for one in locked.references.filter(answered_at=None).select_for_update():
        is_on_its_way = one.digest_ends_at is not None and one.digest_ends_at > now
        if not one.address or is_on_its_way:
            continue
        token, one.digest = new_token()
        one.asked_at, one.digest_ends_at = now, now + LINK_LIFETIME
        one.save(update_fields=["digest", "asked_at", "digest_ends_at"])
        with in_language_of(locked.person):
            words = emails.asked_about_somebody(link_for(token))
        if not post(words, to=one.address, person=None, ends_at=one.digest_ends_at, now=now):
            raise LettersToday
        sent += 1
    return sent


def reference_behind(*, token: str, now: dt.datetime) -> MentorReference | None:
    """The reference that this link is for, while it works."""
    digest = digest_of(token)
    rows = MentorReference.objects.filter(digest=digest, digest_ends_at__gt=now, answered_at=None)
    row = rows.select_related("mentor__person").first()
    is_it = row is not None and hmac.compare_digest(row.digest, digest)
    return row if is_it and row and row.mentor.state not in ENDED else None


@transaction.atomic
def answer_reference(*, token: str, answers: dict[str, str], now: dt.datetime) -> MentorReference:
    """Keep what somebody says of a mentor, and forget their address. Raises LinkOver."""
    found = reference_behind(token=token, now=now)
    if found is None:
        raise LinkOver
    row = MentorReference.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if row.answered_at is not None:
        raise LinkOver
    for name in ("how_known", "reliable", "trusted", "words"):
        setattr(row, name, answers.get(name, ""))
    row.address, row.digest, row.digest_ends_at, row.answered_at = "", "", None, now
    row.save()
    tell_staff(found.mentor, f"reference:{row.public_id}", now)
    return row


@transaction.atomic
def record_interview(
    *, mentor: Mentor, answers: dict[str, str], outcome: Outcome, by: User, now: dt.datetime
) -> MentorInterview:
    """Write down the talk, question by question. Raises NotForYou, NotNow, NoWords."""
    locked = locked_for_staff(mentor, by, BEFORE_ACTIVE | CHECKED_AGAIN)
    said = {name: answers.get(name, "").strip() for name in MentorInterview.QUESTIONS}
    if not all(said.values()):
        raise NoWords
    values = {**said, "outcome": Outcome(outcome), "by": by, "made_at": now}
    return MentorInterview.objects.update_or_create(mentor=locked, defaults=values)[0]


@transaction.atomic
def record_check(
    *, mentor: Mentor, made_on: dt.date, outcome: Outcome, note: str, by: User, now: dt.datetime
) -> RecordCheck:
    """Write down what somebody of the staff makes of a record, and why. It changes no state.

    Raises NotForYou, NotNow, NoWords, WrongDay.
    """
    locked = locked_for_staff(mentor, by, BEFORE_ACTIVE | CHECKED_AGAIN)
    if not note.strip():
        raise NoWords
    today = site_day(now)
    if not today - dt.timedelta(days=366) < made_on <= today:
        raise WrongDay
    return RecordCheck.objects.create(
        mentor=locked, made_on=made_on, outcome=Outcome(outcome), note=note.strip(),
        reviewed_by=by, reviewed_at=now,
    )  # fmt: skip


@transaction.atomic
def raise_flag(
    *, mentor: Mentor, kind: FlagKind, note: str, by: User, now: dt.datetime
) -> MentorFlag:
    """Note a red flag. What a colleague had said for the mentor no longer counts.

    Raises NotForYou, NotNow, NoWords.
    """
    locked = locked_for_staff(mentor, by, set(MentorState) - set(ENDED))
    if not note.strip():
        raise NoWords
    MentorApproval.objects.filter(mentor=locked, second_at=None).delete()
    tell_staff(locked, f"flag:{now.timestamp():.6f}", now)
    return MentorFlag.objects.create(
        mentor=locked, kind=FlagKind(kind), note=note.strip(), by=by, at=now
    )


@transaction.atomic
def settle_flag(*, flag: MentorFlag, note: str, by: User, now: dt.datetime) -> MentorFlag:
    """Say what became of a red flag. Settling twice keeps the first. Raises NotForYou, NoWords."""
    refuse_all_but_staff(by)
    if not note.strip():
        raise NoWords
    locked = MentorFlag.objects.select_for_update(no_key=True).get(pk=flag.pk)
    if locked.settled_at is None:
        locked.settled_note, locked.settled_by, locked.settled_at = note.strip(), by, now
        locked.save(update_fields=["settled_note", "settled_by", "settled_at"])
    return locked


def locked_for_staff(mentor: Mentor, by: User, states: set[MentorState]) -> Mentor:
    """The row, locked, for one of the staff. Raises NotForYou, or NotNow in another state."""
    refuse_all_but_staff(by)
    locked = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    if locked.state not in states:
        raise NotNow
    return locked
