"""What a file says of a place that stays secret is stored, logged and said nowhere (#20)."""

import json
from dataclasses import asdict

import pytest
from django.core.management import call_command
from django.utils import timezone

from community.support.actions import ensure_headings, importing
from community.support.actions.bringing import take_file
from community.support.models import Place, Service
from tests.community.support.test_importing import load, one, put_on_the_site
from tests.dump import whole_database

pytestmark = pytest.mark.django_db
STREET = "Canary Cottage, Wren Yard"  # no sign tells that this is one
ADDRESS = {
    "address_1": STREET, "city": "Ashcombe", "state_province": "NC", "postal_code": "C4N 4RY",
    "country": "US", "address_type": "physical",
}  # fmt: skip
AT = [{"location": {
    "id": "l1", "location_type": "physical", "name": "The yellow one", "latitude": 35.59,
    "longitude": -82.55, "transportation": "Bus 7 to Canary Bridge", "addresses": [ADDRESS],
}}]  # fmt: skip
STAY = [{"taxonomy_term": {"code": "101-06-02", "name": "Safe Housing"}}]
TELLING = ("canary", "wren yard", "c4n", "35.59")


@pytest.fixture(autouse=True)
def headings(db):
    ensure_headings()


def is_kept_nowhere(*more: str) -> bool:
    kept = (whole_database() + "".join(more)).casefold()
    return not any(word in kept for word in TELLING)


SECRETS = {
    "its kind": {"attributes": STAY},
    "its words": {"description": "A shelter for women.", "attributes": []},
    "nobody knows what it is": {"name": "Xyz", "description": "", "attributes": []},
    "the other directory says so": {
        "attributes": [*one()["attributes"], {"taxonomy_term": {"code": "confidential-location"}}]
    },
}


@pytest.mark.parametrize("why", SECRETS)
def test_a_secret_place_is_left_out_and_the_service_comes_in(why, now, staff):
    said = one(service_at_locations=AT, **SECRETS[why])
    kept = take_file(
        content=json.dumps([said]).encode(), source="hsds", replace=False, by=staff, now=now
    )
    assert is_kept_nowhere(json.dumps(kept.entries), json.dumps(kept.remarks))
    remarks, counts = load(said)
    assert counts == {"created": 1}
    assert any("stays secret" in remark.reason for remark in remarks)
    assert Service.objects.get().is_confidential
    assert is_kept_nowhere(str(remarks))
    assert not Place.objects.exists()


def test_a_place_that_everybody_may_know_comes_in():
    load(one(service_at_locations=AT))
    assert Place.objects.get().street == STREET
    assert not Service.objects.get().is_confidential


@pytest.mark.parametrize(
    "part",
    [
        {"description": f"A shelter. Come to {STREET} at noon."},
        {"application_process": "Come to 7 Canary Street."},
        {"phones": [{"number": "0808 157 0100", "description": f"Ring the bell of {STREET}"}]},
        {"organization": {"id": "o1", "name": "Trust", "description": "We are at C4N 4RY."}},
        {"organization": {"id": "o1", "name": "T", "website": "https://maps.google.com/canary"}},
        {"schedules": [{"description": f"Mondays in {STREET}", "freq": "YEARLY"}]},
    ],
)  # fmt: skip
def test_words_that_tell_a_secret_place_are_left_out(part):
    remarks, counts = load(one(attributes=STAY, service_at_locations=AT, **part))
    assert counts == {"created": 1}
    assert is_kept_nowhere(str(remarks))


@pytest.mark.parametrize(
    "part",
    [
        {"name": "House at 7 Canary Street"},
        {"organization": {"id": "o1", "name": "7 Canary Street Trust"}},
        {"required_documents": [{"document": f"The key of {STREET}"}]},
        {"id": "7 Canary Street"},
    ],
)
def test_an_entry_whose_name_tells_it_is_left_out_without_repeating_it(part, tmp_path, capsys):
    said = one(**({"attributes": STAY, "service_at_locations": AT} | part))
    file = tmp_path / "services.json"
    file.write_text(json.dumps([said]))
    report = tmp_path / "report.csv"
    call_command("import_services", str(file), "--report", str(report))
    out = capsys.readouterr().out
    assert "1 left out" in out
    assert is_kept_nowhere(out, report.read_text())


def test_another_service_at_the_same_place_does_not_tell_it():
    remarks, counts = load(
        one("open", service_at_locations=AT, description=f"Soup at {STREET}"),
        one("secret", attributes=STAY, service_at_locations=AT),
    )
    assert counts == {"created": 2}
    assert is_kept_nowhere(str(remarks))


def test_what_an_editor_keeps_secret_stays_so():
    load(one())
    Service.objects.update(is_confidential=True)
    remarks, _counts = load(one(service_at_locations=AT))
    assert Service.objects.get().is_confidential
    assert is_kept_nowhere(str(remarks))


SAID = [*one()["attributes"], {"taxonomy_term": {"code": "confidential-location"}}]


@pytest.mark.parametrize("why", [SAID, STAY])
def test_one_that_becomes_secret_loses_its_place(why):
    load(one(service_at_locations=AT))
    _remarks, counts = load(one(service_at_locations=AT, attributes=why))
    assert counts == {"updated": 1}
    assert is_kept_nowhere()


def test_one_that_becomes_secret_loses_what_is_written_of_it_in_other_languages():
    load(one(service_at_locations=AT))
    service = Service.objects.get()
    service.write_in("es", {"name": "Comedor", "summary": f"Ven a {STREET}"})
    service.save()
    remarks, _counts = load(one(service_at_locations=AT, attributes=STAY))
    assert Service.objects.get().is_confidential
    assert is_kept_nowhere(str(remarks))
    assert any("another language" in remark.reason for remark in remarks)


def test_one_that_was_secret_keeps_what_an_editor_wrote_in_other_languages():
    load(one(attributes=STAY))
    service = Service.objects.get()
    service.write_in("es", {"name": "Cuarto de noche", "summary": "Te escucha alguien."})
    service.save()
    load(one(attributes=STAY, name="Night room"))
    assert Service.objects.get().in_other_languages["es"]["name"] == "Cuarto de noche"


def test_an_editor_may_say_that_everybody_may_know_it():
    said = one(service_at_locations=AT, attributes=STAY)
    load(said)
    Service.objects.update(is_confidential=False)
    load(said)
    assert Place.objects.get().street == STREET
    load(one(service_at_locations=AT, attributes=SAID))  # now the file says so in words
    assert is_kept_nowhere()


def test_one_on_the_site_that_a_file_calls_secret_is_told_of():
    load(one(service_at_locations=AT))
    put_on_the_site(Service.objects.get())
    remarks, counts = load(one(service_at_locations=AT, attributes=SAID))
    assert counts == {"left": 1}
    assert "Look today" in remarks[-1].reason


def test_an_entry_that_was_checked_holds_nothing_of_it():
    said = one(service_at_locations=AT, attributes=STAY)
    checked = importing.check_file(
        content=json.dumps(said).encode(), source="hsds", today=timezone.localdate()
    )
    assert is_kept_nowhere(json.dumps(asdict(checked)))
