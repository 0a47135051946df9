"""What stands on every page besides its content: name, menus, numbers to ring.

It is built from the site settings once and served from the cache, so that no page pays a query
for it; other processes of the server follow a change within five seconds. A cache that is gone
costs one query; a database that is gone gives plain defaults, because the page for our own
mistakes carries the furniture too.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.countries import chosen_country
from community.safety.cache import at_hand

KEY = "site-furniture-5"
STRIP = ("emergency_number", "emergency_note", "crisis_lines")
SECONDS = 300  # a page that moved is right in every menu after five minutes at most


@dataclass(frozen=True)
class Link:
    """A link in a menu."""

    text: str
    url: str


@dataclass(frozen=True)
class Column:
    """A headed list of links in the footer."""

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class CrisisLine:
    """A number to ring, and the day on which it was checked."""

    name: str
    number: str
    note: str
    verified_on: dt.date
    country: str = ""  # nothing where it was written before there was the field
    who_for: str = ""
    text: str = ""
    chat: str = ""
    relay: str = ""
    hours: str = ""
    languages: str = ""
    cost: str = ""
    confidential: str = ""
    police: str = ""
    bill: str = ""
    card_name: str = ""

    @property
    def tel(self) -> str:
        """The number as a `tel:` link wants it."""
        return "".join(c for c in self.number if c.isdigit() or c == "+")


@dataclass(frozen=True)
class Country:
    """The numbers that can be rung in one country: of the emergency services, and others."""

    name: str
    emergency_number: str = ""
    emergency_note: str = ""
    crisis_lines: tuple[CrisisLine, ...] = ()


@dataclass(frozen=True)
class Furniture:
    """Everything that every page shows. Of the numbers to ring: those of one country."""

    site_name: str = "Onward"
    town: str = ""
    navigation: tuple[Link, ...] = ()
    footer: tuple[Column, ...] = ()
    emergency_number: str = ""
    emergency_note: str = ""
    crisis_lines: tuple[CrisisLine, ...] = field(default=())
    country: str = ""
    countries: tuple[Country, ...] = ()  # the site's own first

    @property
    def other_countries(self) -> tuple[str, ...]:
        """The countries whose numbers do not stand there, by name."""
        return tuple(one.name for one in self.countries if one.name != self.country)

    def in_country(self, name: str) -> "Furniture":
        """The same with the numbers of another country; as it is where there is none of it."""
        for one in self.countries:
            if one.name == name and name != self.country:
                return replace(self, country=name, **_strip_of(one))
        return self


def furniture() -> Furniture:
    """The site's furniture: at hand, else from the cache, else built anew."""
    found: Furniture = at_hand.get(KEY, _kept_or_built)
    return found


def _kept_or_built() -> Furniture:
    kept = cache.get(KEY)
    if isinstance(kept, Furniture):
        return kept
    try:
        built = _build()
    except DatabaseError:
        return Furniture()
    cache.set(KEY, built, SECONDS)
    return built


def forget_furniture() -> None:
    """Build the furniture anew once the change that was made is in the database."""
    transaction.on_commit(_forget)


def _forget() -> None:
    cache.delete(KEY)
    at_hand.forget(KEY)


def site_furniture(request: HttpRequest) -> dict[str, Any]:
    """Template context: `furniture`, looked up only by a template that uses it."""
    return {"furniture": SimpleLazyObject(lambda: furniture().in_country(chosen_country(request)))}


def _build() -> Furniture:
    settings = apps.get_model("cms", "SiteSettings").objects.first()
    if settings is None:
        return Furniture()
    countries = _countries(settings)
    return Furniture(
        site_name=settings.site_name,
        town=settings.town,
        navigation=tuple(_link(block.value) for block in settings.navigation),
        footer=tuple(
            Column(block.value["heading"], tuple(_link(link) for link in block.value["links"]))
            for block in settings.footer
        ),
        country=countries[0].name,
        countries=countries,
        **_strip_of(countries[0]),
    )


def _strip_of(country: Country) -> dict[str, Any]:
    return {name: getattr(country, name) for name in STRIP}


def _countries(settings: Any) -> tuple[Country, ...]:
    """The numbers by country: the site's own first, the others as they stand in the settings.

    What was written before there were countries is the site's own.
    """
    lines = _lines(settings)
    named = [line.country for line in lines if line.country]
    home = settings.country or next(iter(named), "")
    found = {home.casefold(): Country(home, settings.emergency_number, settings.emergency_note)}
    for block in settings.elsewhere:
        name = block.value["country"]
        number, note = block.value["number"], block.value["note"]
        found.setdefault(name.casefold(), Country(name, number, note))
    for name in named:
        found.setdefault(name.casefold(), Country(name))
    return tuple(
        replace(
            country,
            crisis_lines=tuple(
                line for line in lines if (line.country or home).casefold() == folded
            ),
        )
        for folded, country in found.items()
    )


def shown_lines() -> tuple[CrisisLine, ...]:
    """The numbers that stand on every page, asked of the database and not of the cache."""
    settings = apps.get_model("cms", "SiteSettings").objects.first()
    return _lines(settings) if settings else ()


def _lines(settings: Any) -> tuple[CrisisLine, ...]:
    return tuple(
        CrisisLine(**_said_of(line.value))
        for line in settings.crisis_lines
        if line.value["verified_on"] and not line.value["is_off"]
    )


def _said_of(value: Any) -> dict[str, Any]:
    """All that is kept of a number; what was written before there was a field has nothing in it."""
    return {name: value[name] or "" for name in CrisisLine.__dataclass_fields__}


def _link(value: Any) -> Link:
    return Link(value["text"], value.url)
