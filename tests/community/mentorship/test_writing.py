"""What two write to each other: here only, sealed, read by nobody else unless one reports it."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from community.mentorship import actions
from community.mentorship.actions.looking_after import take_over
from community.mentorship.models import Line, LineReport, Mentorship, MentorshipState
from community.mentorship.permissions import live_mentorships
from community.notifications.models import Message
from community.people.actions import give_role
from community.safety.models import AccessRecord, Block, Task, TaskKind
from tests.factories.people import UserFactory
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def two(participant, another_participant) -> Mentorship:
    return MentorshipFactory(
        person=participant, mentor=ActiveMentorFactory(person=another_participant)
    )


@pytest.fixture
def mentor(two):
    return two.mentor.person


def page_of(two) -> str:
    return reverse("mentorship:words", args=[two.public_id])


def test_what_is_written_is_read_by_the_other_one_and_stored_sealed(
    two, participant, mentor, as_person
):
    sent = as_person(participant).post(page_of(two), {"what": "write", "words": "Canary <b>hello"})
    assert sent.url == page_of(two)
    page = as_person(mentor).get(page_of(two)).content.decode()
    assert "Canary &lt;b&gt;hello" in page
    with connection.cursor() as cursor:
        cursor.execute("select words from mentorship_line")
        assert "Canary" not in cursor.fetchone()[0]


def test_other_one_is_told_once_a_day_and_without_a_word_of_it(two, participant, mentor, now):
    for words in ("Canary one", "Canary two"):
        actions.write_line(mentorship=two, by=participant, words=words, now=now)
    told = Message.objects.get(recipient=mentor)
    assert "Canary" not in told.subject + told.body
    assert "Sam" not in told.subject + told.body
    assert told.minds_quiet_hours
    assert not Message.objects.filter(recipient=participant).exists()
    actions.write_line(mentorship=two, by=participant, words="x", now=now + dt.timedelta(days=1))
    assert Message.objects.filter(recipient=mentor).count() == 2


def test_reading_leaves_no_trace(two, participant, mentor, as_person, now):
    actions.write_line(mentorship=two, by=participant, words="Hello", now=now)
    before = as_person(participant).get(page_of(two)).content.decode().count("Hello")
    rows = list(Line.objects.values())
    as_person(mentor).get(page_of(two))
    assert list(Line.objects.values()) == rows
    after = as_person(participant).get(page_of(two)).content.decode()
    assert after.count("Hello") == before
    assert "read" not in after[after.index('id="so-far"') : after.index("</ol>")].lower()


def test_double_click_writes_once(two, participant, now):
    for _twice in range(2):
        actions.write_line(mentorship=two, by=participant, words="Hello", now=now)
    assert Line.objects.count() == 1


def test_empty_and_too_many_are_refused_in_words(two, participant, as_person, now, monkeypatch):
    client = as_person(participant)
    answer = client.post(page_of(two), {"what": "write", "words": "  "})
    assert answer.status_code == 400
    assert client.post(page_of(two), {"what": "write", "words": "x" * 1501}).status_code == 400
    monkeypatch.setattr("community.mentorship.actions.writing.MOST_A_DAY", 1)
    actions.write_line(mentorship=two, by=participant, words="One", now=now)
    answer = client.post(page_of(two), {"what": "write", "words": "My second words"})
    assert answer.status_code == 400
    assert "My second words" in answer.content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "see https://example.org/a",
        "look at www.example.org",
        "find me on example.com",
        "write to me@example.org",
        "ring 212-555-0177",
        "ring (212) 555 0177 tonight",
        "+49 30 901820",
    ],
)
def test_what_leads_elsewhere_is_asked_about_first(words, two, participant, as_person):
    assert actions.leads_out(words)
    client = as_person(participant)
    answer = client.post(page_of(two), {"what": "write", "words": words})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Line.objects.exists()
    assert client.post(page_of(two), {"what": "write", "words": words, "sure": "on"}).url
    assert Line.objects.get().words == words


@pytest.mark.parametrize("words", ["See you at 10.30.", "Room 12, 2nd floor", "I paid 3.50 twice"])
def test_everyday_words_are_not_asked_about(words):
    assert not actions.leads_out(words)


# -- who has a part in it ----------------------------------------------------------------------


@pytest.mark.parametrize("state", MentorshipState)
def test_after_the_end_and_before_it_began_there_is_nothing(state, as_person, now):
    ended = state in {"closed", "declined_p", "declined_m", "withdrawn", "ended_safety"}
    two = MentorshipFactory(state=state, ended_at=now if ended else None)
    is_live = state in {"trial", "active", "closing"}
    for person in (two.person, two.mentor.person):
        client = as_person(person)
        assert client.get(page_of(two)).status_code == (200 if is_live else 404)
        if not is_live:
            form = {"what": "write", "words": "Hello"}
            assert client.post(page_of(two), form).status_code == 404
            with pytest.raises(actions.NotTheirs):
                actions.write_line(mentorship=two, by=person, words="x", now=now)


def test_nobody_else_reads_or_writes(two, participant, as_person, now, staff, partner, editor):
    actions.write_line(mentorship=two, by=participant, words="Canary", now=now)
    other = MentorshipFactory()
    for person in (other.person, other.mentor.person, UserFactory(), staff, partner, editor):
        assert as_person(person).get(page_of(two)).status_code == 404
        with pytest.raises(actions.NotTheirs):
            actions.write_line(mentorship=two, by=person, words="x", now=now)
        with pytest.raises(actions.NotTheirs):
            actions.report(mentorship=two, by=person, words="x", now=now)


# -- reporting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["participant", "mentor"])
def test_reporting_locks_keeps_apart_and_tells_staff_in_one_step(who, two, as_person, now):
    by, other = two.person, two.mentor.person
    if who == "mentor":
        by, other = other, by
    before = Message.objects.filter(recipient=other).count()
    answer = as_person(by).post(page_of(two), {"what": "report", "about": "Canary why"})
    assert "It is stopped" in answer.content.decode()
    two.refresh_from_db()
    assert two.state == MentorshipState.PAUSED
    assert two.locked_at is not None
    assert Block.objects.filter(by=by, other=other).exists()
    tasks = Task.objects.filter(kind=TaskKind.UNSAFE, about=two.public_id)
    assert {task.note for task in tasks} == {"Canary why"}
    for person in (by, other):
        assert not live_mentorships(person, now).exists()
        assert as_person(person).get(page_of(two)).status_code == 404
    assert Message.objects.filter(recipient=other).count() == before


def test_reporting_twice_is_once(two, participant, now):
    first = actions.report(mentorship=two, by=participant, words="", now=now)
    assert actions.report(mentorship=two, by=participant, words="", now=now) == first
    assert LineReport.objects.count() == 1
    # One for the coordinator, one for who answers for safety.
    assert Task.objects.filter(kind=TaskKind.UNSAFE).count() == 2


def test_staff_read_what_was_reported_and_nothing_else_and_it_is_written_down(
    home, two, participant, mentor, staff, as_person, now
):
    actions.write_line(mentorship=two, by=mentor, words="Canary line", now=now)
    give_role(person=staff, role="staff", now=now)
    desk, where = as_person(staff), reverse("desk_reported", args=[two.public_id])
    assert desk.get(where).status_code == 404
    actions.report(mentorship=two, by=participant, words="Look.", now=now)
    assert desk.get(where).status_code == 404  # another of the staff looks after them
    take_over(person=participant, by=staff, reason="Nobody is there", now=now)
    task = Task.objects.filter(kind=TaskKind.UNSAFE).first()
    assert where in desk.get(reverse("desk_safe_task", args=[task.public_id])).content.decode()
    before = AccessRecord.objects.count()
    assert "Canary line" in desk.get(where).content.decode()
    assert AccessRecord.objects.count() == before + 1
    assert not AccessRecord.objects.filter(about=mentor.public_id).exists()  # it would tell them
    assert AccessRecord.objects.filter(about=participant.public_id, who=staff.public_id).exists()


def test_places_to_meet_are_kept_by_staff(home, staff, as_person, now):
    give_role(person=staff, role="staff", now=now)
    desk, where = as_person(staff), reverse("desk_places")
    assert desk.post(where, {"name": "Library", "where": "Main", "is_open": "on"}).url == where
    assert "Library" in desk.get(where).content.decode()
    assert desk.post(where, {"name": ""}).status_code == 200
