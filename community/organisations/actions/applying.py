"""An organisation asks to work with us."""

import datetime as dt
import hmac
import uuid
from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.organisations import emails
from community.organisations.models import (
    AGREEMENT,
    Application,
    Organisation,
    Stage,
    Vouching,
)
from community.organisations.permissions import managed_organisations, may_work_here
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind

from .letters import digest_of, in_language_of, new_token, post

LINK_LIFETIME: Final = dt.timedelta(days=3)
DOUBLE_CLICK: Final = dt.timedelta(minutes=1)
A_DAY: Final = dt.timedelta(days=1)
MOST_AT_ONCE: Final = 3


class Refusal(Exception):
    """It cannot be done, in words that are safe to show."""

    words: Any = ""

    def __str__(self) -> str:
        return str(self.words)


class WrongAccount(Refusal):
    """Staff and editors do not work for a partner with the same account."""

    words = _("This account has other work here. Use another account for your organisation.")


class TooManyApplications(Refusal):
    """More than one person has organisations."""

    words = _("You have asked several times. Wait for an answer first, or come back tomorrow.")


class NotNow(Refusal):
    """Staff are reading it, or it is decided."""

    words = _("This can’t be changed now.")


class LinkOver(Refusal):
    """The link is used up, too old, changed, or somebody else's."""

    words = _("This link does not work any more.")


class OtherVersion(Refusal):
    """The agreement has changed since the page was opened."""

    words = _("These words have changed. Please read them once more.")


@transaction.atomic
def apply(
    *,
    by: User,
    public_id: uuid.UUID,
    facts: dict[str, str],
    link_for: Callable[[str], str],
    now: dt.datetime,
) -> Application:
    """Ask to become a partner, and send a link to the e-mail that was given; return the row.

    The link holds `public_id`, so it is chosen before. `facts` are the fields `Application.FACTS`
    and `offer`. Staff see it once the link was opened. A double click gives the first one back.
    Raises WrongAccount, TooManyApplications.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not may_work_here(person):
        raise WrongAccount
    own = Application.objects.filter(person=person)
    again = own.filter(name=facts["name"], created_at__gt=now - DOUBLE_CLICK).first()
    if again is not None:
        return again
    lately = own.filter(created_at__gt=now - A_DAY).count()
    if max(lately, own.undecided().count()) >= MOST_AT_ONCE:
        raise TooManyApplications
    application = Application(public_id=public_id, person=person, created_at=now, **facts)
    _ask_to_confirm(application, link_for, now)
    return application


@transaction.atomic
def correct(
    *,
    application: Application,
    facts: dict[str, str],
    link_for: Callable[[str], str],
    now: dt.datetime,
) -> Application:
    """Change what was written, before staff read it or after they asked; return the row.

    What staff have checked counts no longer if one of the facts is another one.
    Raises NotNow, TooManyApplications.
    """
    locked = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    if locked.stage not in {Stage.NEW, Stage.SENT_BACK}:
        raise NotNow
    changed = {name for name, value in facts.items() if getattr(locked, name) != value}
    for name in changed:
        setattr(locked, name, facts[name])
    if changed & {*Application.FACTS}:
        locked.checks.all().delete()
        Vouching.objects.filter(application=locked, second_at=None).delete()
    if "email" in changed or locked.email_confirmed_at is None:
        _ask_to_confirm(locked, link_for, now)
    else:
        _hand_to_staff(locked, now)
    return locked


@transaction.atomic
def confirm_email(*, application: Application, token: str, now: dt.datetime) -> Application:
    """Somebody reads the mail of that address, so staff may look at it. Raises LinkOver."""
    locked = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    if not link_works(application=locked, token=token, now=now):
        raise LinkOver
    locked.email_confirmed_at = now
    locked.digest, locked.digest_ends_at = "", None
    _hand_to_staff(locked, now)
    return locked


def link_works(*, application: Application, token: str, now: dt.datetime) -> bool:
    """Whether this token still proves the e-mail of this application."""
    ends_at = application.digest_ends_at
    is_open = bool(application.digest) and ends_at is not None and ends_at > now
    return is_open and hmac.compare_digest(application.digest, digest_of(token))


@transaction.atomic
def agree(*, by: User, version: int, now: dt.datetime) -> None:
    """Say yes to our agreement, for what they have applied for and the organisations they own.

    Raises OtherVersion if it has other words by now.
    """
    if version != AGREEMENT:
        raise OtherVersion
    agreed = {"agreed_version": version, "agreed_at": now}
    Application.objects.filter(person=by).undecided().exclude(agreed_version=version).update(
        **agreed
    )
    owned = managed_organisations(by).order_by().values("pk")
    Organisation.objects.filter(pk__in=owned).exclude(agreed_version=version).update(**agreed)


def _ask_to_confirm(
    application: Application, link_for: Callable[[str], str], now: dt.datetime
) -> None:
    token, application.digest = new_token()
    application.digest_ends_at = now + LINK_LIFETIME
    application.email_confirmed_at = None
    application.stage = Stage.NEW
    application.save()
    with in_language_of(application.person):
        words = emails.confirm_work_address(link_for(token))
    to, person = application.email, application.person
    if not post(words, to=to, person=person, ends_at=now + LINK_LIFETIME, now=now):
        raise TooManyApplications  # else the link that was sent last would be dead


def _hand_to_staff(application: Application, now: dt.datetime) -> None:
    application.stage = Stage.OPEN
    application.question = ""
    application.save()
    key = f"application:{application.public_id}:{now.timestamp():.6f}"
    about = application.public_id
    open_tasks([new_task(kind=TaskKind.PARTNER, key=key, about=about, now=now)])
