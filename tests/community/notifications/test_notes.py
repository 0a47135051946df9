"""Notes that stay on this site: who reads them, and for how long they are there."""

import datetime as dt
import logging

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from community.notifications.actions import (
    deliver_due,
    forget_old_notes,
    read_notes,
    unread_notes,
    write_note,
)
from community.notifications.models import Message, Note, Outcome
from community.notifications.permissions import visible_notes
from tests.factories.notifications import (
    ContactPreferenceFactory,
    MessageFactory,
    NoteFactory,
)

pytestmark = pytest.mark.django_db
NOTES = reverse("notifications:notes")
PLAN = reverse("opportunities:plan")
DAY = dt.timedelta(days=1)


@pytest.fixture
def here(participant):
    """The participant reads everything on this site only."""
    return ContactPreferenceFactory(person=participant, channel="in_app").person


def test_message_becomes_a_note_and_its_words_are_gone_from_the_outbox(mail_server, here, now):
    message = MessageFactory(recipient=here, created_at=now, body="Thu 12 noon. See you there.\n")
    assert deliver_due(now=now) == 0
    assert mail_server.lines == 0
    message.refresh_from_db()
    assert (message.outcome, message.reason) == (Outcome.KEPT, "in_app")
    assert (message.subject, message.body) == ("", "")
    note = here.notes.get()
    assert (note.words, note.read_at) == ("Thu 12 noon. See you there.", None)
    assert now <= note.written_at < now + dt.timedelta(seconds=10)
    assert str(note) == f"note {note.pk}"


def test_notes_are_not_readable_in_a_dump(here, now):
    write_note(person=here, key="k", words="Sallow Lane", now=now)
    with connection.cursor() as cursor:
        cursor.execute("select words from notifications_note")
        assert "Sallow" not in cursor.fetchone()[0]


def test_same_key_is_one_note(here, now):
    for words in ("first", "again"):
        write_note(person=here, key="k", words=words, now=now)
    assert here.notes.get().words == "first"


def test_keeping_here_costs_two_queries_a_message(here, now, django_assert_max_num_queries):
    MessageFactory.create_batch(20, recipient=here, created_at=now)
    with django_assert_max_num_queries(2 * 20 + 2 * 20 + 9):  # and a savepoint each, in a test
        deliver_due(now=now)
    assert here.notes.count() == 20


def test_note_of_a_message_that_another_worker_took_is_not_written(here, now, monkeypatch):
    from community.notifications.actions import delivery

    message = MessageFactory(recipient=here, created_at=now)
    monkeypatch.setattr(delivery, "change", lambda *_args: False)
    sweep = delivery._Sweep(now)
    sweep.send(delivery.claim(sweep.lease, now=now))
    message.refresh_from_db()
    assert (message.ended_at, Note.objects.count()) == (None, 0)


# -- the page --------------------------------------------------------------------------------
def test_opening_the_page_is_reading(as_person, here):
    note = NoteFactory(person=here, words="Thu 12 noon. See you there.")
    client = as_person(here)
    assert "Thu 12 noon" not in client.get(PLAN).content.decode()
    page = client.get(NOTES).content.decode()
    assert "Thu 12 noon. See you there." in page
    assert '<span class="tag tag--wait">New</span>' in page
    note.refresh_from_db()
    assert note.read_at is not None
    assert '<span class="tag tag--wait">New</span>' not in client.get(NOTES).content.decode()


def test_a_look_at_the_head_is_not_reading(as_person, here):
    NoteFactory(person=here)
    assert as_person(here).head(NOTES).status_code == 200
    assert unread_notes(person=here) == 1


def test_number_of_unread_notes_shows_on_own_pages(as_person, here, another_participant):
    NoteFactory.create_batch(3, person=here)
    NoteFactory(person=another_participant)
    client = as_person(here)
    for path in (PLAN, reverse("people:settings"), reverse("safety:stay_safe")):
        assert '<span class="count">3' in client.get(path).content.decode()
    client.get(NOTES)
    assert 'class="count"' not in client.get(PLAN).content.decode()


def test_a_stranger_sees_no_number_and_costs_no_query(stranger, here):
    NoteFactory(person=here)
    assert 'class="count"' not in stranger.get(reverse("safety:stay_safe")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_notes_cost_the_same_however_many(as_person, here, django_assert_num_queries, number):
    NoteFactory.create_batch(number, person=here, read_at=timezone.now())
    client = as_person(here)
    client.get(NOTES)
    with django_assert_num_queries(7):  # session, person, notes in a savepoint, wish, unread
        client.get(NOTES)


def test_nobody_reads_the_notes_of_somebody_else(as_person, here, another_participant, staff):
    note = NoteFactory(person=here, words="Canary words")
    for other in (another_participant, staff):
        assert "Canary words" not in as_person(other).get(NOTES).content.decode()
        assert note not in visible_notes(other)
    assert read_notes(person=another_participant, now=timezone.now()) == []
    note.refresh_from_db()
    assert note.read_at is None
    assert note in visible_notes(here)
    assert "Canary words" in as_person(here).get(NOTES).content.decode()


def test_page_is_private_neutral_and_asks_strangers_to_sign_in(stranger, as_person, here):
    assert stranger.get(NOTES)["Location"].startswith(reverse("account_login"))
    answer = as_person(here).get(NOTES)
    assert answer["Cache-Control"] == "no-store, private"
    assert "<title>Your notes" in answer.content.decode()
    assert as_person(here).post(NOTES).status_code == 405


def test_page_shows_hostile_words_as_words(as_person, here):
    NoteFactory(person=here, words="<script>alert(1)</script>")
    assert "<script>alert" not in as_person(here).get(NOTES).content.decode()


def test_page_without_notes_says_so(as_person, here):
    assert "No notes now" in as_person(here).get(NOTES).content.decode()


# -- how long --------------------------------------------------------------------------------
def test_notes_go_fourteen_days_after_reading_and_unread_ones_after_180(here, now):
    second = dt.timedelta(seconds=1)
    NoteFactory(person=here, read_at=now - 14 * DAY)
    NoteFactory(person=here, written_at=now - 180 * DAY)
    kept = [
        NoteFactory(person=here, read_at=now - 14 * DAY + second),
        NoteFactory(person=here, written_at=now - 180 * DAY + second),
        NoteFactory(person=here, written_at=now - 400 * DAY, read_at=now),
    ]
    assert forget_old_notes(now=now) == 2
    assert set(Note.objects.all()) == set(kept)


def test_log_of_keeping_says_nothing_of_anybody(mail_server, here, now, caplog):
    caplog.set_level(logging.DEBUG)
    MessageFactory(recipient=here, created_at=now, body="Sallow Lane")
    deliver_due(now=now)
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("community")]
    assert ours == []
    assert Message.objects.get().outcome == Outcome.KEPT
