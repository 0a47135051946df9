"""Asking to take part where no dates are set, and what an organisation answers.

Why it is built this way: docs/decisions/0017-times-that-are-agreed-on.md.
"""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.notifications.actions import wish_of, withdraw
from community.notifications.models import Channel, Wording
from community.organisations.actions import tell_something_new
from community.organisations.actions.letters import tell_writers
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind
from opportunities.models import ANSWERED_WITHIN, Enquiry, Opportunity, Says
from opportunities.permissions import avoids_any_of, kept_back, public_enquiries

from .sessions import refresh_next_session
from .signups import Refusal

MOST_WAITING: Final = 10
LONGEST_OPEN: Final = dt.timedelta(days=366)
A_DAY: Final = dt.timedelta(days=1)
ASKED_AGAIN: Final = dt.timedelta(days=3)


class NotAsking(Refusal):
    """The posting is not open to enquiries now."""

    words = _("Nobody is asked for there just now. Choose something else.")


class TooManyEnquiries(Refusal):
    """The person waits for as many answers as one account may (T15)."""

    words = _("You wait for many answers already. Take one back, or wait a few days.")


class AlreadyAnswered(Refusal):
    """Somebody of the organisation has answered, or the person no longer waits."""

    words = _("This was answered, or they no longer wait. Nothing was changed.")


class TooLong(Refusal):
    """Open for longer than anybody vouches for the organisation."""

    words = _("Choose a day within the next twelve months.")


@transaction.atomic
def open_to_enquiries(*, opportunity: Opportunity, until: dt.date | None, now: dt.datetime) -> None:
    """Let people ask to take part until the end of this day, or no longer if it is None.

    Raises TooLong for a day that is over or more than a year away.
    """
    ends_at = None if until is None else _end_of(until)
    if ends_at is not None and not now < ends_at <= now + LONGEST_OPEN:
        raise TooLong
    Opportunity.objects.filter(pk=opportunity.pk).update(asked_until=ends_at)
    opportunity.asked_until = ends_at
    refresh_next_session(opportunity_ids=[opportunity.pk], now=now)


@transaction.atomic
def enquire(
    *, opportunity: Opportunity, by: User, alias: str, note: str = "", now: dt.datetime
) -> Enquiry:
    """Say that somebody would like to take part, and return it; a second time changes nothing
    while the first one waits or was told yes.

    `opportunity` comes with its organisation. The organisation is told by the next sweep, never in
    this request (see `tell_of_enquiries`). Raises NotAsking or TooManyEnquiries.
    """
    if not opportunity.is_asked(now) or avoids_any_of([opportunity.pk], by).exists():
        raise NotAsking
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))
    own = Enquiry.objects.filter(person=by)
    held = own.held(now).filter(opportunity=opportunity).first()
    if held is not None:
        return held
    if own.waiting(now).count() >= MOST_WAITING:
        raise TooManyEnquiries
    own.filter(opportunity=opportunity).delete()  # over: told "not this time", or never answered
    return Enquiry.objects.create(
        opportunity=opportunity, person=by, alias=alias, note=note, made_at=now
    )


@transaction.atomic
def take_back(*, enquiry: Enquiry) -> None:
    """Forget that they asked, and what was answered. At any time, and nobody is told why."""
    withdraw(about=[enquiry.public_id])
    Enquiry.objects.filter(pk=enquiry.pk).delete()


@transaction.atomic
def answer(*, enquiry: Enquiry, says: Says, line: str = "", now: dt.datetime) -> Enquiry:
    """Answer for the organisation and return it; the person is told that there is an answer.

    `line`: when to come, read on this site only, and only with a yes. Raises AlreadyAnswered.
    """
    waiting = Enquiry.objects.select_for_update(of=("self",)).waiting(now)
    row = waiting.select_related("person__contact_preference").filter(pk=enquiry.pk).first()
    if row is None:
        raise AlreadyAnswered
    row.said, row.said_at = says, now
    row.line = line if says == Says.YES else ""
    row.save(update_fields=["said", "said_at", "line"])
    wish = wish_of(row.person)
    if wish.wording != Wording.NONE and wish.channel != Channel.NONE:
        tell_something_new(
            person=row.person, key=f"answered:{row.public_id}", about=row.public_id, now=now
        )
    return row


def tell_of_enquiries(*, now: dt.datetime) -> int:
    """Tell organisations that somebody asks, once at first and once more after three days, and
    staff after five; return how many organisations are told.

    At most one message a day to each, however many ask. By a sweep and not in the request that
    asks: whether somebody is kept back (decision 17) must not show in how long the request takes.
    """
    rows = list(
        public_enquiries(now).waiting(now).select_related("opportunity").order_by("made_at", "pk")
    )
    back = kept_back(rows, now)
    _tell_staff(rows, back, now)
    asked = {
        row.opportunity.organisation_id
        for row in rows
        if row.pk not in back and _is_due(now - row.made_at)
    }
    for organisation_id in asked:
        key = f"enquiries:{organisation_id}:{timezone.localdate(now)}"
        tell_writers(organisation_id=organisation_id, key=key, now=now)
    return len(asked)


def _is_due(age: dt.timedelta) -> bool:
    return age < A_DAY or ASKED_AGAIN <= age < ASKED_AGAIN + A_DAY


def _tell_staff(rows: list[Enquiry], back: set[int], now: dt.datetime) -> None:
    """One task for each that waits too long, and for each that is kept back."""
    late: dict[int, Enquiry] = {}
    for row in rows:
        if row.pk not in back and now - row.made_at >= ANSWERED_WITHIN:
            late.setdefault(row.opportunity_id, row)
    tasks = [
        new_task(
            kind=TaskKind.REQUEST,
            key=f"unanswered:{row.public_id}",
            about=row.opportunity.public_id,
            note=str(_("Somebody has asked to take part and waits for an answer for five days.")),
            now=now,
        )
        for row in late.values()
    ]
    tasks += [
        new_task(
            kind=TaskKind.APART,
            key=f"asked:{row.public_id}",
            about=row.opportunity.public_id,
            note=f"{row.public_id}: {row.made_at:%Y-%m-%d}",
            now=now,
        )
        for row in rows
        if row.pk in back
    ]
    open_tasks(tasks)


def _end_of(day: dt.date) -> dt.datetime:
    """The first moment after this day, by the clock of the town of the site."""
    zone = timezone.get_default_timezone()
    return dt.datetime.combine(day + A_DAY, dt.time(), tzinfo=zone).astimezone(dt.UTC)


def last_day(opportunity: Opportunity) -> dt.date | None:
    """The last day on which people may ask, by the clock of the town of the site."""
    if opportunity.asked_until is None:
        return None
    return timezone.localdate(opportunity.asked_until - A_DAY / 2, timezone.get_default_timezone())
