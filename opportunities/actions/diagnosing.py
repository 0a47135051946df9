"""Why somebody does not see a posting or gets no place there, in words that staff may read.

What they keep away from, and whom, is one and the same line here, "a safety reason", so that nobody
learns from it which. What they answered about what they look for is read by them alone.
"""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.organisations.models import site_day
from community.people.models import User
from community.safety.actions import look
from community.safety.permissions import kept_apart_from
from opportunities.models import Opportunity, Session, SignUp, State
from opportunities.permissions import avoids_any_of, present

from .signups import takes_people


class Gate(models.TextChoices):
    """One thing that stands between a person and a posting."""

    CLOSED = "closed", _("Their account is not open.")
    DRAFT = "draft", _("It is not published.")
    HELD = "held", _("Staff hold it.")
    PARTNER = "partner", _("Nobody vouches for its organisation now, or it is suspended.")
    NO_DATE = "no_date", _("It has no date ahead, so no list shows it. Its page is there.")
    SAFETY = "safety", _("A safety reason. What it is stays with the people it is about.")
    BEGUN = "begun", _("The course has begun, and nobody new begins it now.")
    FULL = "full", _("Every date ahead is full, for everybody. There is a waiting list.")
    THERE = "there", _("They have a place there, wait in line or have asked: it is in their plan.")
    DECLINED = "declined", _("Its organisation has answered “not this time”.")


def diagnose(*, person: User, posting: Opportunity, by: User, now: dt.datetime) -> list[Gate]:
    """Everything that stands between them, in order; nothing if nothing does.

    It is written down as a look at the person, with the reason that staff gave before, and the
    person reads that. Raises NotForYou, NoGrant; not for a transaction that this would undo.
    """
    look(person=person, by=by, now=now)
    return list(_gates(person, posting, now))


def _gates(person: User, posting: Opportunity, now: dt.datetime) -> Iterator[Gate]:
    dates = list(posting.sessions.upcoming(now))
    stands = {
        Gate.CLOSED: not person.is_active,
        Gate.DRAFT: not posting.live,
        Gate.HELD: posting.held_at is not None,
        Gate.PARTNER: not posting.organisation.is_public(site_day(now)),
        Gate.NO_DATE: not dates and not posting.is_asked(now),
        Gate.SAFETY: _is_kept_away(person, posting, dates),
        Gate.BEGUN: bool(dates) and not takes_people(posting, now),
        Gate.FULL: bool(dates) and all(date.is_full for date in dates),
    }
    yield from (gate for gate, stands_between in stands.items() if stands_between)
    rows = SignUp.objects.filter(person=person, session__in=dates)
    own = set(rows.values_list("state", flat=True)) - {State.CANCELLED}
    if own - {State.DECLINED}:
        yield Gate.THERE
    if State.DECLINED in own:
        yield Gate.DECLINED


def _is_kept_away(person: User, posting: Opportunity, dates: list[Session]) -> bool:
    """Whether they keep it away, or somebody is there whom they must not meet."""
    meets = present([date.pk for date in dates]).filter(person_id__in=kept_apart_from(person.pk))
    return avoids_any_of([posting.pk], person).exists() or meets.exists()
