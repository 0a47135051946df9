"""Editors keep the directory of help; where a service stays secret, no form takes a place."""

import pytest
from django.urls import reverse

from community.people.actions import give_role
from community.support.models import Heading, Place, PlaceKind, Provider, Service
from tests.dump import whole_database
from tests.factories.support import PlaceFactory, ProviderFactory, ServiceFactory

pytestmark = pytest.mark.django_db
SETS = ("phones", "weekly_hours", "other_hours", "languages", "papers", "at_places")


@pytest.fixture
def editing(home, as_person, editor, now):
    return as_person(give_role(person=editor, role=editor.role, now=now))


def form(**fields) -> dict[str, str]:
    """What the form of a service is sent with; "phones": [{...}] fills the forms beside it."""
    sent = {
        "provider": str(ProviderFactory().pk),
        "name": "First talk",
        "headings": [str(Heading.objects.get(slug="talk").pk)],
        "summary": "Somebody listens.",
        "status": "active",
        "written_in": "en",
    }
    sets = {name: fields.pop(name, []) for name in SETS}
    for name, rows in sets.items():
        sent |= {
            f"{name}-TOTAL_FORMS": str(len(rows)),
            f"{name}-INITIAL_FORMS": "0",
            f"{name}-MIN_NUM_FORMS": "0",
            f"{name}-MAX_NUM_FORMS": "1000",
        }
        for number, row in enumerate(rows):
            sent |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return sent | fields


def add(client, **fields):
    return client.post(reverse("wagtailsnippets_support_service:add"), form(**fields))


def said_of(answer) -> str:
    """What a form refused, with the forms beside it."""
    form = answer.context["form"]
    return f"{form.errors} {[one.errors for one in form.formsets.values()]}"


def test_an_editor_writes_a_service_with_all_of_it(editing):
    place = PlaceFactory()
    answer = add(
        editing,
        phones=[{"number": "0808 157 0100", "kind": "voice"}],
        weekly_hours=[{"weekday": "0", "opens": "09:00", "closes": "17:00"}],
        at_places=[{"place": str(place.pk)}],
        verified_on="2026-04-20",
        verified_by="Amina",
        is_live="on",
    )
    assert answer.status_code == 302, said_of(answer)
    service = Service.objects.get()
    assert not service.is_confidential
    assert service.phones.get().number == "0808 157 0100"
    assert service.at_places.get().place == place
    assert list(service.headings.values_list("slug", flat=True)) == ["talk"]
    assert str(service.next_check) == "2027-04-20"


@pytest.mark.parametrize(
    "planted",
    [
        {"description": "We are at 7 Canary Row."},
        {"summary": "7 Canary Row"},
        {"area_served": "7 Canary Row"},
        {"website": "https://maps.google.com/?q=canary"},
        {"phones": [{"number": "0808 157 0100", "kind": "voice", "note": "7 Canary Row"}]},
        {"other_hours": [{"day": "2026-12-25", "why": "7 Canary Row"}]},
        {"languages": [{"code": "es", "name": "Español", "note": "7 Canary Row"}]},
        {"papers": [{"name": "Come to 7 Canary Row"}]},
    ],
    ids=lambda planted: next(iter(planted)),
)
def test_words_that_tell_a_secret_place_are_not_saved(editing, planted):
    answer = add(editing, is_confidential="on", **planted)
    assert answer.status_code == 200
    assert "stays secret" in answer.content.decode()
    assert not Service.objects.exists()
    assert "anary" not in whole_database()


def test_no_place_to_go_to_is_chosen_for_a_secret_service(editing):
    answer = add(editing, is_confidential="on", at_places=[{"place": str(PlaceFactory().pk)}])
    assert answer.status_code == 200
    assert not Service.objects.exists()


def test_a_secret_service_may_be_online(editing):
    online = Place.objects.create(provider=ProviderFactory(), kind=PlaceKind.VIRTUAL)
    answer = add(editing, is_confidential="on", at_places=[{"place": str(online.pk)}])
    assert answer.status_code == 302
    assert Service.objects.get().is_confidential


def test_nothing_is_on_the_site_before_somebody_checked_it(editing):
    assert add(editing, is_live="on").status_code == 200
    assert not Service.objects.exists()


def test_a_place_online_takes_no_address(editing):
    sent = {"provider": str(ProviderFactory().pk), "kind": "virtual", "street": "7 Canary Row"}
    answer = editing.post(reverse("wagtailsnippets_support_place:add"), sent)
    assert answer.status_code == 200
    assert not Place.objects.exists()


def test_who_offers_a_service_is_not_deleted_with_it(editing):
    service = ServiceFactory()
    address = reverse("wagtailsnippets_support_provider:delete", args=[service.provider_id])
    answer = editing.post(address, follow=True)
    assert "It still has services" in answer.content.decode()
    assert Provider.objects.filter(pk=service.provider_id).exists()


def test_what_is_to_be_checked_is_found(editing):
    ServiceFactory(name="Long ago", next_check="2026-01-01")
    ServiceFactory(name="Lately")
    html = editing.get(reverse("wagtailsnippets_support_service:list"), {"due": "on"})
    assert "Long ago" in html.content.decode()
    assert "Lately" not in html.content.decode()
