"""Telling people that something opened which fits what they look for.

Off until somebody asks for it. Of what was found nothing is stored but the moment until which they
were told; what is sent names nothing (docs/decisions/0026-what-opens.md).
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from community.notifications.actions import new_message, queue, withdraw
from community.notifications.models import Message
from community.people.models import User
from community.safety.fields import Unreadable, unseal
from opportunities.emails import something_opened
from opportunities.matching import answers_in, in_plans, newly_open, suits, with_their_words
from opportunities.models import Alerts, LookingFor, Opportunity
from opportunities.permissions import avoided_by_any

from .starting_point import starting_point

EVERY: Final = {Alerts.DAILY: dt.timedelta(days=1), Alerts.WEEKLY: dt.timedelta(days=7)}
BATCH: Final = 200
AT_ONCE: Final = 5000  # the next tick goes on with whoever is left


def alerts_about(person: User) -> uuid.UUID:
    """What alerts to this person are about, so that switching them off finds those on their way."""
    return uuid.uuid5(person.public_id, "alerts")


def stop_alerts(*, to: User) -> None:
    """Take back what is on its way. Call it inside the transaction that switches alerts off."""
    withdraw(about=[alerts_about(to)])


def tell_of_what_opened(*, now: dt.datetime) -> int:
    """Tell everybody whose turn it is, if something opened that fits them; return how many.

    A turn comes a day or a week after the last one, whether something was found or not, so that
    nobody is told more often than they said. Any number of workers may do it at once.
    """
    note_what_opened(now=now)
    told = 0
    for _batch in range(AT_ONCE // BATCH):
        found = _tell_batch(now)
        if found is None:
            break
        told += found
    return told


def note_what_opened(*, now: dt.datetime) -> int:
    """Note when what is public now was first found to be so; return how many that were.

    It may have become public in many ways: published, read and let go by staff, or its
    organisation verified. This asks the one rule for all of them.
    """
    return Opportunity.objects.public(now).filter(opened_at=None).update(opened_at=now)


@transaction.atomic
def _tell_batch(now: dt.datetime) -> int | None:
    """Tell the next whose turn it is; None if it is nobody's. A number of queries that is fixed."""
    rows = _whose_turn(now)
    if not rows:
        return None
    answers = {row.pk: answers_in(row, centre=_centre(row)) for row in rows}
    since = min(row.told_until for row in rows if row.told_until is not None)
    candidates, opened = newly_open(answers.values(), since=since, now=now)
    people = [row.person_id for row in rows]
    shut = avoided_by_any(people, opened) | in_plans(people, opened, now)
    told = [
        row
        for row in rows
        if suits(
            (
                one
                for one in candidates
                if opened[one.pk] > (row.told_until or now) and (row.person_id, one.pk) not in shut
            ),
            answers[row.pk],
        )
    ]
    LookingFor.objects.filter(pk__in=[row.pk for row in rows]).update(told_until=now)
    queue([_message(row, now) for row in told])
    return len(told)


def _whose_turn(now: dt.datetime) -> Sequence[LookingFor]:
    """Rows that are locked. The ZIP code is opened by `_centre`: one lost key stops nobody else."""
    due = [Q(alerts=often, told_until__lte=now - pause) for often, pause in EVERY.items()]
    rows = (
        LookingFor.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(due[0] | due[1], person__is_active=True)
        .defer("postcode")
        .annotate(sealed=Cast("postcode", TextField()))
        .select_related("person", "area")
    )
    return list(with_their_words(rows).order_by("told_until", "pk")[:BATCH])


def _centre(row: LookingFor) -> tuple[float, float] | None:
    sealed = getattr(row, "sealed", "")
    field = LookingFor._meta.get_field("postcode")
    try:
        postcode = unseal(sealed, place=field.place) if sealed else ""
    except Unreadable:
        postcode = ""
    return starting_point(postcode, row.area)


def _message(row: LookingFor, now: dt.datetime) -> Message:
    """One for each turn; worth nothing once the next turn comes."""
    person = row.person
    words = something_opened(person.language)
    return new_message(
        key=f"opened:{row.pk}:{now.timestamp():.0f}",
        subject=words.subject,
        body=words.body,
        due_at=now,
        now=now,
        recipient=person,
        about=alerts_about(person),
        expires_at=now + EVERY[Alerts(row.alerts)],
    )
