"""From criteria to what meets them: the filters of the list, as the database asks them.

Why text search asks its own index for the filters: docs/decisions/0006-the-list.md.
"""

import datetime as dt
import math
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone

from community.people.models import User
from opportunities.forms.filters import Criteria
from opportunities.models import (
    Kind,
    Opportunity,
    OpportunityQuerySet,
    Session,
    SessionQuerySet,
    filter_word,
    with_local_time,
)
from opportunities.permissions import not_avoided_by

from .matches import Matches

if TYPE_CHECKING:
    from .facets import Facets

MILES_A_DEGREE = 69.0

# Noon and five o'clock part the day, as `community.formats.times` words it.
TIMES = {
    "mornings": Q(local_hour__lt=12),
    "afternoons": Q(local_hour__gte=12, local_hour__lt=17),
    "evenings": Q(local_hour__gte=17),
    "weekends": Q(local_weekday__gte=6),
}


def as_number(question: Q) -> Case:
    """1 where it holds, else 0."""
    return Case(When(question, then=1), default=0, output_field=IntegerField())


def has_places() -> Q:
    """A session with at least one place left."""
    return Q(capacity=None) | Q(places_taken__lt=F("capacity"))


def only_once() -> Q:
    """Opportunities with one session and no other that takes place."""
    others = Session.objects.filter(opportunity=OuterRef("pk"), cancelled_at=None).exclude(
        pk=OuterRef("next_session_id")
    )
    return ~Q(Exists(others))


def listed(
    criteria: Criteria,
    facets: "Facets",
    user: User | AnonymousUser,
    now: dt.datetime,
    *,
    is_rare: bool = False,
) -> OpportunityQuerySet:
    """Every opportunity that meets the criteria, in no order yet, but for what `user` avoids.

    `is_rare`: little or nothing is expected, which the text index finds out without reading the
    whole list.
    """
    by_index = asks_the_index(criteria, is_rare=is_rare)
    found = _searched(criteria, facets) if by_index else _chosen(criteria, facets)
    found = found.public(now).upcoming(now).filter(not_avoided_by(user))
    if criteria.near:
        found = _near(found, criteria)
    if "once" in criteria.when:
        found = found.filter(only_once())
    fitting = fitting_sessions(criteria, now)
    asked = Q(asked_until__gt=now) if "agreed" in criteria.when else Q()
    if fitting is None:
        return found.filter(asked)
    # A day and free places are of dates; a part of the day may be the one or the other.
    either = asked if asked and not (criteria.since or criteria.places) else Q(pk=None)
    if is_rare and either != asked:
        # Without the "or" PostgreSQL asks for dates of few rows; of many it does better with it.
        return found.filter(Exists(fitting))
    return found.filter(Q(Exists(fitting)) | either)


def asks_the_index(criteria: Criteria, *, is_rare: bool) -> bool:
    """Whether the text index is asked for the choices; see `listed`."""
    return bool(criteria.q or (is_rare and (criteria.interest or criteria.need or criteria.area)))


def is_narrow(criteria: Criteria) -> bool:
    """Whether the text index leaves few, whatever was typed: it is asked for two things or more."""
    asked = [criteria.words, *criteria.need, criteria.interest, criteria.area]
    return bool(criteria.words) and len([one for one in asked if one]) > 1


def _chosen(criteria: Criteria, facets: "Facets") -> OpportunityQuerySet:
    """Kind, interests, needs and part of town, asked of their own tables."""
    found = Opportunity.objects.all()
    if criteria.kind:
        found = found.filter(kind__in=criteria.kind)
    if criteria.interest:
        rows = Opportunity.interests.through.objects.filter(
            opportunity_id=OuterRef("pk"), interest_id__in=facets.ids("interest", criteria.interest)
        )
        found = found.filter(Exists(rows))
    for need in facets.ids("need", criteria.need):
        rows = Opportunity.needs.through.objects.filter(
            opportunity_id=OuterRef("pk"), practicalneed_id=need
        )
        found = found.filter(Exists(rows))
    if criteria.area:
        # Where a support group meets is not told by where it is missing (safety.md T11).
        here = Q(area_id__in=facets.ids("area", (criteria.area,)))
        found = found.filter(here | Q(kind=Kind.GROUP))
    return found


def _searched(criteria: Criteria, facets: "Facets") -> OpportunityQuerySet:
    """The same asked of the search index together with the words, so that one index answers."""
    if criteria.q and not criteria.words:
        return Opportunity.objects.none()
    return Opportunity.objects.filter(Matches(_groups(criteria, facets)))


def as_asked_of_the_index(criteria: Criteria, facets: "Facets") -> str:
    """What the text index is asked for these criteria."""
    return Matches(_groups(criteria, facets)).asked(connection.vendor)


def _groups(criteria: Criteria, facets: "Facets") -> list[list[str]]:
    """Of each group an entry has at least one word."""
    anyone_of = [
        *[[word] for word in criteria.words.split()],
        [filter_word("kind", kind) for kind in criteria.kind],
        [filter_word("interest", pk) for pk in facets.ids("interest", criteria.interest)],
        *[[filter_word("need", pk)] for pk in facets.ids("need", criteria.need)],
    ]
    if criteria.area:
        here = [filter_word("area", pk) for pk in facets.ids("area", (criteria.area,))]
        anyone_of.append([*here, filter_word("kind", Kind.GROUP)])
    return [words for words in anyone_of if words]


def _near(found: OpportunityQuerySet, criteria: Criteria) -> OpportunityQuerySet:
    """At most `far` miles from the ZIP code, on a flat map: right to a percent at this scale.

    A support group is near everything: its place must not be found by asking from three sides.
    """
    centre = criteria.centre
    if centre is None:
        return found.none()
    latitude, longitude = centre
    shrink = max(math.cos(math.radians(latitude)), 0.01)
    north, east = criteria.far / MILES_A_DEGREE, criteria.far / MILES_A_DEGREE / shrink
    box = Q(
        latitude__range=(latitude - north, latitude + north),
        longitude__range=(longitude - east, longitude + east),
    )
    up = (Cast("latitude", FloatField()) - latitude) * MILES_A_DEGREE
    across = (Cast("longitude", FloatField()) - longitude) * (MILES_A_DEGREE * shrink)
    miles_squared = ExpressionWrapper(up * up + across * across, output_field=FloatField())
    return found.alias(miles_squared=miles_squared).filter(
        Q(kind=Kind.GROUP) | (box & Q(miles_squared__lte=criteria.far**2))
    )


def is_about_sessions(criteria: Criteria, now: dt.datetime) -> bool:
    """Whether a filter is about sessions; a day in the past leaves nothing out."""
    since = from_day_on(criteria.since)
    is_ahead = since is not None and since > now
    return is_ahead or criteria.places or any(part in TIMES for part in criteria.when)


def fitting_sessions(criteria: Criteria, now: dt.datetime) -> SessionQuerySet | None:
    """Sessions of the outer opportunity that fit, None when no filter is about sessions."""
    if not is_about_sessions(criteria, now):
        return None
    times = [TIMES[part] for part in criteria.when if part in TIMES]
    since = from_day_on(criteria.since)
    fitting = Session.objects.upcoming(now).filter(opportunity=OuterRef("pk"))
    if times:
        fitting = with_local_time(fitting).filter(reduce(or_, times))
    if since is not None and since > now:
        fitting = fitting.filter(starts_at__gte=since)
    if criteria.places:
        fitting = fitting.filter(has_places())
    return fitting


def from_day_on(day: dt.date | None) -> dt.datetime | None:
    """When a day begins here."""
    return (
        None
        if day is None
        else dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
    )
