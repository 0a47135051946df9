"""A directory that comes as a file: a bad entry loses no good one, and nothing is public by it."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from community.support.actions import ensure_headings, importing
from community.support.models import Service
from community.support.permissions import visible_services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def headings(db):
    ensure_headings()


def one(id_="a1", **more) -> dict:
    """A service as HSDS writes it."""
    return {
        "id": id_,
        "name": "Money talk",
        "description": "We look at your letters with you. Bring them all.",
        "status": "active",
        "organization": {"id": "o1", "name": "Lantern Trust", "description": "A charity."},
        "attributes": [{"taxonomy_term": {"code": "107-05", "name": "Financial Education"}}],
    } | more


def check(*services, content=None):
    content = json.dumps(list(services)).encode() if content is None else content
    return importing.check_file(content=content, source="hsds", today=timezone.localdate())


def load(*services, replace=False, content=None):
    """Remarks as (part, reason) and counts of what came of it."""
    checked = check(*services, content=content)
    report = importing.bring_in(entries=checked.entries, source="hsds", replace=replace)
    remarks = [*checked.remarks, *report.remarks]
    return remarks, {outcome.value: count for outcome, count in report.outcomes.items()}


def put_on_the_site(service) -> None:
    Service.objects.filter(pk=service.pk).update(
        is_live=True, verified_on="2026-04-20", next_check="2099-04-20"
    )


def test_what_comes_in_is_under_its_kind_and_not_on_the_site():
    remarks, counts = load(one())
    assert (remarks, counts) == ([], {"created": 1})
    service = Service.objects.get()
    assert [heading.slug for heading in service.headings.all()] == ["money"]
    assert [term.code for term in service.terms.all()] == ["107-05"]
    assert (service.is_live, service.verified_on) == (False, None)
    assert not visible_services(None).exists()


def test_the_same_file_twice_changes_nothing_and_a_new_one_the_same_entry():
    load(one(phones=[{"number": "0808 157 0100"}]))
    before = Service.objects.get().changed_at
    assert load(one(phones=[{"number": "0808 157 0100"}]))[1] == {"unchanged": 1}
    assert Service.objects.get().changed_at == before
    assert load(one(name="Money talk at noon"))[1] == {"updated": 1}
    service = Service.objects.get()
    assert (service.name, service.phones.count()) == ("Money talk at noon", 1)


def test_a_bad_entry_is_named_and_loses_no_good_one():
    bad = [{"id": "a2", "status": "active"}, one("a3", organization={}), "words", one("a1")]
    remarks, counts = load(one("a1"), *bad, one("a9"))
    assert counts == {"created": 2}
    assert [(where, part) for where, part, _reason, refused in remarks if refused] == [
        ("[1]", "name"), ("[4]", "id"), ("[2]", "organization.name"),
    ]  # fmt: skip
    assert Service.objects.count() == 2


@pytest.mark.parametrize(
    "part",
    [
        {"phones": "x"}, {"phones": [3, {"number": ["a"]}]}, {"schedules": [{"byday": 7}]},
        {"schedules": [{"valid_to": "2026-99-99", "opens_at": "99:00"}]}, {"attributes": [{}]},
        {"languages": [{"code": "a longer one"}]}, {"description": None}, {"status": {}},
        {"service_at_locations": [{"location": {"latitude": "NaN", "longitude": "1"}}]},
        {"service_at_locations": [{"location": {"latitude": "1e99", "longitude": "x"}}]},
        {"url": "javascript:alert(1)"}, {"email": "nobody"}, {"description": "a\x00b" * 4000},
        {"cost_options": [{"amount": True}]}, {"time_zone": "Mars"}, {"required_documents": [{}]},
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_read_does_not_lose_the_entry(part):
    _remarks, counts = load(one(**part))
    assert counts == {"created": 1}
    service = Service.objects.get()
    assert (service.website, service.email, service.time_zone) == ("", "", "")


def test_parts_become_ours():
    week = {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00:00", "closes_at": "17:00"}
    odd = {"freq": "MONTHLY", "byday": "1MO", "opens_at": "10:00", "description": "First Mondays"}
    remarks, _counts = load(one(
        phones=[{"number": '"0808 157 0100"', "extension": 4}, {"number": "x", "type": "fax"}],
        languages=[{"code": "ES"}], required_documents=[{"document": "A letter"}],
        schedules=[week, odd], fees_description="Free of charge", alert="Closed in May",
        service_areas=[{"name": "Ashcombe"}], wait_time="A week",
        eligibility_description="Everybody", application_process="Ring.",
    ))  # fmt: skip
    service = Service.objects.get()
    assert str(service.phones.get()) == "0808 157 0100"
    assert [(row.code, row.name) for row in service.languages.all()] == [("es", "español")]
    assert [row.weekday for row in service.weekly_hours.all()] == [0, 1]
    assert (service.hours_note, service.cost, service.notice) == (
        "First Mondays", "free", "Closed in May",
    )  # fmt: skip
    assert {part for _where, part, _reason, _refused in remarks} == {
        "phones[1].type", "schedules[1]",
    }  # fmt: skip


def test_what_is_on_the_site_is_left_unless_an_editor_says_otherwise():
    load(one())
    put_on_the_site(Service.objects.get())
    assert load(one())[1] == {"unchanged": 1}
    remarks, counts = load(one(name="Another"))
    assert counts == {"left": 1}
    assert "checked by somebody" in remarks[0].reason
    assert Service.objects.get().name == "Money talk"
    assert load(one(name="Another"), replace=True)[1] == {"updated": 1}
    service = Service.objects.get()
    assert (service.name, service.is_live, service.verified_on) == ("Another", False, None)


def test_what_our_own_interface_gave_out_does_not_come_back_as_another(full, stranger):
    page = stranger.get("/hsds/services?full=true").content
    _remarks, counts = load(content=page)
    assert counts == {"left": 1}
    assert Service.objects.count() == 1


def test_another_site_of_this_kind_is_brought_in_whole(full, stranger):
    page = stranger.get("/hsds/services?full=true").json()
    told = Service.objects.get()
    page["contents"][0]["id"] = "elsewhere"
    load(content=json.dumps(page).encode())
    came = Service.objects.get(source_id="elsewhere")
    alike = ("what_happens", "police", "cost", "no_id", "step_free", "interpreters", "notice")
    for name in (*alike, "house_rules"):
        assert getattr(came, name) == getattr(told, name), name
    assert [row.opens for row in came.weekly_hours.all()] == [
        row.opens for row in told.weekly_hours.all()
    ]
    assert came.other_hours.get().day == told.other_hours.get().day
    assert {at.place.street for at in came.at_places.all()} == {"12 Plum Lane", ""}


CSV = "\n".join([
    "id,name,organization,description,phones,schedules,languages,taxonomy_terms,address_1,city",
    "1,Soup kitchen,Lantern Trust,Warm food,0808 157 0100; 01632 960177,"
    "MO-WE 09:00-17:00; SU 10:00-12:00,es; pl,Food,12 Plum Lane,Ashcombe",
    "2,,Lantern Trust,,,,,,,",
    "3,Two,cells",
    "4,Debt help,Lantern Trust,,,by appointment,,Credit Counseling,,",
])  # fmt: skip


def test_a_table_is_read_by_its_lines():
    remarks, counts = load(content=CSV.encode())
    assert counts == {"created": 2}
    assert [(where, part) for where, part, _reason, refused in remarks if refused] == [
        ("line 3", "name"), ("line 4", ""),
    ]  # fmt: skip
    soup = Service.objects.get(source_id="1")
    assert [row.weekday for row in soup.weekly_hours.all()] == [0, 1, 2, 6]
    assert (soup.phones.count(), soup.languages.count()) == (2, 2)
    assert soup.at_places.get().place.street == "12 Plum Lane"
    assert Service.objects.get(source_id="4").hours_note == "by appointment"


def test_column_with_a_name_that_is_not_known_is_said_once_and_not_repeated():
    """A number under "phone" is lost without a word. A heading may tell a place: only where it is
    in the file is said (safety.md #20)."""
    table = "id,name,organization,phone,12 Plum Lane\n1,Tea,House,0808 157 0100,x\n2,Soup,House,,"
    remarks, counts = load(content=table.encode())
    assert counts == {"created": 2}
    ((where, _part, reason, refused),) = [one for one in remarks if one[0] == "line 1"]
    assert (where, refused) == ("line 1", False)
    assert "4, 5" in reason
    assert "Plum" not in str(remarks)
    remarks, _counts = load(content=CSV.encode())
    assert not [one for one in remarks if one[0] == "line 1"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"), (b"  \n", "empty"), (b'{"a": ', "line 1"), (b"a,b\n1,2", "lacks"),
        (b"PK\x03\x04\x00\x00", "neither"), (b"[" * 100_000, "nested"), (b'["\xff"]', "UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(content, words):
    with pytest.raises(importing.UnreadableFile, match=words):
        check(content=content)


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path, capsys):
    file = tmp_path / "services.json"
    file.write_text(json.dumps([one(), {"id": "x", "status": "active"}]))
    report = tmp_path / "report.csv"
    call_command("import_services", str(file), "--dry-run", "--report", str(report))
    said = capsys.readouterr().out
    assert "1 services: 1 created. 1 left out." in said
    assert "A dry run" in said
    assert not Service.objects.exists()
    assert "[1],name," in report.read_text(encoding="utf-8-sig")
    call_command("import_services", str(file))
    assert Service.objects.count() == 1


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_file_that_is_not_there_ends_with_3(name, tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("import_services", str(tmp_path / name))
    assert refusal.value.returncode == 3


def test_a_file_leaves_other_languages_alone_and_they_stop_holding_by_themselves():
    load(one())
    service = Service.objects.get()
    spanish = {name: f"en español: {name}" for name in Service.TOLD}
    service.write_in("es", spanish)
    service.save()
    assert load(one())[1] == {"unchanged": 1}
    assert Service.objects.get().words_in("es")
    load(one(name="Money talk at noon"))
    service = Service.objects.get()
    assert service.in_other_languages["es"]["name"] == "en español: name"
    assert service.words_in("es") is None
    load(one())
    assert Service.objects.get().words_in("es")  # it says again what it said
