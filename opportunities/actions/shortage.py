"""Dates that are near and have far too few people: the organisation is told once, staff see it."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import F

from community.organisations.actions.letters import tell_writers
from community.organisations.emails import Words, few_so_far
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind
from opportunities.models import Session, SessionQuerySet, public_opportunity

NEAR: Final = dt.timedelta(days=7)
ENOUGH_TO_MISS: Final = 3  # a date for two is not short of people with one of them
SHARE: Final = 3  # fewer than a third of the places have somebody
AT_ONCE: Final = 200


def short_of_people(now: dt.datetime) -> SessionQuerySet:
    """Dates within a week with places for three or more, of which fewer than a third are taken.

    Not those that are closed to keep two people apart: nobody new could come there.
    """
    soon = Session.objects.upcoming(now).filter(public_opportunity(now, "opportunity__"))
    return soon.filter(
        starts_at__lte=now + NEAR,
        closed_at=None,
        capacity__gte=ENOUGH_TO_MISS,
        capacity__gt=SHARE * (F("places_taken") + F("places_sought")),
    )


def tell_of_shortages(*, now: dt.datetime) -> int:
    """Tell who writes for them the day and the clock, and staff which posting it is; return how
    many dates that were. Once for each date, also if it is short again later."""
    due = short_of_people(now).filter(shortage_told_at=None).order_by("starts_at", "pk")
    rows = list(due.select_related("opportunity__organisation")[:AT_ONCE])
    for session in rows:
        _tell(session, now)
    return len(rows)


@transaction.atomic
def _tell(session: Session, now: dt.datetime) -> None:
    first = Session.objects.filter(pk=session.pk, shortage_told_at=None)
    if not first.update(shortage_told_at=now):
        return

    def words() -> Words:
        return few_so_far(f"{session.day}, {session.clock}")

    posting = session.opportunity
    key = f"few:{session.public_id}"
    tell_writers(organisation_id=posting.organisation_id, key=key, now=now, words=words)
    open_tasks(
        [
            new_task(
                kind=TaskKind.PARTNER,
                key=key,
                about=posting.public_id,
                note=f"{posting.title}, {session.day}, {session.hours}",
                now=now,
            )
        ]
    )
