"""What becomes of it when a schedule changes, or an account goes."""

import datetime as dt
from collections.abc import Mapping

from community.people.models import User
from opportunities.actions.posting_lock import lock_posting
from opportunities.models import Regular, Schedule


def go_over(*, old: Schedule, new: Schedule, becomes: Mapping[dt.date, dt.date]) -> None:
    """Let who comes regularly come to the schedule that goes on in the place of another one.

    Silently: who has a place at a date that moved is told of that, as everybody. `becomes`: which
    of its days each day of the old one from the change on becomes; the days before stay the old
    one's. The caller holds the lock on the posting.
    """
    since, rows = min(becomes), []
    theirs = Regular.objects.filter(schedule=old).order_by("pk")
    list(theirs.select_for_update(no_key=True).values_list("pk"))  # whose account is going is gone
    for row in theirs.select_related("schedule"):
        row.schedule.last_on = None  # which days were theirs before it ended
        first = next(row.days_from(since), None)
        following = next(row.days_from(max(since, row.next_on or since)), None)
        if first is not None and first in becomes:
            row.first_on, row.next_on = becomes[first], becomes.get(following or first)
            row.pk, row.schedule = None, new
            row._state.adding = True
            rows.append(row)
    Regular.objects.bulk_create(rows)


def forget_regulars(*, person: User, now: dt.datetime) -> None:
    """Forget all that somebody comes to, before their places are given back and their account
    goes: no schedule that is changed meanwhile takes them along.

    The caller holds the lock on the person. The postings come before all that is theirs: whoever
    changes a schedule has its posting, then its dates and sign-ups, and asks for these rows last.
    """
    rows = Regular.objects.filter(person=person)
    for posting in sorted(set(rows.values_list("schedule__opportunity_id", flat=True))):
        lock_posting(posting)
    rows.delete()
