"""Who of the staff looks after a participant's request and matches: taking up, taking over, handing
over. Only they open any of it; everybody else has rows without names (docs/decisions/0036)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship import emails
from community.mentorship.models import CoordinatorChange, Mentorship, MentorshipRequest
from community.mentorship.permissions import visible_mentorships, visible_requests
from community.notifications.actions import new_message, queue
from community.people.models import User
from community.safety.actions import NotForYou, refuse_all_but_staff
from community.safety.actions.apart import refuse_without_reason
from community.safety.permissions import answers_for_safety, pairs_among

from .states import Refusal


class NotOfStaff(Refusal):
    """Whoever it is handed to has to work here."""

    words = _("Choose somebody of the staff.")


def refuse_whom_it_is_not(by: User, row: Mentorship | MentorshipRequest) -> None:
    """Raise NotForYou for anybody but who looks after this, or leads safeguarding."""
    refuse_all_but_staff(by)
    rows = visible_mentorships(by) if isinstance(row, Mentorship) else visible_requests(by)
    if not rows.filter(pk=row.pk).exists():
        raise NotForYou


def coordinator_of(person: User) -> User | None:
    """Who looks after somebody's request and matches; None where nobody does yet."""
    request = MentorshipRequest.objects.filter(person=person).select_related("coordinator").first()
    if request is not None and request.coordinator is not None:
        return request.coordinator
    rows = Mentorship.objects.filter(person=person, ended_at=None).exclude(coordinator=None)
    row = rows.select_related("coordinator").first()
    return row.coordinator if row is not None else None


@transaction.atomic
def take_over(*, person: User, by: User, reason: str, now: dt.datetime) -> None:
    """Look after somebody's request and matches from now on; that opens all of it.

    Where somebody else looks after them it needs a reason in words, and that one is written to.
    Twice is harmless. Raises NotForYou, NoReasonGiven.
    """
    refuse_all_but_staff(by)
    before = _locked(person)
    if before == by and not _elsewhere(person, by):
        return
    if before is not None and before != by:
        refuse_without_reason(reason)
    _change(person, before, by, by, reason, now)


@transaction.atomic
def hand_to(*, person: User, to: User, by: User, reason: str, now: dt.datetime) -> None:
    """Whoever looks after somebody gives it to another of the staff, and says why; they see none of
    it from then on. Raises NotForYou, NotOfStaff, NoReasonGiven.
    """
    refuse_all_but_staff(by)
    before = _locked(person)
    mine = visible_requests(by).filter(person=person), visible_mentorships(by).filter(person=person)
    if not any(rows.exists() for rows in mine):
        raise NotForYou
    if not answers_for_safety(to):
        raise NotOfStaff
    if before == to:
        return
    refuse_without_reason(reason)
    _change(person, before, to, by, reason, now)


def _locked(person: User) -> User | None:
    """Who looks after somebody now. Of two who take over at the same moment, one waits here."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    return coordinator_of(person)


def _elsewhere(person: User, by: User) -> bool:
    """Whether a match of somebody, over or not, is another's still."""
    return Mentorship.objects.filter(person=person).exclude(coordinator=by).exists()


def _change(
    person: User, before: User | None, to: User, by: User, reason: str, now: dt.datetime
) -> None:
    """Everything of a participant goes along, what is over as well; the row says from whom."""
    if pairs_among([to.pk, person.pk]):
        raise NotForYou  # who is kept apart from her opens nothing of hers, staff or not
    MentorshipRequest.objects.filter(person=person).update(coordinator=to)
    Mentorship.objects.filter(person=person).update(coordinator=to)
    row = CoordinatorChange.objects.create(
        person=person, came_from=before, went_to=to, by=by, at=now, reason=reason.strip()
    )
    subject, body = emails.please_look()
    queue(
        [
            new_message(
                key=f"looks after:{row.pk}:{one.pk}",
                subject=subject,
                body=body,
                recipient=one,
                due_at=now,
                now=now,
            )
            for one in {before, to} - {None, by}
            if one is not None
        ]
    )
