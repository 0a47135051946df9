"""One's own details in a file: all of them, nobody else's, and for nobody else (safety.md #35)."""

import datetime as dt
import io
import json
import zipfile

import pytest
import time_machine
from django.urls import reverse

from community.notifications.models import ContactPreference, Message
from community.people.actions import sign_release
from community.people.models import User
from community.safety.actions import key_works, make_key, own_data, write_down
from community.safety.models import Block, Saw, Why
from opportunities.permissions import what_organisation_sees
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory

PASSWORD = "a long enough password"
PAGE = "/account/export/"
DAY = dt.timedelta(days=1)
CANARIES = ("canary-name", "canary@example.org", "Canary Alias", "Canary words")


@pytest.fixture
def other(db):
    """Somebody else, in the same session and in every kind of row beside the person's own."""
    return UserFactory(username="canary-name", email="canary@example.org", alias="Canary Alias")


@pytest.fixture
def sam(db, other, now):
    person = UserFactory(username="sam", alias="Green Hat", email="sam@example.org")
    session = SessionFactory(opportunity__title="Garden morning", starts_at=now + DAY)
    SignUpFactory(session=session, person=person, alias="Green Hat", note="I bring a spade")
    SignUpFactory(session=session, person=other, alias="Canary Alias", note="Canary words")
    ContactPreference.objects.create(person=person, wording="details")
    MembershipFactory(person=person, organisation=session.opportunity.organisation)
    MembershipFactory(person=other, organisation=session.opportunity.organisation)
    Block.objects.create(by=person, other=other, created_at=now)
    Block.objects.create(by=other, other=person, created_at=now)
    for signer, whom in ((person, "Harbour House"), (other, "Canary words")):
        sign_release(person=signer, recipient=whom, details=["plan"], purpose="A bus pass", now=now)
    for key, recipient, body in (("a", person, "My own words"), ("b", other, "Canary words")):
        Message.objects.create(key=key, recipient=recipient, body=body, due_at=now, created_at=now)
    return person


def asked_for(client, password=PASSWORD):
    return client.post(PAGE, {"password": password})


def file_of(client):
    """The file as a person gets it: password, page, link."""
    page = client.get(asked_for(client)["Location"]).content.decode()
    link = page.split(f'class="btn" href="{PAGE}')[1].split('"')[0]
    return client.get(PAGE + link)


def unpacked(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_file_holds_everything_of_ones_own_for_people_and_for_programs(as_person, sam):
    response = file_of(as_person(sam))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="details.zip"'
    assert response["Cache-Control"] == "no-store, private"
    files = unpacked(response)
    assert set(files) == {"details.json", "details.txt"}
    for words in ("sam@example.org", "Green Hat", "I bring a spade", "My own words"):
        assert words in files["details.json"]
        assert words in files["details.txt"]
    data = json.loads(files["details.json"])
    assert data["people.user"][0]["username"] == "sam"
    assert data["opportunities.signup"][0]["session"].startswith("Garden morning, 2026-05-05")
    assert data["opportunities.signup"][0]["state"] == "confirmed"
    assert data["notifications.contactpreference"][0]["day_before"] is True
    assert data["notifications.contactpreference"][0]["quiet_from"] == "21:00:00"
    assert data["people.release"][0]["details"] == ["plan"]
    assert "Harbour House" in files["details.txt"]
    assert "Which activities I have a place in" in files["details.txt"]
    assert "You have a place" in files["details.txt"]
    assert "Yes, with the details" in files["details.txt"]
    assert "May 4, 2026, noon" in files["details.txt"]  # by the clock on the person's own wall


def test_file_holds_nothing_of_anybody_else_nor_a_secret(as_person, sam, other):
    files = unpacked(file_of(as_person(sam)))
    everything = "".join(files.values())
    for canary in (*CANARIES, str(other.public_id), User.objects.get(pk=sam.pk).password):
        assert canary not in everything
    assert "password" not in everything.lower()
    theirs = "".join(unpacked(file_of(as_person(other))).values())
    for canary in CANARIES:  # a positive control: there it is
        assert canary in theirs


def test_only_fields_that_are_called_own_are_in_it(sam):
    for part in own_data(person=sam):
        for row in part.rows:
            assert not {"password", "other", "by", "public_id", "lease_id"} & {a.name for a in row}


# -- what others learned ---------------------------------------------------------------------


def told(person, name="opportunities.told"):
    """The rows of one part of the file, each as what its fields say in words."""
    parts = [part for part in own_data(person=person) if part.name == name]
    return [{answer.name: answer.words for answer in row} for part in parts for row in part.rows]


def test_file_says_which_organisation_was_told_what_and_when(as_person, sam):
    row = sam.sign_ups.select_related("session__opportunity__organisation").get()
    organisation = row.session.opportunity.organisation.name
    files = unpacked(file_of(as_person(sam)))
    data = json.loads(files["details.json"])["opportunities.told"]
    expected = {"organisation": organisation, "alias": "Green Hat", "note": "I bring a spade"}
    assert len(data) == 1
    assert {key: data[0][key] for key in expected} == expected
    assert data[0]["joined_at"] == row.joined_at.isoformat()
    assert data[0]["session"].startswith("Garden morning")
    told_of = files["details.txt"].split("What organisations could see of me")[1]
    assert f"Who: {organisation}" in told_of
    assert "Name for the day: Green Hat" in told_of


def test_file_tells_what_an_organisation_sees_and_no_field_more(sam):
    """As `what_organisation_sees` gives it: a field added there stands in the file, too."""
    seen = what_organisation_sees(sam.sign_ups.get())
    of_the_file = {"organisation", "session", "joined_at", "until"}
    assert set(told(sam)[0]) - of_the_file == set(seen)


def test_who_only_waits_was_shown_to_nobody_and_what_was_given_back_has_an_end(sam, now):
    row = sam.sign_ups.get()
    assert told(sam)[0]["until"] == ""
    row.state, row.changed_at = "cancelled", now + DAY
    row.save()
    assert told(sam)[0]["until"]
    row.state = "waiting"
    row.save()
    assert told(sam) == []


def test_file_says_who_looked_in_which_role_when_and_why_and_names_nobody(sam, other, staff, now):
    operator = UserFactory(is_superuser=True, username="root-canary")
    write_down(by=staff, about=sam.public_id, what=Saw.IDENTITY, reason=Why.SAFETY, now=now)
    write_down(by=operator, about=sam.public_id, what=Saw.ACCOUNT, now=now)
    write_down(by=staff, about=other.public_id, what=Saw.NOTE, now=now)
    rows = told(sam, "safety.accessrecord")
    assert [row["what"] for row in rows] == [
        "Opened accounts as the operator of the site",
        "Saw your user name and e-mail",
    ]
    assert [row["role"] for row in rows] == ["The operator of the site", "Programme staff"]
    assert rows[1]["reason"] == "For your safety or somebody else’s"
    assert rows[1]["created_at"].startswith("May 4, 2026")
    everything = str(rows)
    for canary in (staff.username, staff.alias, str(staff.public_id), "root-canary"):
        assert canary not in everything


def test_file_says_whom_the_person_let_know_what(sam):
    rows = told(sam, "people.release")
    assert [(row["recipient"], row["purpose"]) for row in rows] == [("Harbour House", "A bus pass")]


def test_parts_of_what_others_learned_are_there_only_with_rows(db):
    names = {part.name for part in own_data(person=UserFactory())}
    assert names == {"people.user"}


def test_export_of_many_rows_asks_as_often_as_of_one(sam, django_assert_num_queries, now):
    def ask(count):
        with django_assert_num_queries(count):
            own_data(person=sam)

    own_data(person=sam)
    for _more in range(2):
        ask(54)  # one for each kind of row, who looked, and what organisations were told
        for n in range(2):
            SignUpFactory(person=sam, session__starts_at=now + (n + 2) * DAY)


def test_no_message_is_sent_and_nothing_is_stored(as_person, sam):
    before = Message.objects.count()
    file_of(as_person(sam))
    assert Message.objects.count() == before


@pytest.mark.parametrize("password", ["", "not the password at all"])
def test_wrong_password_gives_no_link(as_person, sam, password):
    response = asked_for(as_person(sam), password)
    assert response.status_code == 200
    assert "Get the file" not in response.content.decode()
    assert "<title>Error:" in response.content.decode()


def test_link_of_somebody_else_finds_nothing(as_person, sam, other, stranger):
    key = make_key(person=sam, now=dt.datetime.now(dt.UTC))
    link = reverse("people:export_file", args=[key])
    assert as_person(sam).get(link).status_code == 200
    theirs = as_person(other).get(link)
    nowhere = as_person(other).get(reverse("people:export_file", args=["none"]))
    assert theirs.status_code == nowhere.status_code == 404
    assert stranger.get(link).status_code == 302
    assert "Get the file" not in as_person(other).get(f"{PAGE}?key={key}").content.decode()


def test_link_is_over_after_a_day_and_after_a_new_password(sam, now):
    key = make_key(person=sam, now=now)
    assert key_works(person=sam, key=key, now=now + DAY - dt.timedelta(seconds=1))
    assert not key_works(person=sam, key=key, now=now + DAY)
    sam.set_password("another long enough one")
    assert not key_works(person=sam, key=key, now=now)


@pytest.mark.parametrize("change", ["x{}", "{}x", "", "W10:{}", "{}:{}", "ñ", "\x00"])
def test_link_that_was_changed_finds_nothing(sam, now, change):
    key = make_key(person=sam, now=now)
    assert not key_works(person=sam, key=change.format(key, key), now=now)


def test_old_link_is_over_on_the_page_as_well(as_person, sam):
    with time_machine.travel("2026-05-04 16:00Z", tick=False):
        client = as_person(sam)
        where = asked_for(client)["Location"]
        assert "Get the file" in client.get(where).content.decode()
    with time_machine.travel("2026-05-05 15:59Z", tick=False):
        assert "Get the file" in as_person(sam).get(where).content.decode()
    with time_machine.travel("2026-05-05 16:01Z", tick=False):
        assert "Get the file" not in as_person(sam).get(where).content.decode()
