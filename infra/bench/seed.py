"""A town of a given size, for measuring. Words and dates are made by rule: every run is alike."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils import timezone
from modelsearch.backends import get_search_backend
from tqdm import tqdm

from community.organisations.models import Organisation, Standing
from community.people.models import User
from opportunities.actions.vocabulary import ensure_vocabulary
from opportunities.models import Area, Interest, Opportunity, PracticalNeed

SESSIONS_EACH = 10
BATCH = 2000
# One in three is a garden; one in a thousand is pottery. Primes and steps are such that every word
# meets every interest in every part of town: real lists do not agree on a remainder either.
POTTERY = 997
THINGS = ["garden", "kitchen", "library"]
# Titles of several lengths: the index weighs a title by how long others are.
TIMES = ["morning", "together", "outside", "and tea"]
KINDS = ["volunteer", "project", "class", "group"]


def seed(rows: int) -> None:
    """Make `rows` sessions of `rows / 10` opportunities, searchable, unless they are there.

    Sessions start every few minutes from an hour after now, so the list is dense at its front.
    """
    ensure_vocabulary()
    wanted = rows // SESSIONS_EACH
    if Opportunity.objects.count() >= wanted:
        return
    places = _areas(), _organisations()
    with tqdm(total=wanted, desc="opportunities", unit="") as progress:
        numbers = iter(range(wanted))
        while batch := list(itertools.islice(numbers, BATCH)):
            _opportunities(batch, *places)
            progress.update(len(batch))
    _sessions()
    _settle()


def people(number: int, name: str) -> list[User]:
    """That many people who exist already or are made now; their password opens nothing."""
    User.objects.bulk_create(
        (User(username=f"{name}-{n}", email=f"{name}-{n}@example.org") for n in range(number)),
        ignore_conflicts=True,
    )
    return list(User.objects.filter(username__startswith=f"{name}-").order_by("id")[:number])


def _areas() -> list[Area]:
    for n in range(20):
        Area.objects.get_or_create(
            slug=f"area-{n}",
            defaults={
                "label": f"Area {n}",
                "latitude": round(40.5 + n * 0.02, 2),
                "longitude": round(-74.2 + n * 0.02, 2),
            },
        )
    return list(Area.objects.order_by("id"))


def _organisations() -> list[Organisation]:
    until = timezone.now().date() + dt.timedelta(days=300)
    Organisation.objects.bulk_create(
        Organisation(name=f"Organisation {n}", standing=Standing.VERIFIED, verified_until=until)
        for n in range(200)
    )
    return list(Organisation.objects.order_by("id"))


def _opportunity(n: int, areas: list[Area], organisations: list[Organisation]) -> Opportunity:
    area = areas[n // 8 % len(areas)]
    thing = "pottery" if n % POTTERY == 7 else THINGS[n % 3]
    return Opportunity(
        title=f"{thing.capitalize()} {' '.join(TIMES[: 1 + n % 4])} {n}",
        summary=f"Come to the {thing} with a small, friendly crew.",
        description="You work in pairs and you can sit down whenever you like. " * 3,
        kind=KINDS[n // 5 % 4],
        organisation=organisations[n % len(organisations)],
        area=area,
        latitude=area.latitude,
        longitude=area.longitude,
        rhythm="Every week",
        ask_for="Rosa. She wears a yellow hat.",
        place="Green gate",
        live=True,
    )


def _opportunities(
    numbers: list[int], areas: list[Area], organisations: list[Organisation]
) -> None:
    made = Opportunity.objects.bulk_create(_opportunity(n, areas, organisations) for n in numbers)
    numbered = list(zip(numbers, made, strict=True))
    _link("interests", "interest", Interest, numbered, 1)
    _link("needs", "practicalneed", PracticalNeed, numbered, 3)
    get_search_backend().add_bulk(Opportunity, made)


def _link(
    name: str,
    column: str,
    model: type[Interest | PracticalNeed],
    numbered: list[tuple[int, Opportunity]],
    each: int,
) -> None:
    """Give every opportunity `each` words of a vocabulary, in turn."""
    words = list(model.objects.order_by("id"))
    through: Any = getattr(Opportunity, name).through

    def rows() -> Iterator[object]:
        for n, opportunity in numbered:
            chosen = [words[(n + step * 3) % len(words)] for step in range(each)]
            # In memory too: the search index asks for them, and need not ask the database.
            setattr(opportunity, name, chosen)
            for word in chosen:
                yield through(opportunity_id=opportunity.pk, **{f"{column}_id": word.pk})

    through.objects.bulk_create(rows())


def _sessions() -> None:
    """Ten weekly sessions each, and the first of them as the next one: three statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO opportunities_session (public_id, opportunity_id, starts_at, ends_at, "
            "time_zone, capacity, places_taken, places_sought, walk_ins) "
            "SELECT gen_random_uuid(), o.id, start.at, start.at + interval '2 hours', "
            "'America/New_York', 12, (o.id + week) %% 13, 0, 0 "
            "FROM opportunities_opportunity o CROSS JOIN generate_series(0, %s) week "
            "CROSS JOIN LATERAL (SELECT date_trunc('minute', now()) + interval '1 hour' "
            "+ (o.id %% 10000) * interval '1 minute' + week * interval '7 days' AS at) start "
            "WHERE o.next_session_at IS NULL",
            [SESSIONS_EACH - 1],
        )
        cursor.execute(
            "UPDATE opportunities_opportunity o SET next_session_id = s.id, "
            "next_session_at = s.starts_at FROM (SELECT DISTINCT ON (opportunity_id) id, "
            "opportunity_id, starts_at FROM opportunities_session "
            "ORDER BY opportunity_id, starts_at) s "
            "WHERE s.opportunity_id = o.id AND o.next_session_at IS NULL"
        )


def _settle() -> None:
    """What autovacuum would have done by the next morning: else it does it while we measure."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
