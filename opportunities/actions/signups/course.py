"""A course: one enrolment, and a place at every date that is still ahead.

All its dates ahead have the same number of places and the same people in the same standing. So the
rules of one date (decisions 2, 11, 14 and 18) decide at the first of them, and the later ones
follow it (docs/decisions/0023-courses.md).
"""

import datetime as dt
from typing import Final, NamedTuple

from opportunities.actions.posting_lock import lock_posting
from opportunities.actions.reminders import plan_reminders
from opportunities.actions.uncounting import uncount_hours
from opportunities.models import (
    ACTIVE,
    HAS_A_PLACE,
    OF_A_COURSE,
    Course,
    Opportunity,
    Session,
    SignUp,
    State,
)

# What an enrolment says, the same at every date.
SAID: Final = ("alias", "note", "companions", "listens", "joined_at", "offer_ends_at")


class Dates(NamedTuple):
    """What is decided together, locked: one date, and of a course those after it that follow."""

    first: Session
    later: list[Session]


def hold(session: Session, now: dt.datetime) -> Dates:
    """Lock this date, and where it is of a course all of its dates that have not begun instead.

    Of a course that has no date ahead any more this one is held by itself.
    """
    course = session.opportunity.is_course and hold_course(session.opportunity, now)
    return course or Dates(Session.objects.locked().get(pk=session.pk), [])


def hold_course(posting: Opportunity, now: dt.datetime) -> Dates | None:
    """Lock a course: its posting, its dates ahead, and everybody in them, in the order of
    decision 2; None if no date is ahead."""
    lock_posting(posting.pk)
    rows = Session.objects.upcoming(now).filter(opportunity=posting).locked().order_by("pk")
    dates = sorted(rows, key=lambda date: (date.starts_at, date.pk))
    if not dates:
        return None
    people = SignUp.objects.filter(session__in=dates).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))
    return Dates(dates[0], dates[1:])


def takes_people(posting: Opportunity, now: dt.datetime) -> bool:
    """Whether somebody new may still begin: in any course before its second date has begun."""
    if posting.course != Course.START:
        return True
    return posting.sessions.filter(starts_at__lte=now, cancelled_at=None).count() < 2


def follow(dates: Dates, now: dt.datetime) -> list[SignUp]:
    """Bring the later dates in step with the first one; return sign-ups that are new there.

    The caller holds the locks of `hold`, and has stored what changed at the first date. Reminders
    are written for each date; what happened is told once, for the first, by who decided it.
    """
    first, later = dates
    if not later:
        return []
    first.refresh_from_db(fields=Session.COUNTED)
    counted = {name: getattr(first, name) for name in Session.COUNTED}
    Session.objects.filter(pk__in=[date.pk for date in later]).update(**counted)
    leads = {row.person_id: row for row in SignUp.objects.filter(session=first)}
    rows = list(SignUp.objects.filter(session__in=later))
    changed = [row for row in rows if row.person_id in leads and _steps(row, leads[row.person_id])]
    known = {(row.session_id, row.person_id) for row in rows}
    new = [
        _copy(lead, date)
        for date in later
        for lead in leads.values()
        if lead.state in OF_A_COURSE and (date.pk, lead.person_id) not in known
    ]
    SignUp.objects.bulk_update(changed, [*SAID, "state", "came_at", "changed_at"], batch_size=500)
    SignUp.objects.bulk_create(new, batch_size=500)
    uncount_hours(sign_ups=[row for row in changed if row.state not in HAS_A_PLACE])
    if changed or new:
        plan_reminders(sign_ups=[*changed, *new], now=now)
    return new


def _steps(row: SignUp, lead: SignUp) -> bool:
    """Have a later sign-up say what the first one says; return whether anything changed.

    Whoever has a place stays marked as here, or excused, on the very date they are.
    """
    state = lead.state
    if lead.state in HAS_A_PLACE:
        state = row.state if row.state in HAS_A_PLACE else State.CONFIRMED
    wanted = {name: getattr(lead, name) for name in SAID} | {"state": state}
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    row.came_at = row.came_at if state == State.ATTENDED else None
    row.changed_at = lead.changed_at
    return True


def _copy(lead: SignUp, date: Session) -> SignUp:
    said = {name: getattr(lead, name) for name in SAID}
    state = lead.state if lead.state in ACTIVE else State.CONFIRMED
    return SignUp(
        session=date, person_id=lead.person_id, state=state, changed_at=lead.changed_at, **said
    )
