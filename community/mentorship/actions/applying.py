"""Asking to become a mentor, and changing one's answers."""

import datetime as dt
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import (
    ENDED,
    REFERENCES,
    Mentor,
    MentorChange,
    MentorInterview,
    MentorReason,
    MentorReference,
    MentorState,
)
from community.mentorship.permissions import may_ask_to_walk
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind

from .states import Refusal, move_mentor

# What a mentor may change at any time before it is over. It changes what is suggested, no state.
ANSWERS: Final = (
    "motivation", "availability", "lived_experience", "strengths", "interests", "languages",
    "areas", "slots", "style", "gender", "survivor_mentor", "online_ok", "in_person_ok",
)  # fmt: skip


class WrongAccount(Refusal):
    """The account belongs to somebody who works here."""

    words = _("This account is for work here. Please use another one to walk with somebody.")


class NotAgain(Refusal):
    """They asked before, and it was declined or is going on."""

    words = _("We have your answers already. Look at “My part” to see where it stands.")


class NotNow(Refusal):
    """It is too late, or too early, for this."""

    words = _("This is not possible now.")


class Referee(NamedTuple):
    """Somebody who can tell us about a mentor, and the address for one letter."""

    name: str
    address: str


class SameReferee(Refusal):
    """The two who can tell us about somebody are one."""

    words = _("Name two different people, with two different addresses.")


@transaction.atomic
def apply_as_mentor(
    *, by: User, answers: dict[str, Any], referees: list[Referee], now: dt.datetime
) -> Mentor:
    """Ask to become a mentor and return the row; staff have a task. A double click gives it back.

    Who left may ask again; nobody else may who was here before. Raises WrongAccount, NotAgain,
    SameReferee.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not may_ask_to_walk(person):
        raise WrongAccount
    if len({one.address.lower() for one in referees}) != REFERENCES:
        raise SameReferee
    mentor = Mentor.objects.filter(person=person).first()
    if mentor is None:
        mentor = Mentor.objects.create(person=person, applied_at=now, **_known(answers))
        MentorChange.objects.create(
            mentor=mentor, went_to=mentor.state, by=by, at=now, reason=MentorReason.ASKED
        )
    elif mentor.state == MentorState.APPLIED:
        return mentor
    else:
        mentor = _apply_again(mentor, _known(answers), by, now)
    MentorReference.objects.bulk_create(
        MentorReference(mentor=mentor, name=one.name, address=one.address.lower())
        for one in referees
    )
    tell_staff(mentor, f"applied:{now.timestamp():.6f}", now)
    return mentor


@transaction.atomic
def change_answers(*, mentor: Mentor, answers: dict[str, Any], now: dt.datetime) -> Mentor:
    """Change what a mentor says of themselves. Raises NotNow once it is over."""
    locked = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    if locked.state in ENDED:
        raise NotNow
    for name, value in _known(answers).items():
        setattr(locked, name, value)
    locked.save(update_fields=ANSWERS)
    return locked


def tell_staff(mentor: Mentor, what: str, now: dt.datetime) -> None:
    """A task to look at a mentor; once for each `what`."""
    key = f"mentor:{mentor.public_id}:{what}"
    about = mentor.public_id
    open_tasks([new_task(kind=TaskKind.MENTOR, key=key, about=about, now=now)])


def _known(answers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name in ANSWERS}


def _apply_again(mentor: Mentor, answers: dict[str, Any], by: User, now: dt.datetime) -> Mentor:
    """Everything from the beginning: what was checked before counts no longer."""
    if mentor.state != MentorState.LEFT:
        raise NotAgain
    mentor.references.all().delete()
    mentor.approvals.all().delete()
    mentor.record_checks.all().delete()
    MentorInterview.objects.filter(mentor=mentor).delete()
    again: dict[str, Any] = {"applied_at": now, "check_expires_on": None, "pause_until": None}
    return move_mentor(
        mentor=mentor, to=MentorState.APPLIED, by=by, reason=MentorReason.ASKED, now=now,
        **again, **answers,
    )  # fmt: skip
