"""A partner's table: read first, then brought in as drafts of their own organisation.

docs/decisions/0027-partners-with-much-to-say.md; safety.md #12, #16, T3, T15.
"""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from community.notifications.models import Message
from community.organisations.actions import let_go
from community.organisations.models import Membership
from community.safety.actions.keeping import forget_what_is_over
from community.safety.models import Task, TaskKind
from opportunities.actions import uploading
from opportunities.actions.importing import UnreadableFile
from opportunities.actions.publishing import save_draft
from opportunities.actions.red_flags import red_flags
from opportunities.actions.telling import tell_in
from opportunities.actions.uploading import (
    NotCsv,
    OneAfterTheOther,
    TooLarge,
    TooManyRows,
    bring_in,
    go_on_with_uploads,
    take_upload,
)
from opportunities.models import Area, Opportunity, Upload
from tests.factories.opportunities import AreaFactory, OpportunityFactory
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
GOOD = {"id": "a1", "title": "Garden morning", "summary": "Plant and pick.", "postcode": "10001"}


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


def table(*rows) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


@pytest.fixture
def brought(partner, organisation, now):
    """A function from rows to the upload after it was read and, with `go`, brought in."""

    def bring(*rows, go=True, at=now):
        made = take_upload(organisation=organisation, content=table(*rows), by=partner, now=at)
        go_on_with_uploads(now=at)
        if go:
            bring_in(upload=made, now=at)
            while go_on_with_uploads(now=at):
                pass
        made.refresh_from_db()
        return made

    return bring


def test_nothing_is_made_before_the_partner_has_read_what_is_wrong(brought):
    upload = brought(GOOD, GOOD | {"id": "a2", "kind": "party"}, go=False)
    assert upload.stage == "checked"
    assert (upload.fitting, len(upload.refused)) == (1, 1)
    line, column, reason = upload.refused[0]
    assert (line, column) == (3, "kind")
    assert "party" in reason
    assert not Opportunity.objects.exists()
    assert not go_on_with_uploads(now=upload.made_at + MINUTE)


def test_the_rest_goes_on_as_drafts_of_ones_own_organisation(brought, organisation, now):
    upload = brought(GOOD, GOOD | {"id": ""}, GOOD | {"id": "a3", "organisation": "Others"})
    rows = Opportunity.objects.order_by("external_id")
    assert [row.external_id for row in rows] == ["a1", "a3"]
    assert {row.organisation for row in rows} == {organisation}
    assert not [row for row in rows if row.live or row.first_published_at]
    assert not Opportunity.objects.public(now).exists()
    assert (upload.stage, upload.brought, upload.done) == ("done", 2, 3)
    assert bytes(upload.content) == b""


def test_partners_file_makes_no_part_of_town(brought):
    """Everybody reads those in the filters, and staff have not read a word of the file."""
    north = AreaFactory(label="Northgate")
    upload = brought(
        GOOD | {"area": "Ring 555 0199 for work"},
        GOOD | {"id": "a2", "title": "Soup", "area": "northgate"},
        GOOD | {"id": "a3", "title": "Bread", "area": ""},
    )
    assert [area.label for area in Area.objects.all()] == [north.label]
    areas = dict(Opportunity.objects.values_list("title", "area"))
    assert areas == {"Garden morning": None, "Soup": north.pk, "Bread": None}
    assert upload.notes == [
        ["“Ring 555 0199 for work” is no word of this site: it was left out.", 1]
    ]


def test_words_that_are_none_of_this_site_are_named_before_anything_is_made(brought):
    upload = brought(GOOD | {"needs": "step-free; a pony"}, go=False)
    said = {reason for reason, _number in upload.notes}
    assert "“a-pony” is no word of this site: it was left out." in said


def test_same_id_of_another_organisation_is_another_posting(brought, another_partner, now):
    other = another_partner.memberships.get().organisation
    theirs = OpportunityFactory(
        organisation=other, source=uploading.source_of(other), external_id="a1", title="Theirs"
    )
    brought(GOOD)
    theirs.refresh_from_db()
    assert theirs.title == "Theirs"
    assert Opportunity.objects.filter(external_id="a1").count() == 2


def test_second_time_changes_a_draft_and_nothing_that_went_further(brought, partner, now):
    brought(GOOD, GOOD | {"id": "a2"}, GOOD | {"id": "a3"})
    touched = Opportunity.objects.get(external_id="a2")
    save_draft(opportunity=touched, by=partner, now=now)
    Opportunity.objects.filter(external_id="a3").update(live=True, first_published_at=now)
    again = [GOOD | {"id": one, "title": "Other words"} for one in ("a1", "a2", "a3")]
    upload = brought(*again)
    titles = dict(Opportunity.objects.values_list("external_id", "title"))
    assert titles == {"a1": "Other words", "a2": "Garden morning", "a3": "Garden morning"}
    assert [(line, column) for line, column, _ in upload.refused] == [(3, "id"), (4, "id")]


def test_second_time_leaves_words_in_another_language_alone(brought, partner, now):
    brought(GOOD)
    row = Opportunity.objects.get()
    words = {name: "Algo" for name, said in row.original.items() if said}
    tell_in(opportunity=row, language="es", words=words, by=partner, now=now)
    upload = brought(GOOD | {"title": "Other words"})
    assert [(line, column) for line, column, _ in upload.refused] == [(2, "id")]
    assert Opportunity.objects.get().get_latest_revision_as_object().words_in("es")


def test_row_with_a_red_flag_is_a_draft_and_its_partner_reads_no_rule(brought):
    words = "No experience: models wanted, paid daily"
    assert red_flags({"summary": words})
    upload = brought(GOOD | {"summary": words})
    assert not Opportunity.objects.get().live
    said = str(upload.notes) + str(upload.refused)
    assert "model" not in said
    assert "Staff look" not in said


def test_left_out_rows_come_back_as_a_table_without_formulas_that_can_be_brought_in(
    brought, partner, organisation, now
):
    bad = GOOD | {"id": "a2", "kind": "party", "title": "=HYPERLINK(1)", "bring": "-5 plants"}
    upload = brought(GOOD, bad)
    rows = list(csv.DictReader(io.StringIO(upload.rest)))
    assert [row["id"] for row in rows] == ["a2"]
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["reason"].startswith("kind: ")
    rows[0]["kind"] = "class"
    brought(rows[0], at=now + MINUTE)
    made = Opportunity.objects.get(external_id="a2")
    assert (made.kind, made.title, made.bring) == ("class", "=HYPERLINK(1)", "-5 plants")


def test_line_that_is_no_row_is_explained(organisation, partner, now):
    content = b"id,title\na1,Garden\na2\n"
    upload = take_upload(organisation=organisation, content=content, by=partner, now=now)
    go_on_with_uploads(now=now)
    upload.refresh_from_db()
    assert upload.refused[0][:2] == [3, ""]
    assert "reason" in upload.rest


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", UnreadableFile),
        (b"\x89PNG\r\n\x1a\n", UnreadableFile),
        (b"\x00\x01\x02" * 99, UnreadableFile),
        (b"id\na1\n", UnreadableFile),
        (b"id,title\n", UnreadableFile),
        (b"id,title,title\n1,2,3\n", UnreadableFile),
        (b"PK\x03\x04" + b"x" * 99, NotCsv),
        (b"id,title\n" + b"1,x\n" * 10_001, TooManyRows),
        (b"x" * (10 * 1024 * 1024 + 1), TooLarge),
    ],
)
def test_file_that_will_not_do_is_refused_at_once(organisation, partner, now, content, refusal):
    with pytest.raises(refusal):
        take_upload(organisation=organisation, content=content, by=partner, now=now)
    assert not Upload.objects.exists()


def test_one_at_a_time_and_five_a_day(brought, organisation, partner, now):
    take_upload(organisation=organisation, content=table(GOOD), by=partner, now=now)
    with pytest.raises(OneAfterTheOther):
        brought(GOOD)
    go_on_with_uploads(now=now)
    for _ in range(4):
        brought(GOOD)
    with pytest.raises(OneAfterTheOther):
        brought(GOOD)
    brought(GOOD, at=now + DAY)


def test_who_is_let_go_meanwhile_brings_nothing_in(brought, partner, organisation, now):
    upload = brought(GOOD, go=False)
    bring_in(upload=upload, now=now)
    owner = MembershipFactory(organisation=organisation, duty="owner").person
    let_go(membership=Membership.objects.get(person=partner), by=owner, now=now)
    go_on_with_uploads(now=now)
    assert not Opportunity.objects.exists()
    assert not Upload.objects.exists()


def test_part_of_a_worker_that_died_is_done_again_and_doubles_nothing(brought, now, monkeypatch):
    monkeypatch.setattr(uploading, "AT_ONCE", 2)
    rows = [GOOD | {"id": f"a{n}"} for n in range(5)]
    upload = brought(*rows, go=False)
    bring_in(upload=upload, now=now)
    assert go_on_with_uploads(now=now) == 1
    upload.refresh_from_db()
    assert (upload.stage, upload.done, Opportunity.objects.count()) == ("bring", 2, 2)
    Upload.objects.update(done=0, leased_until=now + MINUTE)  # it died before it noted that
    assert go_on_with_uploads(now=now) == 0
    while go_on_with_uploads(now=now + MINUTE):
        pass
    assert Opportunity.objects.count() == 5
    assert Upload.objects.get().stage == "done"


def test_file_is_gone_after_a_week(brought, now):
    brought(GOOD, go=False)
    forget_what_is_over(now=now + 7 * DAY - MINUTE)
    assert Upload.objects.exists()
    forget_what_is_over(now=now + 7 * DAY)
    assert not Upload.objects.exists()


# -- the pages ----------------------------------------------------------------------------------

MANY = "/partner/many/"


def send(client, *rows):
    return client.post(MANY, {"file": SimpleUploadedFile("x.csv", table(*rows))})


def test_partner_follows_a_file_from_page_to_page_without_a_script(partner, as_person):
    client = as_person(partner)
    page = send(client, GOOD, GOOD | {"id": "a2", "kind": "party"}).url
    answer = client.get(page)
    assert answer["Refresh"] == "3"
    assert "<progress" in answer.content.decode()
    go_on_with_uploads(now=timezone.now())
    answer = client.get(page)
    assert "Refresh" not in answer
    words = answer.content.decode()
    assert "1 row can become a draft." in words
    assert "Line 3" in words
    client.post(page, {"go": "1"})
    go_on_with_uploads(now=timezone.now())
    assert "1 row is a draft now." in client.get(page).content.decode()
    rest = client.get(f"{page}rest.csv")
    assert rest["Content-Disposition"] == 'attachment; filename="rest.csv"'
    assert "party" in rest.content.decode()
    assert "Garden morning" in client.get("/partner/").content.decode()


def test_page_of_a_file_that_stands_still_stops_coming_anew(partner, as_person):
    client = as_person(partner)
    page = send(client, GOOD).url
    Upload.objects.update(changed_at=timezone.now() - 11 * MINUTE)
    assert "Refresh" not in client.get(page)


def test_file_is_forgotten_on_demand(partner, as_person):
    client = as_person(partner)
    page = send(client, GOOD).url
    assert client.post(page, {"drop": "1"}).url == MANY
    assert client.get(page).status_code == 404


def test_refusal_stands_in_the_form(partner, as_person):
    client = as_person(partner)
    for data in ({}, {"file": SimpleUploadedFile("x.csv", b"")}, {"file": "x"}):
        assert client.post(MANY, data).status_code == 400
    answer = send(client, {"title": "x"})
    assert answer.status_code == 400
    assert "has no column id" in answer.content.decode()


def test_empty_table_can_be_brought_in_as_it_is(partner, organisation, as_person, now):
    content = as_person(partner).get(f"{MANY}rows.csv").getvalue()
    upload = take_upload(organisation=organisation, content=content, by=partner, now=now)
    go_on_with_uploads(now=now)
    upload.refresh_from_db()
    assert (upload.fitting, upload.refused) == (1, [])


def test_only_who_writes_for_the_organisation(partner, another_partner, organisation, as_person):
    page = send(as_person(partner), GOOD).url
    door = MembershipFactory(organisation=organisation, duty="door").person
    for person in (door, another_partner):
        client = as_person(person)
        assert client.get(page).status_code == client.get(f"{page}rest.csv").status_code == 404
        assert client.post(page, {"drop": "1"}).status_code == 404
    assert as_person(door).get(MANY).status_code == 404
    assert as_person(partner, second_factor=False).get(page).status_code == 302
    assert Upload.objects.exists()


def test_who_writes_for_two_chooses_and_cannot_choose_a_third(partner, as_person):
    MembershipFactory(person=partner)
    strange = MembershipFactory().organisation
    client = as_person(partner)
    file = SimpleUploadedFile("x.csv", table(GOOD))
    assert client.post(MANY, {"file": file}).status_code == 400
    file.seek(0)
    assert client.post(MANY, {"file": file, "organisation": strange.pk}).status_code == 400
    assert not Upload.objects.exists()


# -- what goes wrong on our side ---------------------------------------------------------------


@pytest.fixture
def broken(partner, organisation, now):
    """A file that is there, and cannot be read any more."""
    made = take_upload(organisation=organisation, content=table(GOOD), by=partner, now=now)
    Upload.objects.update(content=b"")
    return made


def test_file_that_fails_three_times_is_stopped_and_everybody_concerned_is_told(
    broken, partner, as_person, now
):
    for turn in range(3):
        assert not Task.objects.exists()
        assert go_on_with_uploads(now=now + 6 * turn * MINUTE) == 1
    broken.refresh_from_db()
    assert (broken.stage, bytes(broken.content), broken.leased_until) == ("failed", b"", None)
    assert go_on_with_uploads(now=now + DAY / 2) == 0
    task, message = Task.objects.get(), Message.objects.get()
    assert task.kind == TaskKind.PARTNER
    assert message.recipient == partner
    page = as_person(partner).get(f"/partner/many/{broken.public_id}/").content.decode()
    assert "We had to stop" in page


def test_file_of_which_the_worker_dies_is_stopped_too(broken, now):
    Upload.objects.update(tries=3)
    go_on_with_uploads(now=now)
    assert Upload.objects.get().stage == "failed"
    assert Task.objects.count() == 1


def test_one_that_fails_holds_up_no_other(broken, another_partner, now):
    other = another_partner.memberships.get().organisation
    good = take_upload(organisation=other, content=table(GOOD), by=another_partner, now=now)
    assert go_on_with_uploads(now=now) == 2
    good.refresh_from_db()
    assert (good.stage, good.tries) == ("checked", 0)
    broken.refresh_from_db()
    assert (broken.stage, broken.tries) == ("check", 1)
