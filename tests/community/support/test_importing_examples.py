"""The examples of the specification itself are brought in or explained, and found."""

import pytest
from django.core.management import call_command

from community.support.actions import ensure_headings
from community.support.models import Service
from tests.community.support import hsds

pytestmark = [pytest.mark.django_db, pytest.mark.real_file]
SERVICES = ("service_full", "service_list", "service_at_location_full", "service_at_location_list",
            "organization_full", "tabular")  # fmt: skip
OTHERS = ("base", "location", "organization_list", "taxonomy", "taxonomy_list", "taxonomy_term",
          "taxonomy_term_list")  # fmt: skip


def load(name: str, capsys) -> str:
    call_command("import_services", str(hsds.FOLDER / "examples" / f"{name}.json"))
    return capsys.readouterr().out


def test_all_of_them_are_known():
    files = {file.stem for file in (hsds.FOLDER / "examples").glob("*.json")}
    assert files == {*SERVICES, *OTHERS}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_of_an_example_is_brought_in_and_found(name, stranger, capsys):
    ensure_headings()
    said = load(name, capsys)
    assert "1 services: 1 created. 0 left out." in said
    service = Service.objects.get()
    assert (service.name, service.is_live) == ("Community Counselling", False)
    assert service.provider.name == "Example Organization Inc."
    assert stranger.get("/help/?q=Counselling").context["count"] == 0
    Service.objects.update(is_live=True, verified_on="2026-04-20", next_check="2099-04-20")
    assert stranger.get("/help/?q=Counselling").context["count"] == 1
    assert "Community Counselling" in stranger.get("/help/?q=MyCity+anxiety").content.decode()


@pytest.mark.parametrize("name", OTHERS)
def test_an_example_without_a_service_is_explained(name, capsys):
    said = load(name, capsys)
    assert "No service stands here" in said
    assert "0 services: none. 0 left out." in said
    assert not Service.objects.exists()


def test_a_whole_example_keeps_what_it_says(capsys):
    ensure_headings()
    said = load("service_full", capsys)
    service = Service.objects.get()
    assert [one.number for one in service.phones.all()] == ["+44 1234 234567"]
    assert [one.code for one in service.languages.all()] == ["ur"]
    assert [one.name[:31] for one in service.papers.all()] == ["Any official identification doc"]
    assert (service.interpreters, service.cost) == (True, "paid")
    assert "schedules[0]: This timetable is over since 2005-01-01." in said
    assert not service.weekly_hours.exists()
    place = service.at_places.get().place
    assert (place.name, place.street, place.latitude) == ("MyCity Civic Center", "", None)
    assert "This address is for letters" in said
    assert "There is no such point on the map" in said
    assert "induction loops" in place.access


def test_examples_one_after_the_other_are_one_service(capsys):
    ensure_headings()
    load("service_full", capsys)
    assert "1 unchanged" in load("service_full", capsys)
    load("service_list", capsys)  # says less: what it does not say stays
    assert Service.objects.get().phones.count() == 1
