"""Saying yes to a mentor: what is missing, and the two who say so (mentoring.md 1b, #19)."""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import (
    REFERENCES,
    Mentor,
    MentorApproval,
    MentorReason,
    MentorState,
    Outcome,
    RecordCheck,
)
from community.notifications.actions import withdraw
from community.organisations.actions import tell_something_new
from community.organisations.models import site_day
from community.people.models import Role, User
from community.safety.actions import refuse_all_but_staff
from community.safety.models import waiting

from .screening import CHECKED_AGAIN, locked_for_staff
from .states import Refusal, move_mentor
from .training import still_to_learn

LONGEST: Final = dt.timedelta(days=366)


class NotChecked(Refusal):
    """Something is still to be done."""

    words = _("Not everything is done yet.")


class WrongDate(Refusal):
    """Twelve months at most, from the day of the check on."""

    words = _("Choose a day from today to twelve months after the last record check.")


class NotStaff(Refusal):
    """Only programme staff support mentors."""

    words = _("Choose somebody of the programme staff.")


def missing_of_screening(mentor: Mentor, now: dt.datetime) -> list[Any]:
    """What is still to be found out, in words. A record alone rejects nobody: a person does."""
    interview = getattr(mentor, "interview", None)
    found = []
    if interview is None or interview.outcome != Outcome.SUITED:
        found.append(_("A talk, after which somebody of the staff says “suited”"))
    if mentor.references.exclude(answered_at=None).count() < REFERENCES:
        found.append(_("Answers from two people who know them"))
    check = latest_check(mentor)
    if check is None or check.outcome != Outcome.SUITED or check.made_on + LONGEST < site_day(now):
        found.append(_("A record check of the last twelve months, looked at by a person"))
    if mentor.flags.filter(settled_at=None).exists():
        found.append(_("A red flag to settle"))
    return found


def missing(mentor: Mentor, now: dt.datetime) -> list[Any]:
    """What is still to be done before anybody can say yes, in words; empty if nothing."""
    found = missing_of_screening(mentor, now)
    found += [
        _("Training: %(title)s (version %(version)s)")
        % {"title": one.title, "version": one.version}
        for one in still_to_learn(mentor)
    ]
    if mentor.is_held:
        found.append(_("Staff have paused them, and have to let them come back first"))
    if mentor.supervisor_id is None:
        found.append(_("Somebody of the staff who supports them"))
    return found


def latest_check(mentor: Mentor) -> RecordCheck | None:
    """The newest look at their record."""
    return mentor.record_checks.first()


@transaction.atomic
def begin_training(*, mentor: Mentor, by: User, now: dt.datetime) -> Mentor:
    """The next step once everything is found out. Raises NotForYou, NotChecked, IllegalMove."""
    locked = locked_for_staff(mentor, by, set(MentorState))
    if missing_of_screening(locked, now):
        raise NotChecked
    return move_mentor(
        mentor=locked, to=MentorState.TRAINING, by=by, reason=MentorReason.NEXT, now=now
    )


@transaction.atomic
def support(*, mentor: Mentor, supervisor: User, by: User, now: dt.datetime) -> Mentor:
    """Say who of the staff supports a mentor. Raises NotForYou, NotStaff."""
    refuse_all_but_staff(by)
    if not supervisor.is_active or supervisor.role != Role.STAFF:
        raise NotStaff
    Mentor.objects.filter(pk=mentor.pk).update(supervisor=supervisor)
    mentor.supervisor = supervisor
    return mentor


def waits_for_another(mentor: Mentor, now: dt.datetime) -> MentorApproval | None:
    """What one of the staff has said, while it waits for a second."""
    return waiting(mentor.approvals.all(), now).first()


@transaction.atomic
def approve(*, mentor: Mentor, until: dt.date, by: User, now: dt.datetime) -> Mentor:
    """Say yes to a mentor; it holds when a second one of the staff says so, too.

    Then they are active until that day (the earlier one, if they said two), twelve months after
    the record check at most. The same for another year. Saying it twice oneself changes the day
    and no more. Raises NotForYou, NotNow, NotChecked, WrongDate.
    """
    locked = locked_for_staff(mentor, by, {MentorState.TRAINING} | CHECKED_AGAIN)
    if missing(locked, now):
        raise NotChecked
    check = latest_check(locked)
    assert check is not None  # noqa: S101 - `missing` says so
    if not site_day(now) <= until <= check.made_on + LONGEST:
        raise WrongDate
    row = locked.approvals.filter(second_at=None).first() or MentorApproval(mentor=locked)
    is_by_two = row.say(until=until, by=by, now=now)
    row.save()
    return _hold(locked, row.until, by, now) if is_by_two else locked


def _hold(mentor: Mentor, until: dt.date, by: User, now: dt.datetime) -> Mentor:
    withdraw(about=[mentor.public_id])  # what would have asked them to renew
    if mentor.state in {MentorState.ACTIVE, MentorState.PAUSED}:
        mentor.check_expires_on = until
        mentor.save(update_fields=["check_expires_on"])
        return mentor
    moved = move_mentor(
        mentor=mentor, to=MentorState.ACTIVE, by=by, reason=MentorReason.APPROVED, now=now,
        check_expires_on=until,
    )  # fmt: skip
    key = f"mentor:{mentor.public_id}:yes:{now.timestamp():.6f}"
    tell_something_new(person=moved.person, key=key, about=moved.public_id, now=now)
    return moved
