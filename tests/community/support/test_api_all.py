"""All of a list at once, and what is near a postcode."""

import json

import pytest

from community.support.api import answering
from community.support.api.nearness import metres_between
from tests.community.support import hsds
from tests.factories.support import PlaceFactory, ServiceFactory, ServicePlaceFactory

pytestmark = pytest.mark.django_db


def lines(client, path: str) -> list[dict]:
    answer = client.get(f"/hsds/{path}")
    assert answer["Content-Type"] == "application/x-ndjson"
    assert answer["Access-Control-Allow-Origin"] == "*"
    return [json.loads(line) for line in answer.getvalue().splitlines()]


def test_all_services_come_as_lines(stranger, full, secret, monkeypatch):
    monkeypatch.setattr(answering, "AT_ONCE", 2)
    for _ in range(3):
        ServiceFactory()
    ServiceFactory(is_live=False, name="Not yet")
    found = lines(stranger, "services?format=ndjson")
    paged = stranger.get("/hsds/services?per_page=100").json()["contents"]
    assert found == paged
    assert len(found) == 5


@pytest.mark.parametrize(
    "path", ["organizations", "service_at_locations", "taxonomies", "taxonomy_terms"]
)
def test_each_list_comes_as_lines(stranger, full, secret, path):
    paged = stranger.get(f"/hsds/{path}?per_page=100").json()["contents"]
    assert lines(stranger, f"{path}?format=ndjson") == paged


def test_lines_tell_no_secret_place(stranger, secret):
    said = json.dumps(lines(stranger, "service_at_locations?format=ndjson&full=true"))
    assert "Canary" not in said
    assert "C4N" not in said


@pytest.mark.real_file
def test_lines_are_what_the_specification_says(stranger, full, secret):
    for one in lines(stranger, "services?format=ndjson&full=true"):
        assert hsds.faults(one, "service") == []


def test_everything_is_not_asked_for_all_the_time(stranger, full):
    answers = [stranger.get("/hsds/services?format=ndjson").status_code for _ in range(13)]
    assert answers[:12] == [200] * 12
    assert answers[12] == 429


def test_ids_and_dates_come_in_one_answer(stranger):
    for _ in range(25):
        ServiceFactory()
    said = stranger.get("/hsds/services?minimal=true").json()
    assert (said["size"], said["last_page"]) == (25, True)


def at(north: str, east: str, postcode: str = "", **more):
    place = PlaceFactory(latitude=north, longitude=east, postcode=postcode)
    return ServicePlaceFactory(place=place, service__name=f"{north} {east}", **more)


def test_what_is_near_a_postcode_is_found(stranger):
    at("35.5900", "-82.5500", "28801")
    at("35.5990", "-82.5500")  # a kilometre to the north
    at("35.5900", "-82.5000")  # four and a half to the east
    at("35.5900", "-82.5501", service__is_live=False)
    base = "/hsds/service_at_locations?postcode=28801"
    counts = [
        stranger.get(f"{base}&proximity={metres}").json()["total_items"]
        for metres in (500, 1100, 5000)
    ]
    assert counts == [1, 2, 3]
    assert stranger.get(base).json()["total_items"] == 1


def test_what_is_secret_is_near_nothing(stranger, secret):
    at("12.34567", "76.54321", "C4N 4RY", service__is_live=False)
    answer = stranger.get("/hsds/service_at_locations?postcode=C4N 4RY&proximity=500000")
    assert answer.status_code == 400  # where it is is not known: no service tells it


def test_how_far_it_is():
    assert metres_between(0, 0, 0, 1) == pytest.approx(111_195, abs=50)
    assert metres_between(35.59, -82.55, 35.59, -82.55) == 0
