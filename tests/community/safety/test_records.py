"""Who looked at whom: what is written down, that it stays, and that the person reads it."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from community.notifications.models import Message
from community.safety.actions import (
    NoGrant,
    NoReasonGiven,
    NotForYou,
    ask_to_see,
    break_glass,
    keep_name_away,
    look,
    write_down,
)
from community.safety.models import AccessRecord, AppendOnly, Grant, Saw, Task, TaskKind, Why
from community.safety.permissions import open_grants, visible_records
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
LOOKED = "/account/looked/"
MINUTE = dt.timedelta(minutes=1)
WORDS = "She did not come and is not at home"


def ask(person, staff, now, **more):
    values = {"reason": Why.CONTACT, "words": WORDS} | more
    return ask_to_see(person=person, by=staff, now=now, **values)


@pytest.fixture
def record(participant, staff, now):
    return write_down(by=staff, about=participant.public_id, what=Saw.NOTE, now=now)


# -- records stay as they are ----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.save(),
        lambda row: row.save(update_fields=["reason"]),
        lambda row: row.delete(),
        lambda row: AccessRecord.objects.update(reason="help"),
        lambda row: AccessRecord.objects.filter(pk=row.pk).delete(),
        lambda row: AccessRecord.objects.bulk_update([row], ["reason"]),
        lambda row: AccessRecord(pk=row.pk, who=row.who, created_at=row.created_at).save(),
    ],
)
def test_record_is_neither_changed_nor_deleted(record, change):
    before = AccessRecord.objects.values().get()
    record.reason = Why.HELP
    with pytest.raises((AppendOnly, IntegrityError)), transaction.atomic():
        change(record)
    assert AccessRecord.objects.values().get() == before


@pytest.mark.parametrize(
    "statement",
    ["UPDATE safety_accessrecord SET reason = 'help'", "DELETE FROM safety_accessrecord"],
)
def test_database_itself_refuses_to_change_a_record(record, statement):
    refused = pytest.raises(DatabaseError, match="only added to")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessRecord.objects.get().reason == ""


def test_record_goes_when_its_time_is_over(record, staff):
    two_years_ago = timezone.now() - dt.timedelta(days=731)
    write_down(by=staff, about=None, what=Saw.NOTE, now=two_years_ago)
    assert AccessRecord.objects.filter(created_at__lte=two_years_ago).delete()[0] == 1
    assert AccessRecord.objects.get() == record


def test_record_holds_ids_and_stays_when_both_are_gone(participant, staff, record):
    participant.delete()
    staff.delete()
    row = AccessRecord.objects.values().get()
    assert (row["who"], row["about"]) == (staff.public_id, participant.public_id)
    assert not {"sam", "amina", "Sam", "Amina"} & {str(value) for value in row.values()}


# -- asking and looking ----------------------------------------------------------------------


def test_staff_look_for_an_hour_after_they_said_why(participant, another_participant, staff, now):
    with pytest.raises(NoGrant):
        look(person=participant, by=staff, now=now)
    grant = ask(participant, staff, now)
    assert grant.ends_at == now + 60 * MINUTE
    assert look(person=participant, by=staff, now=now + 59 * MINUTE) == grant
    for person, moment in ((participant, now + 60 * MINUTE), (another_participant, now)):
        with pytest.raises(NoGrant):
            look(person=person, by=staff, now=moment)
    with pytest.raises(NoGrant):
        look(person=participant, by=UserFactory(role="staff"), now=now + MINUTE)
    seen = [row.what for row in visible_records(participant)]
    assert sorted(seen) == ["asked", "identity", "refused", "refused", "refused"]
    assert [row.what for row in visible_records(another_participant)] == ["refused"]
    assert {row.reason for row in visible_records(participant)} == {"contact", ""}


@pytest.mark.parametrize("words", ["", "   ", "because", "to see"])
def test_grant_needs_a_reason_in_words(participant, staff, now, words):
    with pytest.raises(NoReasonGiven):
        ask(participant, staff, now, words=words)
    with pytest.raises(NoReasonGiven):
        ask(participant, staff, now, reason="curious")
    assert not Grant.objects.exists()


@pytest.mark.parametrize("who", ["another_participant", "partner", "editor"])
def test_nobody_but_staff_is_let_not_even_an_operator(request, participant, who, now):
    by = request.getfixturevalue(who)
    by.is_superuser = True
    with pytest.raises(NotForYou):
        ask(participant, by, now)
    Grant.objects.create(
        by=by, person=participant, reason="help", words="x", created_at=now, ends_at=now + MINUTE
    )
    with pytest.raises(NotForYou):
        look(person=participant, by=by, now=now)
    assert not open_grants(by, now)


def test_account_of_staff_that_was_closed_is_not_let(participant, staff, now):
    ask(participant, staff, now)
    staff.is_active = False
    with pytest.raises(NotForYou):
        look(person=participant, by=staff, now=now)


def test_words_of_a_grant_are_sealed(participant, staff, now):
    ask(participant, staff, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM safety_grant")
        assert "not at home" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("looks", "minutes", "told"), [(10, 5, 0), (11, 5, 1), (14, 4, 1), (13, 10, 0)]
)
def test_many_looks_within_an_hour_are_a_task(participant, staff, now, looks, minutes, told):
    for number in range(looks):
        moment = now + number * minutes * MINUTE
        ask(participant, staff, moment)
        look(person=participant, by=staff, now=moment)
    tasks = Task.objects.filter(kind=TaskKind.UNUSUAL)
    assert tasks.count() == told
    assert all(task.note == str(staff.public_id) for task in tasks)


# -- operators -------------------------------------------------------------------------------


def test_operator_who_opens_accounts_is_told_of_once_an_hour(participant, staff, now, settings):
    settings.SAFEGUARDING_LEAD = "lead@example.org"
    operator = UserFactory(is_superuser=True, role="editor")
    for minutes in (0, 1, 2):
        break_glass(by=operator, about=participant.public_id, now=now + minutes * MINUTE)
    message = Message.objects.get()
    assert (message.address, message.recipient) == ("lead@example.org", None)
    for private in (participant.username, operator.username, "operator", "account"):
        assert private not in (message.subject + message.body).lower()
    assert Task.objects.get().kind == TaskKind.UNUSUAL
    assert {row.role for row in visible_records(participant)} == {"operator"}
    assert visible_records(participant).count() == 3
    with pytest.raises(NotForYou):
        break_glass(by=staff, about=None, now=now)


def test_without_an_address_staff_have_a_task_all_the_same(now):
    break_glass(by=UserFactory(is_superuser=True), about=None, now=now)
    assert Task.objects.count() == 1
    assert not Message.objects.exists()


# -- what the person reads -------------------------------------------------------------------


def test_person_reads_who_looked_in_roles_and_reasons(
    participant, another_participant, staff, as_person
):
    now = timezone.now()
    ask(participant, staff, now, reason=Why.SAFETY)
    look(person=participant, by=staff, now=now)
    operator = UserFactory(is_superuser=True, username="canary-op")
    break_glass(by=operator, about=participant.public_id, now=now)
    page = as_person(participant).get(LOOKED).content.decode()
    for said in ("Programme staff", "The operator of the site", "For your safety", "Saw your"):
        assert said in page
    for private in ("Amina", "amina", "canary-op", WORDS, str(staff.public_id)):
        assert private not in page
    other = as_person(another_participant).get(LOOKED).content.decode()
    assert "Nobody so far." in other
    assert "Programme staff" not in other


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_with_more_records(
    participant, staff, as_person, now, number, django_assert_num_queries
):
    for _number in range(number):
        write_down(by=staff, about=participant.public_id, what=Saw.NOTE, now=now)
    client = as_person(participant)
    client.get(LOOKED)
    with django_assert_num_queries(5):  # session, account, how many, which, unread
        client.get(LOOKED)


def test_many_records_are_read_page_by_page(participant, staff, as_person, now):
    for number in range(51):
        write_down(by=staff, about=participant.public_id, what=Saw.NOTE, now=now + number * MINUTE)
    client = as_person(participant)
    assert "?page=2" in client.get(LOOKED).content.decode()
    last = client.get(LOOKED, {"page": "2"}).content.decode()
    assert last.count("Read what you wrote") == 1
    assert client.get(LOOKED, {"page": uuid.uuid4()}).status_code == 200


def test_one_of_the_staff_whom_somebody_keeps_away_sees_nothing_of_them(participant, staff, now):
    ask(participant, staff, now)
    keep_name_away(name=staff.username, by=participant, now=now)
    with pytest.raises(NotForYou):
        ask(participant, staff, now)
    with pytest.raises(NoGrant):
        look(person=participant, by=staff, now=now)
