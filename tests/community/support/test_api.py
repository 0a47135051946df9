"""The public interface speaks HSDS 3.0, and tells no place that stays secret."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.support.models import Heading, Service
from tests.community.support import hsds
from tests.dump import whole_database
from tests.factories.support import PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db
judged = pytest.mark.real_file  # its schemas are not ours to ship
PAGE = {
    "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty",
    "contents",
}  # fmt: skip
LISTS = {
    "services": "service",
    "services?full=true": "service",
    "organizations": "organization",
    "organizations?full=true": "organization",
    "organizations?full_service=true": "organization",
    "service_at_locations": "service_at_location",
    "service_at_locations?full=true": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms?per_page=100": "taxonomy_term",
}


def read(client, path: str, status=200) -> dict:
    answer = client.get(f"/hsds/{path}")
    assert answer.status_code == status, answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    return answer.json()


def names(client, path: str) -> set[str]:
    return {one["name"] for one in read(client, path)["contents"]}


def everything(client) -> str:
    """Every byte that the interface gives out, of all pages and of every row."""
    found = []
    for path in [*LISTS, "", "services?minimal=true"]:
        found.append(client.get(f"/hsds/{path}").content.decode())
    for path in ("services", "organizations", "service_at_locations", "taxonomies"):
        for one in read(client, path)["contents"]:
            found.append(client.get(f"/hsds/{path}/{one['id']}").content.decode())
    return "\n".join(found)


def test_it_says_its_version(stranger):
    said = read(stranger, "")
    assert said["version"] == "3.0"
    assert said["openapi_url"].startswith("https://")


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_page(stranger, full, secret, path):
    page = read(stranger, path)
    assert set(page) == PAGE
    assert page["contents"]
    assert page["size"] == len(page["contents"])
    for one in page["contents"]:
        assert str(uuid.UUID(one["id"])) == one["id"]


@judged
@pytest.mark.parametrize(("path", "name"), LISTS.items())
def test_every_list_is_valid(stranger, full, secret, path, name):
    page = read(stranger, path)
    assert set(hsds.page_schema()) <= set(page)
    assert [hsds.faults(one, name) for one in page["contents"]] == [[]] * page["size"]


@judged
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("services", "service"),
        ("organizations", "organization"),
        ("service_at_locations", "service_at_location"),
        ("taxonomies", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term"),
    ],
)
def test_every_single_one_is_valid(stranger, full, secret, path, name):
    listed = read(stranger, f"{path}?per_page=100")["contents"]
    for one in listed[:30]:
        whole = read(stranger, f"{path}/{one['id']}")
        assert whole["id"] == one["id"]
        assert hsds.faults(whole, name) == []


@judged
def test_the_judge_finds_what_is_wrong(stranger, full):
    whole = read(stranger, f"services/{full.public_id}")
    assert hsds.faults(whole | {"status": "open"}, "service")
    assert hsds.faults(whole | {"id": "7"}, "service")
    assert hsds.faults(whole | {"phones": [{"id": str(uuid.uuid4())}]}, "service")


def test_a_whole_service_tells_all_of_it(stranger, full):
    whole = read(stranger, f"services/{full.public_id}")
    assert whole["organization"]["name"] == "Lantern Trust"
    assert whole["phones"][0]["number"] == "0808 157 0100"
    assert whole["languages"][0]["code"] == "es"
    assert whole["required_documents"][0]["document"] == "A letter, if you have one"
    assert whole["schedules"][0]["byday"] == "MO"
    assert whole["schedules"][1]["valid_from"] == "2026-12-25"
    places = [one["location"] for one in whole["service_at_locations"]]
    assert [one["location_type"] for one in places] == ["physical", "virtual"]
    assert places[0]["addresses"][0]["address_1"] == "12 Plum Lane"
    assert places[0]["accessibility"][0]["description"] == "One step."
    told = {one["taxonomy_term"]["code"]: one.get("value", "") for one in whole["attributes"]}
    assert {"talk", "108-07-02", "no-id"} <= set(told)
    assert told["what-happens-when-you-call"] == "Amina answers."
    assert whole["assured_date"] == "2026-04-20"


def test_a_secret_service_is_at_a_virtual_place_everywhere(stranger, full, secret):
    whole = read(stranger, f"services/{secret.public_id}")
    (at,) = whole["service_at_locations"]
    assert at["location"] == {"id": at["location_id"], "location_type": "virtual"}
    listed = read(stranger, "service_at_locations")["contents"]
    assert at["id"] in [one["id"] for one in listed]
    alone = read(stranger, f"service_at_locations/{at['id']}")
    assert alone["location"] == at["location"]
    assert "locations" not in read(stranger, f"organizations/{secret.provider.public_id}")


def test_no_byte_tells_where_it_is(stranger, full, secret):
    said = everything(stranger)
    assert "Night room" in said
    assert "12 Plum Lane" in said  # so that a place that may be known would be found
    for planted in ("Canary Row", "C4N 4RY", "Heron Place", "12.34567", "76.54321"):
        assert planted in whole_database()
        assert planted not in said
    for name, args in (
        ("support:help", []),
        ("support:service", [secret.public_id]),
        ("support:paper", []),
        ("support:card", []),
    ):
        html = stranger.get(reverse(name, args=args)).content.decode()
        assert "Canary Row" not in html
        assert "C4N 4RY" not in html


def test_what_is_not_on_the_site_is_not_here(stranger, full):
    Service.objects.update(is_live=False)
    for path in ("services", "organizations", "service_at_locations"):
        assert read(stranger, path)["empty"]
    read(stranger, f"services/{full.public_id}", status=404)
    read(stranger, f"organizations/{full.provider.public_id}", status=404)
    at = full.at_places.first()
    read(stranger, f"service_at_locations/{at.public_id}", status=404)


def test_filters_narrow_what_the_others_leave(stranger, full, secret):
    ServiceFactory(name="Other talk", no_id=True)
    term = Heading.objects.get(slug="talk").public_id
    assert names(stranger, f"services?taxonomy_term_id={term}") == {"First talk", "Other talk"}
    assert names(stranger, f"services?taxonomy_term_id={term}&search=everybody") == {"First talk"}
    own = f"organization_id={full.provider.public_id}"
    assert names(stranger, f"services?{own}") == {"First talk"}
    assert names(stranger, f"services?{own}&search=other") == set()
    good = {
        one["code"]: one["id"] for one in read(stranger, "taxonomy_terms?per_page=100")["contents"]
    }
    assert names(stranger, f"services?taxonomy_term_id={good['no-id']}") == {
        "First talk", "Other talk",
    }  # fmt: skip
    assert names(stranger, f"services?taxonomy_term_id={good['confidential-location']}") == {
        "Night room"
    }
    taxonomies = {one["name"]: one["id"] for one in read(stranger, "taxonomies")["contents"]}
    eligible = taxonomies["Open Eligibility"]
    assert names(stranger, f"services?taxonomy_id={eligible}") == {"First talk"}
    assert len(names(stranger, f"services?taxonomy_id={taxonomies['Kinds of help']}")) == 3
    assert names(stranger, f"services?taxonomy_id={uuid.uuid4()}") == set()


def test_what_changed_since(stranger, full, secret):
    Service.objects.filter(pk=secret.pk).update(changed_at=timezone.now() - dt.timedelta(days=9))
    since = (timezone.now() - dt.timedelta(days=1)).isoformat()
    assert names(stranger, f"services?modified_after={since}") == {"First talk"}
    assert names(stranger, f"services?modified_after={since[:10]}") == {"First talk"}
    minimal = read(stranger, "services?minimal=true")["contents"]
    assert {frozenset(one) for one in minimal} == {frozenset({"id", "modified_date"})}


def test_pages_follow_on_each_other(stranger):
    for number in range(5):
        ServiceFactory(name=f"Talk {number}")
    first, last = (read(stranger, f"services?per_page=3&page={page}") for page in (1, 2))
    assert (first["total_items"], first["total_pages"]) == (5, 2)
    assert (first["first_page"], first["last_page"]) == (True, False)
    assert (last["first_page"], last["last_page"], last["size"]) == (False, True, 2)
    assert not {one["id"] for one in first["contents"]} & {one["id"] for one in last["contents"]}
    assert read(stranger, "services?page=9")["empty"]


def test_places_of_both_kinds_follow_on_each_other(stranger, full, secret):
    pages = [read(stranger, f"service_at_locations?per_page=1&page={page}") for page in (1, 2, 3)]
    assert [page["size"] for page in pages] == [1, 1, 1]
    assert len({page["contents"][0]["id"] for page in pages}) == 3
    assert pages[2]["last_page"]
    found = read(stranger, "service_at_locations?postcode=28801")["contents"]
    assert [one["location"]["name"] for one in found] == ["The Yellow House"]


@pytest.mark.parametrize(
    "path",
    [
        "services?page=0",
        "services?page=x",
        "services?per_page=101",
        "services?full=perhaps",
        "services?modified_after=x",
        "services?modified_after=2026-13-01",
        "services?format=xml",
        "service_at_locations?proximity=10",
        "service_at_locations?postcode=00000&proximity=10",
        "service_at_locations?postcode=28801&proximity=far",
        "taxonomies?format=csv",
    ],
)
def test_a_question_that_makes_no_sense_is_told_what_does(stranger, path):
    assert read(stranger, path, status=400)["error"]


@pytest.mark.parametrize("where", ["services", "organizations", "service_at_locations",
                                   "taxonomies", "taxonomy_terms"])  # fmt: skip
@pytest.mark.parametrize("id_", ["x", str(uuid.uuid4())])
def test_what_is_not_there(stranger, where, id_):
    read(stranger, f"{where}/{id_}", status=404)


def test_what_did_not_change_is_not_sent_again(stranger, full):
    first = stranger.get("/hsds/services")
    again = stranger.get("/hsds/services", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["Access-Control-Allow-Origin"] == "*"
    full.name = "Another name"
    full.save()
    changed = stranger.get("/hsds/services", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_another_site_may_ask_first_and_only_read(stranger, full):
    asked = stranger.options("/hsds/services", headers={"Origin": "https://elsewhere.example"})
    assert asked.status_code == 200
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]
    for method in (stranger.post, stranger.put, stranger.delete):
        assert method("/hsds/services").status_code == 405


@pytest.mark.parametrize("path", ["/hsds/", "/hsds/services", "/hsds/no/such/thing/"])
def test_who_tries_to_write_is_told_in_json_what_may_be_done(db, path):
    """Also a program without our cookies, which Django would turn away with a page."""
    said = Client(enforce_csrf_checks=True).post(path, {"name": "x"})
    assert (said.status_code, said["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert said["Access-Control-Allow-Origin"] == "*"
    assert "GET" in said.json()["error"]


@pytest.mark.parametrize("path", ["services/", "organizations/", "taxonomies/x/", "nothing"])
def test_an_address_with_a_slash_too_many_is_missed_in_json(stranger, path):
    said = stranger.get(f"/hsds/{path}")
    assert said.status_code == 404
    assert "without a slash" in said.json()["error"]


def test_too_many_requests_are_asked_to_wait(stranger, full, monkeypatch):
    from community.safety import limits

    few = [limits.Limit("open_data", "2/minute", limits.Per.ORIGIN)]
    monkeypatch.setattr(limits, "LIMITS", few)
    codes = [stranger.get("/hsds/", REMOTE_ADDR="203.0.113.91").status_code for _time in range(3)]
    assert codes == [200, 200, 429]


def test_a_list_of_many_asks_the_database_as_often_as_a_list_of_few(
    stranger, full, django_assert_max_num_queries
):
    for number in range(12):
        ServiceFactory(name=f"Talk {number}")
        PlaceFactory()
    with django_assert_max_num_queries(24):
        stranger.get("/hsds/services?full=true")


def test_a_service_is_told_in_its_own_language_whoever_asks(stranger, full):
    full.cost_note = ""
    full.write_in("es", {name: f"Canario {name}" for name in Service.TOLD})
    full.save()
    stranger.cookies["language"] = "es"
    said = stranger.get("/hsds/services?full=true", headers={"accept-language": "es"}).json()
    (one,) = said["contents"]
    assert one["name"] == "First talk"
    assert one["fees_description"] == "Free"
    assert "Canario" not in everything(stranger)
    assert names(stranger, "services?search=canario") == {"First talk"}  # found in either
    full.written_in = "es"
    full.save()
    stranger.cookies["language"] = "en"
    (one,) = read(stranger, "services?full=true")["contents"]
    assert one["fees_description"] == "Gratis"
