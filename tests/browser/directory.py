"""Pages of the directory of help: kinds, a list, one service, a secret one, and paper."""

import datetime as dt
from typing import Any

from django.urls import reverse

from community.support.models import OtherHours, Paper, Phone, SpokenLanguage, WeeklyHours
from tests.factories.support import ServiceFactory, ServicePlaceFactory

LONG = "A name that is as long as it may be, with a word like Wohnungsgeberbestätigung in it, twice"


def pages_of_directory() -> list[dict[str, Any]]:
    """What `Shown` is made with."""
    full = ServiceFactory(
        name=LONG,
        cost="free",
        no_id=True,
        step_free=True,
        interpreters=True,
        what_happens="A woman answers “Ashcombe Centre, hello”.\n\nThey ask what to call you.",
        description="You talk about what you want.\n\nNot about what happened.",
        who_can_use="Everybody.",
        how_to_start="Ring, or just come.",
        wait="No wait",
        police="Never, unless you ask.",
        sharing="A first name.",
        house_rules="In by eleven, or you ring. Phones stay with you.",
        notice="Closed over the holidays.",
        card_name="Desk",
        website="https://desk.example/",
        email="desk@desk.example",
    )
    for day in range(5):
        WeeklyHours.objects.create(service=full, weekday=day, opens=dt.time(9), closes=dt.time(17))
    OtherHours.objects.create(service=full, day=dt.date(2099, 12, 25), why="Holiday")
    Phone.objects.create(service=full, number="0808 157 0100", note="free")
    Phone.objects.create(service=full, number="60777", kind="text")
    SpokenLanguage.objects.create(service=full, code="es", name="Español")
    Paper.objects.create(service=full, name="A letter, if you have one")
    ServicePlaceFactory(service=full, place__getting_there="Bus 7", place__access="One step.")
    secret = ServiceFactory(is_confidential=True, under=["stay"], pets=True, women_only=True)
    Phone.objects.create(service=secret, number="01632 960 177", note="day or night")
    start = reverse("support:help")
    wrong = reverse("support:wrong", args=[full.public_id])
    return [
        {"name": "help", "path": start},
        {"name": "help narrowed", "path": f"{start}?kind=1&free=on&good=no-id&q=name"},
        {"name": "help nothing", "path": f"{start}?kind=3&open=on"},
        {"name": "service", "path": reverse("support:service", args=[full.public_id])},
        {"name": "secret service", "path": reverse("support:service", args=[secret.public_id])},
        {"name": "pocket card", "path": reverse("support:card")},
        {"name": "help on paper", "path": f"{reverse('support:paper')}?kind=1"},
        {"name": "search", "path": f"{reverse('search')}?q=name"},
        {"name": "search nothing", "path": f"{reverse('search')}?q=zzzz"},
        {"name": "search refused", "path": f"{reverse('search')}?q={'w' * 121}", "status": 400},
        {"name": "wrong", "path": wrong},
        {"name": "wrong refused", "path": wrong, "data": {"what": "x"}, "status": 400},
        {"name": "wrong told", "path": f"{wrong}?told=1"},
    ]
