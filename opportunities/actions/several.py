"""One decision about several postings at once: each as if it were the only one."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from opportunities.actions.publishing import NoReason, NotYours, hold
from opportunities.models import Opportunity

MOST_AT_ONCE = 50


class Decision(models.TextChoices):
    """What staff say about postings."""

    APPROVE = "approve", _("Approve: they are public")
    SEND_BACK = "reject", _("Send back, for the organisation to change")
    HOLD = "hold", _("Hold: out of sight at once")


class NotWaiting(Exception):
    """Nobody asks for a decision on it, or this one of the staff may not make it."""


class Failed(NamedTuple):
    """A posting that stays as it was, and why, in words that are safe to show."""

    posting: Opportunity
    words: str


def decide(
    *,
    postings: Iterable[Opportunity],
    decision: Decision,
    reason: str,
    by: User,
    now: dt.datetime,
) -> tuple[list[Opportunity], list[Failed]]:
    """Decide on each of these, and return those where it is done and those where it is not.

    Each is guarded like a single one and stands by itself: a refusal undoes nothing elsewhere. The
    reason stands in the history of each. Raises NotYours for who may decide on none, and NoReason.
    """
    if not by.has_perm("opportunities.publish_opportunity"):
        raise NotYours(_("Only staff can do this."))
    if decision != Decision.APPROVE and not reason.strip():
        raise NoReason(_("Say why, in words that the organisation can act on."))
    done, failed = [], []
    for posting in postings:
        try:
            with transaction.atomic():
                _decide(posting, decision, reason, by, now)
        except (NotWaiting, NotYours, NoReason) as refusal:
            failed.append(Failed(posting, str(refusal)))
        else:
            done.append(posting)
    return done, failed


def _decide(
    posting: Opportunity, decision: Decision, reason: str, by: User, now: dt.datetime
) -> None:
    # Alone with it: two of the staff who decide at once decide one after the other.
    row = Opportunity.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    if decision == Decision.HOLD:
        if row.held_at is not None:
            raise NotWaiting(_("It is held already, for the reason that its organisation reads."))
        hold(opportunity=row, reason=reason, by=by, now=now)
        return
    step: Any = row.current_workflow_task_state
    if step is None:
        raise NotWaiting(_("Nobody has sent it in, or it is decided already."))
    allowed = {name for name, _words, _asks in step.task.specific.get_actions(row, by)}
    if decision not in allowed:
        raise NotWaiting(_("It is sent back already, or not yours to decide."))
    step.task.specific.on_action(step, by, decision.value, comment=reason.strip())
