"""Help in and around Ashcombe: made up, with numbers that are kept free for stories."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone

from community.support.models import (
    Heading,
    Phone,
    Place,
    Provider,
    Service,
    ServicePlace,
    SpokenLanguage,
    WeeklyHours,
)

from .directory_spanish import SPANISH

WEEK: Final = tuple(range(5))
EVERY_DAY: Final = tuple(range(7))


@dataclass(frozen=True)
class Help:
    """A service of the demo. `hours`: days, from, until. Without `street` its place is secret
    or it has none."""

    provider: str
    name: str
    under: str
    summary: str
    number: str
    hours: tuple[tuple[int, ...], int, int]
    happens: str
    good: tuple[str, ...] = ()
    cost: str = "free"
    street: str = ""
    is_secret: bool = False
    card: str = ""
    speaks: tuple[tuple[str, str], ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


DIRECTORY: Final = (
    Help(
        "Ashcombe Centre", "A first conversation", "talk",
        "Forty minutes with a social worker. You talk about what you want, not what happened.",
        "(212) 555-0100", (EVERY_DAY, 9, 21),
        "A woman called Amina or Jude answers “Ashcombe Centre, hello”. You can say “I’d like a "
        "first conversation”. They ask what to call you and when is safe to ring back. That’s all.",
        ("no_id", "childcare", "interpreters", "step_free", "bring_someone"),
        street="2 Market Square", card="Desk", speaks=(("es", "Español"), ("pl", "Polski")),
        more={"police": "Never, unless you ask them to or a child is in danger.",
              "sharing": "A first name and a date. Nothing leaves the Centre."},
    ),
    Help(
        "Ashcombe Centre", "Night listening line", "talk",
        "Trained listeners, all night. They won’t ring you back unless you ask.",
        "(212) 555-0155", (EVERY_DAY, 20, 8),
        "Somebody says “Good evening” and waits. You can hang up at any time.",
        ("no_id", "remote", "walk_in"), card="Night",
    ),
    Help(
        "Lantern House", "Rooms at Lantern House", "stay",
        "Rooms for women, with or without children and pets. Staff will meet you.",
        "(212) 555-0177", (EVERY_DAY, 0, 0),
        "Someone answers at once and asks whether you can talk. If there is no room tonight, they "
        "look for another with you while you stay on the line.",
        ("no_id", "women_only", "trans_inclusive", "children", "pets", "walk_in"),
        is_secret=True, card="Lantern",
        more={"wait": "Often a room the same day", "area_served": "Ashcombe and around",
              "house_rules": "You keep your phone, with its location off. In by eleven, or you "
              "ring. No drink or drugs inside; who has used is not sent away."},
    ),
    Help(
        "Quiet Water", "Slowing down, and stopping", "drink",
        "Help to drink or use less, or to stop, at your own speed.",
        "(212) 555-0131", (WEEK, 9, 17),
        "Ask for the Tuesday team. They ask how you are, not how much.",
        ("no_id", "step_free", "women_only"), street="11 Ferry Street",
    ),
    Help(
        "Bridge Street Practice", "Dr Amari’s open hour", "health",
        "See a doctor without an appointment, and without papers.",
        "(212) 555-0151", (WEEK, 8, 12),
        "The desk asks for a name to call you by. It need not be the one on your ID.",
        ("no_id", "walk_in", "interpreters", "step_free"), street="30 Bridge Street",
        card="Dr Amari", speaks=(("es", "Español"),),
    ),
    Help(
        "Heron Room", "One-to-one therapy", "healing",
        "A room with a window, the same person every week, for as long as you need.",
        "(212) 555-0162", ((0, 2, 4), 10, 18),
        "Leave a name and a time. You get a first meeting to see whether you like each other.",
        ("women_only", "step_free"), cost="can", street="5 Canal Yard",
        more={"wait": "About six weeks"},
    ),
    Help(
        "Kitchen Table Peer Network", "Tuesday table", "groups",
        "Tea with people who have been there. You can listen and say nothing.",
        "(212) 555-0120", ((1,), 17, 20),
        "Jo answers. She tells you where the table is once you have a place.",
        ("no_id", "bring_someone", "children"), is_secret=True,
    ),
    Help(
        "Ashcombe Credit Union", "Money, from the beginning", "money",
        "Debts in somebody else’s name, a first bank account, a plan for the month.",
        "(212) 555-0168", ((0, 2, 4), 10, 16),
        "Bring any letter you like, opened or not. They open them with you.",
        ("step_free", "interpreters"), street="18 Market Square", card="Advice",
    ),
    Help(
        "Hill Road College", "School again", "skills",
        "Finish school, learn English, or try a trade for a week.",
        "(212) 555-0144", (WEEK, 9, 16),
        "Ask for the open door. You can look round before you give a name.",
        ("step_free", "childcare", "no_id"), street="40 Hill Road",
    ),
    Help(
        "Mill Bridge Works", "A first job, with somebody beside you", "work",
        "They look for work with you, and stay in touch for as long as you like.",
        "(212) 555-0139", (WEEK, 9, 17),
        "Dee answers. She asks what you enjoy, and what you will not do.",
        ("no_id", "step_free"), street="3 Mill Bridge",
        more={"who_can_use": "Everybody, with any kind of record."},
    ),
    Help(
        "Ashcombe Law Centre", "ID, papers and records", "papers",
        "A lawyer for ID, immigration, and clearing a record. What you say stays there.",
        "(212) 555-0158", ((1, 3), 9, 17),
        "The first talk is short: they say whether they can help, and what it needs.",
        ("interpreters", "step_free", "no_id", "remote"), street="7 Bridge Street",
        speaks=(("es", "Español"), ("ro", "Română")),
    ),
    Help(
        "Northgate Food Bank", "Food for three days", "daily",
        "Groceries for three days. No one has to say why.",
        "(212) 555-0112", ((0, 3), 14, 18),
        "Just come to the front door. You choose from the shelf.",
        ("no_id", "walk_in", "step_free", "children"), street="3 Tannery Row",
    ),
)  # fmt: skip


def build_directory(*, now: dt.datetime) -> int:
    """Write the services that are not there yet; return how many that were."""
    headings = {one.slug: one for one in Heading.objects.all()}
    day = timezone.localtime(now).date() - dt.timedelta(days=20)
    made = 0
    for one in DIRECTORY:
        provider, _new = Provider.objects.get_or_create(name=one.provider)
        if not provider.services.filter(name=one.name).exists():
            _service(one, provider, headings[one.under], day)
            made += 1
    return made


def _service(one: Help, provider: Provider, heading: Heading, day: dt.date) -> None:
    service = Service(
        provider=provider,
        name=one.name,
        summary=one.summary,
        what_happens=one.happens,
        cost=one.cost,
        is_confidential=one.is_secret,
        is_live=True,
        verified_on=day,
        verified_by="Amina",
        card_name=one.card,
        **dict.fromkeys(one.good, True),
        **one.more,
    )
    service.write_in("es", SPANISH.get(one.name, {}))
    service.full_clean(exclude=["headings"])
    service.save()
    service.headings.set([heading])
    service.save()
    Phone.objects.create(service=service, number=one.number)
    days, opens, closes = one.hours
    WeeklyHours.objects.bulk_create(
        WeeklyHours(service=service, weekday=day, opens=dt.time(opens), closes=dt.time(closes))
        for day in days
    )
    for code, name in one.speaks:
        SpokenLanguage.objects.create(service=service, code=code, name=name)
    if one.street:
        place = Place.objects.create(
            provider=provider,
            name=one.provider,
            street=one.street,
            town="Ashcombe",
            region="NC",
            postcode="28801",
            country="US",
        )
        ServicePlace.objects.create(service=service, place=place)
