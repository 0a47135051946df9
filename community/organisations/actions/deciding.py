"""What staff do with an application: check, send back, decline, approve."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.organisations import emails
from community.organisations.models import (
    AGREEMENT,
    Application,
    CheckKind,
    Duty,
    Membership,
    Organisation,
    Stage,
    Standing,
    VettingCheck,
    Vouching,
)
from community.organisations.permissions import may_work_here
from community.people.actions import give_role
from community.people.models import Role, User

from .applying import NotNow, Refusal, WrongAccount
from .letters import in_language_of, tell
from .vouching import close_tasks, refuse_all_but_staff, refuse_who_has_part, say_so


class NotChecked(Refusal):
    """Something is still to be checked, or to be done by who applied."""

    words = _("Not everything is checked yet.")


class NoWords(Refusal):
    """What was found, or what is asked, has to be said."""

    words = _("Say it in a few words.")


def missing(application: Application) -> list[Any]:
    """What is still to be done before anybody can vouch for it, in words; empty if nothing."""
    done = {check.kind for check in application.checks.all()}
    waits = [] if application.email_confirmed_at else [_("E-mail proved by its link")]
    if application.agreed_version != AGREEMENT:
        waits.append(_("Our agreement, as it is now, accepted"))
    return waits + [kind.label for kind in CheckKind if kind not in done]


@transaction.atomic
def record_check(
    *, application: Application, kind: CheckKind, note: str, by: User, now: dt.datetime
) -> VettingCheck:
    """Write down what one of the staff has checked and found; a later one takes its place.

    Raises NotAllowed, HasPart, NotNow, NoWords.
    """
    locked = _locked(application, by, {Stage.OPEN})
    if not note.strip():
        raise NoWords
    found = {"note": note.strip(), "by": by, "made_at": now}
    return VettingCheck.objects.update_or_create(
        application=locked, kind=CheckKind(kind), defaults=found
    )[0]


@transaction.atomic
def approve(
    *, application: Application, until: dt.date, note: str, by: User, now: dt.datetime
) -> Application:
    """Vouch for an application; it is approved when a second one of the staff does so.

    Then there is an organisation, verified until that day, and who applied is its owner.
    Raises NotAllowed, HasPart, NotNow, NotChecked, WrongDate; WrongAccount if who applied has
    other work here by now.
    """
    locked = _locked(application, by, {Stage.OPEN})
    if missing(locked):
        raise NotChecked
    if not may_work_here(locked.person):
        raise WrongAccount
    vouching = say_so(about=locked, until=until, note=note, by=by, now=now)
    if vouching.second_at is not None:
        _begin(locked, vouching, now)
        _decide(locked, Stage.APPROVED, by, now)
    return locked


@transaction.atomic
def send_back(
    *, application: Application, question: str, by: User, now: dt.datetime
) -> Application:
    """Ask who applied for something. What a colleague had said for it no longer counts.

    Raises NotAllowed, HasPart, NotNow, NoWords.
    """
    locked = _locked(application, by, {Stage.OPEN})
    if not question.strip():
        raise NoWords
    locked.question = question.strip()[:500]
    _answer(locked, Stage.SENT_BACK, by, now)
    return locked


@transaction.atomic
def decline(*, application: Application, by: User, now: dt.datetime) -> Application:
    """Say no, without a reason: who means harm would learn what to do better (safety.md T3).

    Raises NotAllowed, HasPart, NotNow.
    """
    locked = _locked(application, by, {Stage.NEW, Stage.OPEN, Stage.SENT_BACK})
    _decide(locked, Stage.DECLINED, by, now)
    return locked


def _locked(application: Application, by: User, stages: set[Stage]) -> Application:
    refuse_all_but_staff(by)
    locked = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    refuse_who_has_part(by, locked)
    if locked.stage not in stages:
        raise NotNow
    return locked


def _begin(application: Application, vouching: Vouching, now: dt.datetime) -> None:
    """The organisation that was applied for, and its owner."""
    organisation = Organisation.objects.create(
        name=application.name,
        website=application.website,
        standing=Standing.VERIFIED,
        verified_until=vouching.until,
        verified_note=vouching.note,
        agreed_version=application.agreed_version,
        agreed_at=application.agreed_at,
    )
    application.organisation = organisation
    vouching.application, vouching.organisation = None, organisation
    vouching.save()
    Membership.objects.create(organisation=organisation, person=application.person, duty=Duty.OWNER)
    if application.person.role == Role.PARTICIPANT:
        give_role(person=application.person, role=Role.PARTNER, now=now)


def _decide(application: Application, stage: Stage, by: User, now: dt.datetime) -> None:
    application.decided_at = now
    _answer(application, stage, by, now)


def _answer(application: Application, stage: Stage, by: User, now: dt.datetime) -> None:
    application.stage = stage
    application.save()
    Vouching.objects.filter(application=application, second_at=None).delete()
    close_tasks(about=application.public_id, by=by, now=now)
    with in_language_of(application.person):
        words = emails.something_new()
    key = f"application:{application.public_id}:{now.timestamp():.6f}"
    tell(words, person=application.person, key=key, now=now)
