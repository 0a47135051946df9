"""The words of the filters and how many activities each would show, counted once a minute.

The numbers are of activities, never of people, so small ones may be shown (safety.md #13).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, Model, Sum
from django.utils.translation import get_language, gettext

from community.safety.cache import at_hand
from opportunities.forms.filters import WHEN
from opportunities.models import (
    Area,
    Interest,
    Kind,
    Opportunity,
    OpportunityQuerySet,
    PracticalNeed,
    Session,
    public_opportunity,
    with_local_time,
)

from .caching import refreshed
from .narrowing import TIMES, as_number, has_places, only_once

SECONDS = 60
RELATED: dict[str, type[Model]] = {"need": PracticalNeed, "interest": Interest, "area": Area}


@dataclass(frozen=True)
class Word:
    """One choice of a filter."""

    pk: int
    slug: str
    label: str
    count: int | None = None


@dataclass(frozen=True)
class Facets:
    """Every choice of every filter."""

    kind: tuple[Word, ...] = ()
    need: tuple[Word, ...] = ()
    when: tuple[Word, ...] = ()
    interest: tuple[Word, ...] = ()
    area: tuple[Word, ...] = ()
    places: int | None = None
    are_everybodys: bool = True  # else numbers that were counted for all are not for this person

    def slugs(self) -> dict[str, list[str]]:
        """The values that an address may have."""
        return {name: [word.slug for word in getattr(self, name)] for name in RELATED}

    def ids(self, name: str, slugs: tuple[str, ...]) -> list[int]:
        """Primary keys of the words with these slugs."""
        return [word.pk for word in getattr(self, name) if word.slug in slugs]

    def label(self, name: str, slug: str) -> str:
        """The word to read for a value."""
        return next((word.label for word in getattr(self, name) if word.slug == slug), slug)

    def places_in(self, pk: int | None) -> str:
        """The name of a part of town by its primary key, empty when there is none."""
        return next((word.label for word in self.area if word.pk == pk), "")


def facets(now: dt.datetime) -> Facets:
    """The filters as they stood about a minute ago; one request in a minute counts anew.

    On a cold start, whoever comes while that one counts gets the filters without numbers.
    """
    key = f"find:facets:{get_language()}"
    found: Facets = at_hand.get(
        key, lambda: refreshed(key, SECONDS, lambda: count(now), meanwhile=uncounted)
    )
    return found


def facets_for_one() -> Facets:
    """The filters without numbers, for somebody from whom some of what is counted is kept away."""
    found: Facets = at_hand.get(
        f"find:words:{get_language()}", lambda: uncounted(are_everybodys=False)
    )
    return found


def uncounted(*, are_everybodys: bool = True) -> Facets:
    """Every filter without numbers."""
    return Facets(
        are_everybodys=are_everybodys,
        kind=tuple(Word(0, kind, str(kind.label)) for kind in Kind),
        when=tuple(Word(0, slug, str(label)) for slug, label in WHEN),
        need=_words("need"),
        interest=_words("interest"),
        area=_words("area"),
    )


def count(now: dt.datetime) -> Facets:
    """Count every filter, with one grouped query for each."""
    listed = Opportunity.objects.public(now).upcoming(now)
    kinds = _grouped(listed, "kind")
    times = _times(now)
    times["once"] = listed.filter(only_once()).count()
    times["agreed"] = listed.filter(asked_until__gt=now).count()
    return Facets(
        kind=tuple(Word(0, kind, str(kind.label), kinds.get(kind, 0)) for kind in Kind),
        need=_words("need", _grouped(listed, "needs")),
        when=tuple(Word(0, slug, str(label), times[slug]) for slug, label in WHEN),
        interest=_words("interest", _grouped(listed, "interests")),
        # Where a support group meets is no one's business: no part of town counts it.
        area=_words("area", _grouped(listed.exclude(kind=Kind.GROUP), "area")),
        places=times["places"],
    )


def _grouped(listed: OpportunityQuerySet, field: str) -> dict[object, int]:
    return dict(listed.order_by().values_list(field).annotate(number=Count("pk")))


def _words(name: str, counts: Mapping[object, int] | None = None) -> tuple[Word, ...]:
    rows = RELATED[name]._default_manager.values_list("pk", "slug", "label")
    return tuple(
        Word(pk, slug, gettext(label), None if counts is None else counts.get(pk, 0))
        for pk, slug, label in rows
    )


def _times(now: dt.datetime) -> dict[str, int]:
    """Counts of what depends on sessions, in one pass over those to come."""
    questions = {**TIMES, "places": has_places()}
    asked = {f"any_{name}": Max(as_number(question)) for name, question in questions.items()}
    upcoming = with_local_time(
        Session.objects.upcoming(now).filter(public_opportunity(now, "opportunity__"))
    )
    per_opportunity = upcoming.order_by().values("opportunity_id").annotate(**asked)
    sums = per_opportunity.aggregate(**{name: Sum(f"any_{name}") for name in questions})
    return {name: number or 0 for name, number in sums.items()}
