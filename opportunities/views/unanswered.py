"""What waits for an organisation's answer, for the top of its page: a message says no more than
that there is something new (safety.md #23), so here it has to be found at a glance."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from community.people.models import User
from opportunities.models import Course, Opportunity, Session
from opportunities.permissions import (
    visible_asked_hours,
    visible_requests,
    visible_workplace_enquiries,
)

# So many of each kind are named; whoever has answered them sees the next ones.
MOST: Final = 5


@dataclass(frozen=True)
class Unanswered:
    """One thing: what is asked, about what, and where it is answered. Never who asks."""

    words: str
    about: str
    address: str


def unanswered(user: User, now: dt.datetime) -> list[Unanswered]:
    """What people wait for, the soonest date first; nothing for who does not write."""
    return [*_places(user, now), *_times(user, now), *_hours(user, now)]


def _places(user: User, now: dt.datetime) -> Iterator[Unanswered]:
    # Who asks for a course asks for all of its dates, and is answered at the first.
    at_the_first = Q(session__opportunity__course=Course.NONE) | Q(
        session=F("session__opportunity__next_session")
    )
    asked = visible_requests(user, now).filter(at_the_first)
    for date in _dates(asked.order_by().values_list("session", flat=True)):
        yield _of_a_date(_("Somebody asks for a place"), date)


def _times(user: User, now: dt.datetime) -> Iterator[Unanswered]:
    asked = visible_workplace_enquiries(user, now).order_by().values("opportunity")
    for posting in Opportunity.objects.filter(pk__in=asked).order_by("pk")[:MOST]:
        address = reverse("opportunities:workplace_enquiries", args=[posting.public_id])
        yield Unanswered(_("Somebody asks when they could come"), posting.title, address)


def _hours(user: User, now: dt.datetime) -> Iterator[Unanswered]:
    asked = visible_asked_hours(user, now).order_by()
    for date in _dates(asked.values_list("sign_up__session", flat=True)):
        yield _of_a_date(_("Hours to say yes to"), date)


def _dates(keys: QuerySet[Any, Any]) -> QuerySet[Session]:
    """The dates with these keys, asked for in two steps.

    In one, PostgreSQL went through all that is asked anew for each date of the site, for minutes,
    where it had counted a table while a transaction was still filling it.
    """
    asked = set(keys)
    return Session.objects.filter(pk__in=asked).select_related("opportunity")[:MOST]


def _of_a_date(words: str, date: Session) -> Unanswered:
    address = reverse("opportunities:workplace_date", args=[date.public_id])
    return Unanswered(words, f"{date.day}, {date.opportunity.title}", address)
