"""The roster of a support group: staff say why, and read it for an hour (docs/decisions/0032)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from community.people.models import User
from community.safety.actions import (
    NoGrant,
    NoReasonGiven,
    new_task,
    open_tasks,
    refuse_all_but_staff,
    write_down,
)
from community.safety.actions.apart import refuse_without_reason
from community.safety.models import Saw, Task, TaskKind, Why
from community.safety.permissions import asked_about
from opportunities.models import Session
from opportunities.permissions import SeenByOrganisation, visible_roster, what_organisation_sees


@transaction.atomic
def ask_for_roster(
    *, session: Session, reason: Why, words: str, by: User, now: dt.datetime
) -> None:
    """Let one of the staff read for an hour who comes to one date of a support group.

    It needs a reason that everybody on it reads, and three words or more, at which another of the
    staff looks the same day. Asking again within the hour changes nothing. Raises NotForYou,
    NoReasonGiven.
    """
    refuse_all_but_staff(by)
    refuse_without_reason(words)
    if reason not in Why.values:
        raise NoReasonGiven
    if asked_about(by=by, about=session.public_id, now=now) is not None:
        return
    write_down(by=by, about=session.public_id, what=Saw.ASKED, reason=reason, now=now)
    open_tasks([_second_look(session, reason, words, by, now)])


def read_roster(*, session: Session, by: User, now: dt.datetime) -> list[SeenByOrganisation]:
    """Who comes, as whoever runs the group reads it; each of them sees that staff looked, and why.

    A look that is refused is written down, too, so this must not run in a transaction that its
    refusal would undo. Raises NotForYou, NoGrant.
    """
    refuse_all_but_staff(by)
    asked = asked_about(by=by, about=session.public_id, now=now)
    if asked is None:
        write_down(by=by, about=session.public_id, what=Saw.REFUSED, now=now)
        raise NoGrant
    coming = visible_roster(by, session, now).select_related("part", "person")
    rows = list(coming.order_by("alias", "id"))
    for row in rows:
        about = row.person.public_id
        write_down(by=by, about=about, what=Saw.NOTE, reason=asked.reason, now=now)
    return [what_organisation_sees(row) for row in rows]


def _second_look(session: Session, reason: Why, words: str, by: User, now: dt.datetime) -> Task:
    """What another of the staff looks at: who asked, for which date, and their words."""
    who = by.alias or str(by.public_id)
    note = _("%(who)s asked to read who comes on %(day)s.") % {"who": who, "day": session.day}
    return new_task(
        kind=TaskKind.UNUSUAL,
        key=f"roster:{session.public_id}:{by.public_id}:{now:%Y%m%d%H%M}",
        about=session.opportunity.public_id,
        note=f"{note}\n{Why(reason).label}: {words}",
        now=now,
    )
