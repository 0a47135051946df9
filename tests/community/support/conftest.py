import datetime as dt

import pytest

from community.support.models import (
    OtherHours,
    Paper,
    Phone,
    PlaceKind,
    Service,
    SpokenLanguage,
    Term,
    WeeklyHours,
)
from tests.factories.support import PlaceFactory, ServiceFactory, ServicePlaceFactory


@pytest.fixture
def full(db) -> Service:
    """A service with all that a service can have."""
    service = ServiceFactory(
        name="First talk",
        provider__name="Lantern Trust",
        provider__website="https://lantern.example/",
        provider__email="hello@lantern.example",
        description="You talk about what you want.",
        website="https://lantern.example/talk/",
        email="talk@lantern.example",
        no_id=True,
        step_free=True,
        interpreters=True,
        cost="free",
        cost_note="Nobody pays.",
        what_happens="Amina answers.",
        house_rules="In by eleven, or you ring.",
        who_can_use="Everybody",
        how_to_start="Ring.",
        wait="None",
        police="Never, unless you ask.",
        notice="Closed over the holidays.",
        area_served="Ashcombe",
        card_name="Desk",
    )
    service.terms.add(Term.objects.get(code="108-07-02"))
    service.save()
    Phone.objects.create(service=service, number="0808 157 0100", extension=12, note="free")
    SpokenLanguage.objects.create(service=service, code="es", name="Español", note="Mondays")
    Paper.objects.create(service=service, name="A letter, if you have one")
    WeeklyHours.objects.create(service=service, weekday=0, opens=dt.time(9), closes=dt.time(17))
    OtherHours.objects.create(service=service, day=dt.date(2026, 12, 25), why="Holiday")
    ServicePlaceFactory(
        service=service,
        about="Ground floor",
        place__provider=service.provider,
        place__access="One step.",
        place__latitude="35.59510",
        place__longitude="-82.55150",
    )
    nowhere = dict.fromkeys(("street", "town", "region", "postcode"), "")
    online = PlaceFactory(
        provider=service.provider, kind=PlaceKind.VIRTUAL, name="Online", **nowhere
    )
    ServicePlaceFactory(service=service, place=online)
    return service


@pytest.fixture
def secret(db) -> Service:
    """One whose place stays secret, of a provider with a place that is known to editors only."""
    service = ServiceFactory(
        name="Night room",
        provider__name="Heron House",
        is_confidential=True,
        under=["stay"],
        what_happens="Someone answers at once.",
    )
    PlaceFactory(
        provider=service.provider,
        name="Heron Place",
        street="7 Canary Row",
        postcode="C4N 4RY",
        latitude="12.34567",
        longitude="76.54321",
    )
    Phone.objects.create(service=service, number="01632 960 177")
    return service
