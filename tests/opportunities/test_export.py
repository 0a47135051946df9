"""A partner's own postings as a table (docs/decisions/0027-…; safety.md #12, #13)."""

import csv
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from opportunities.actions.telling import tell_in
from opportunities.actions.uploading import bring_in, go_on_with_uploads, take_upload
from opportunities.actions.writing import keep_words
from opportunities.models import Interest, Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ADDRESS, WORKBOOK = "/partner/activities.csv", "/partner/activities.xlsx"


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


def text_of(answer) -> str:
    assert answer.streaming
    return b"".join(answer.streaming_content).decode()


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(answer).removeprefix("\ufeff"))))


def cells_of(answer) -> list[list]:
    """Every cell of a workbook, opened as somebody opens it: formulas would be there as such."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer["Content-Type"] == kind
    return [list(row) for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]


def test_every_own_posting_in_its_latest_words_and_nobody_elses(
    partner, organisation, as_person, now
):
    live = OpportunityFactory(organisation=organisation, title="Garden morning")
    keep_words(opportunity=live, words={"title": "Garden evening"}, by=partner, now=now)
    OpportunityFactory(organisation=organisation, live=False, title="A draft")
    OpportunityFactory(title="Of others")
    rows = rows_of(as_person(partner).get(ADDRESS))
    assert [row["title"] for row in rows] == ["Garden evening", "A draft"]
    assert [row["standing"] for row in rows] == ["Live. Your changes are not sent yet", "Draft"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " ="])
def test_no_cell_begins_as_a_formula(partner, organisation, as_person, start):
    OpportunityFactory(organisation=organisation, bring=f"{start}1+1", title=f"{start}cmd")
    row = rows_of(as_person(partner).get(ADDRESS))[0]
    assert row["bring"].startswith("'")
    assert row["title"].startswith("'")


def test_nothing_of_who_comes_or_how_many(partner, organisation, as_person):
    SignUpFactory(
        alias="Canary Wren", note="Canary note", session__opportunity__organisation=organisation
    )
    words = text_of(as_person(partner).get(ADDRESS))
    assert "Canary" not in words
    assert "places" not in words.split("\r\n")[0]


def test_table_that_was_taken_out_can_be_brought_in_again(
    partner, organisation, another_partner, as_person, now
):
    row = OpportunityFactory(organisation=organisation, bring="-5 plants", postcode="10001")
    row.interests = [Interest.objects.first()]
    row.save()
    SessionFactory(opportunity=row)
    content = text_of(as_person(partner).get(ADDRESS)).encode()
    other = another_partner.memberships.get().organisation
    upload = take_upload(organisation=other, content=content, by=another_partner, now=now)
    go_on_with_uploads(now=now)
    bring_in(upload=upload, now=now)
    go_on_with_uploads(now=now)
    made = Opportunity.objects.get(organisation=other)
    for name in ("title", "summary", "bring", "place", "ask_for", "postcode", "kind", "motif"):
        assert getattr(made, name) == getattr(row, name)
    assert list(made.interests.all()) == list(row.interests.all())
    assert not made.live


def test_it_costs_the_same_however_many(partner, organisation, as_person):
    client, counts = as_person(partner), []
    for number in (1, 5):
        OpportunityFactory.create_batch(number, organisation=organisation)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text_of(client.get(ADDRESS))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_door_and_others_find_nothing(partner, organisation, participant, as_person):
    door = MembershipFactory(organisation=organisation, duty="door").person
    for person in (door, participant):
        for address in (ADDRESS, WORKBOOK):
            assert as_person(person).get(address).status_code == 404
    for address in (ADDRESS, WORKBOOK):
        assert as_person(partner, second_factor=False).get(address).status_code == 302


def test_other_language_goes_along_also_where_the_original_has_changed(
    partner, organisation, as_person, now
):
    row = OpportunityFactory(organisation=organisation, title="Garden", written_in="en")
    told = dict.fromkeys(row.TOLD, "Algo") | {"title": "Huerto"}
    tell_in(opportunity=row, language="es", words=told, by=partner, now=now)
    keep_words(opportunity=row, words={"title": "Garden two"}, by=partner, now=now)
    (line,) = rows_of(as_person(partner).get(ADDRESS))
    assert (line["title_es"], line["summary_es"], line["title_en"]) == ("Huerto", "Algo", "")


def test_workbook_says_what_the_csv_file_says(partner, organisation, as_person):
    OpportunityFactory(organisation=organisation, bring="-5 plants", description="One\n\nTwo ü")
    SessionFactory(opportunity=OpportunityFactory(organisation=organisation, title="Soup"))
    client = as_person(partner)
    answer = client.get(WORKBOOK)
    assert answer["Content-Disposition"] == 'attachment; filename="activities.xlsx"'
    read = text_of(client.get(ADDRESS)).removeprefix("\ufeff")
    lines = list(csv.reader(io.StringIO(read, newline="")))
    assert [[cell.value or "" for cell in row] for row in cells_of(answer)] == lines


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "=HYPERLINK(1)"])
def test_no_cell_of_a_workbook_is_a_formula(partner, organisation, as_person, start):
    OpportunityFactory(organisation=organisation, bring=f"{start}1+1", title=f"{start}cmd")
    rows = cells_of(as_person(partner).get(WORKBOOK))
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    assert [cell.value[0] for cell in rows[1] if cell.value and "cmd" in cell.value] == ["'"]


def test_signs_that_no_workbook_may_hold_are_left_out(partner, organisation, as_person):
    OpportunityFactory(organisation=organisation, title="Gar\x0bd\ufffeen\x02\uffff")
    rows = cells_of(as_person(partner).get(WORKBOOK))
    assert "Garden" in [cell.value for cell in rows[1]]


def test_workbook_names_nobody_and_no_machine(partner, organisation, as_person):
    OpportunityFactory(organisation=organisation)
    content = as_person(partner).get(WORKBOOK).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        core = archive.read("docProps/core.xml").decode()
        app = archive.read("docProps/app.xml").decode()
        names = archive.namelist()
    assert re.findall(r"<(?:dc|cp|dcterms):(\w+)", core) == [
        "coreProperties",
        "created",
        "modified",
    ]
    assert re.findall(r"<(\w+)", app) == ["Properties", "Application", "AppVersion"]
    assert not [name for name in names if "comment" in name or "custom" in name]
