"""What somebody looks for in the directory. None of it is kept, in the database or elsewhere."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from community.people.models import offered_languages
from community.support.models import FEATURES, Cost, Heading, Service, ServiceQuerySet
from community.support.models.opening import is_open

CODES: Final = {code: field for field, (_words, code) in FEATURES.items()}
MOST_WORDS: Final = 8
ONE_DAY: Final = dt.timedelta(days=1)
SEARCHED: Final = (
    "name",
    "summary",
    "description",
    "who_can_use",
    "area_served",
    "provider__name",
    "headings__label",
    "terms__name",
)
# Of these, its own words in other languages as well; whoever looks reads one of them.
IN_LANGUAGES: Final = tuple(name for name in SEARCHED if name in Service.TOLD)
# What a card or a page of a service reads beside its row.
BESIDE: Final = ("phones", "weekly_hours", "other_hours", "headings", "languages")


@dataclass(frozen=True)
class Wanted:
    """Filters; each one narrows what the others leave."""

    heading: Heading | None = None
    words: str = ""
    good: tuple[str, ...] = ()  # codes of FEATURES
    language: str = ""
    is_free: bool = False
    is_open_now: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether anything but a kind of help is asked for."""
        return bool(self.words or self.good or self.language or self.is_free or self.is_open_now)


def matching(services: ServiceQuerySet, wanted: Wanted, now: dt.datetime) -> ServiceQuerySet:
    """The services that are wanted, by name."""
    if wanted.heading is not None:
        services = services.filter(headings=wanted.heading)
    for code in wanted.good:
        services = services.filter(**{CODES[code]: True})
    if wanted.is_free:
        services = services.filter(cost=Cost.FREE)
    if wanted.language:
        services = services.filter(
            pk__in=Service.objects.filter(languages__code__iexact=wanted.language).values("pk")
        )
    services = with_words(services, wanted.words)
    if wanted.is_open_now:
        services = services.filter(pk__in=[one.pk for one in open_now(services, now)])
    return services.order_by("name", "pk")


def with_words(services: ServiceQuerySet, words: str) -> ServiceQuerySet:
    """Those that hold every word, in any of their texts."""
    for word in words.split()[:MOST_WORDS]:
        anywhere = Q()
        for field in (*SEARCHED, *_in_other_languages()):
            anywhere |= Q(**{f"{field}__icontains": word})
        services = services.filter(pk__in=Service.objects.filter(anywhere).order_by().values("pk"))
    return services


def _in_other_languages() -> list[str]:
    """Where the words of other languages of this site are kept."""
    codes = [code for code, _name in offered_languages()]
    return [f"in_other_languages__{code}__{name}" for code in codes for name in IN_LANGUAGES]


def open_now(services: ServiceQuerySet, now: dt.datetime) -> Iterable[Service]:
    """Those that are open at a moment, each by its own clock.

    The day of the week is not the same everywhere, so those of yesterday and tomorrow are read too.
    """
    days = [(now + by).date() for by in (-ONE_DAY, dt.timedelta(0), ONE_DAY)]
    days.append(days[0] - ONE_DAY)
    perhaps = Q(weekly_hours__weekday__in={day.weekday() for day in days})
    perhaps |= Q(other_hours__day__in=days)
    rows = Service.objects.filter(perhaps).order_by().values("pk")
    likely = services.filter(pk__in=rows).prefetch_related("weekly_hours", "other_hours")
    return (one for one in likely if is_open(one, now))
