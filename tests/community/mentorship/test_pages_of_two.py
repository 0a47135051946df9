"""The pages of the two: what each sees, what each can press, and what stays hidden."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import (
    OVER,
    ApprovedPlace,
    CheckIn,
    Mentor,
    Mentorship,
    MentorshipRequest,
    MentorState,
    MoveReason,
)
from community.mentorship.models import MentorshipState as S
from community.safety.models import Task, TaskKind
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor():
    return ActiveMentorFactory(person__alias="Denise", strengths=["learn"], languages=["en"])


@pytest.fixture
def pair(participant, mentor):
    """A function that puts Sam and Denise into a state."""
    RequestFactory(person=participant, first_goal="Sing in a choir", gender="woman")

    def put(state, **more) -> Mentorship:
        return MentorshipFactory(person=participant, mentor=mentor, state=state, **more)

    return put


def page(row) -> str:
    return reverse("mentorship:two", args=[row.public_id])


def press(client, row, what, **typed):
    return client.post(page(row), {"what": what, **typed})


def test_request_is_kept_and_taken_back(as_person, participant):
    client, where = as_person(participant), reverse("mentorship:ask")
    sent = client.post(where, {"first_goal": "Sing", "gender": "woman", "slots": ["1-morning"]})
    assert sent.status_code == 302
    row = MentorshipRequest.objects.get()
    assert (row.first_goal, row.gender, row.slots) == ("Sing", "woman", ["1-morning"])
    assert "Sing" in client.get(where).content.decode()
    assert client.post(where, {"take_back": "1"}).status_code == 302
    assert not MentorshipRequest.objects.exists()


def test_what_was_typed_stays_when_an_answer_is_wrong(as_person, participant):
    answer = as_person(participant).post(
        reverse("mentorship:ask"), {"first_goal": "Sing", "gender": "<b>"}
    )
    assert answer.status_code == 400
    assert "Sing" in answer.content.decode()
    assert not MentorshipRequest.objects.exists()


def test_waiting_is_said_honestly(as_person, participant):
    words = as_person(participant).get(reverse("mentorship:ask")).content.decode()
    assert "There is no mentor at the moment" in words


def test_participant_reads_the_alias_facts_and_reasons_and_says_yes(as_person, pair, participant):
    row = pair(S.OFFERED_PARTICIPANT)
    client = as_person(participant)
    words = client.get(page(row)).content.decode()
    assert "Would you like to meet Denise?" in words
    assert "Can help with: " in words
    assert "of 100" not in words
    assert row.mentor.person.username not in words
    for _click in range(2):
        assert press(client, row, "yes").status_code == 302
    row.refresh_from_db()
    assert row.state == S.OFFERED_MENTOR


def test_no_takes_it_off_the_page_and_the_mentor_never_had_one(as_person, pair, participant):
    row = pair(S.OFFERED_PARTICIPANT)
    mentor = as_person(row.mentor.person)
    assert mentor.get(page(row)).status_code == 404
    assert press(mentor, row, "accept").status_code == 404
    client = as_person(participant)
    assert press(client, row, "no").status_code == 302
    assert client.get(page(row)).status_code == mentor.get(page(row)).status_code == 404


def test_question_without_words_is_refused_and_one_with_words_goes_to_staff(
    as_person, pair, participant
):
    row, client = pair(S.OFFERED_PARTICIPANT), as_person(participant)
    assert press(client, row, "question", words="").status_code == 400
    assert press(client, row, "question", words="Is she calm?").status_code == 302
    assert Task.objects.get(kind=TaskKind.MATCH).note == "Is she calm?"


def test_mentor_reads_goals_and_logistics_and_nothing_else(as_person, pair, participant):
    row = pair(S.OFFERED_MENTOR)
    client = as_person(row.mentor.person)
    words = client.get(page(row)).content.decode()
    assert "Sing in a choir" in words
    assert "Sam" in words
    for hidden in (participant.username + "@", participant.email, "Has to be", "A woman"):
        assert hidden not in words
    assert press(client, row, "accept").status_code == 302
    row.refresh_from_db()
    assert row.state == S.INTRO


@pytest.mark.parametrize("state", [s for s in MentorState if s != MentorState.ACTIVE])
def test_mentor_who_is_not_active_gets_no_page_of_anybody(state, as_person, pair):
    """Safety.md #19 and T2: in every other state every address is as if it were not there."""
    row = pair(S.ACTIVE)
    ended = timezone.now() if state in {"left", "declined", "removed_safety"} else None
    Mentor.objects.filter(pk=row.mentor_id).update(state=state, ended_at=ended)
    check_in = CheckIn.objects.create(
        mentorship=row, person=row.mentor.person, side="mentor", due_on=timezone.localdate()
    )
    client = as_person(row.mentor.person)
    for where in (page(row), reverse("mentorship:check_in", args=[check_in.pk])):
        assert client.get(where).status_code == 404
        assert client.post(where, {"what": "unsafe"}).status_code == 404
    words = client.get(reverse("mentorship:together")).content.decode()
    assert "Sam" not in words


def test_mentor_whose_check_ended_yesterday_gets_no_page(as_person, pair):
    row = pair(S.ACTIVE)
    yesterday = timezone.localdate() - dt.timedelta(days=2)
    Mentor.objects.filter(pk=row.mentor_id).update(check_expires_on=yesterday)
    assert as_person(row.mentor.person).get(page(row)).status_code == 404


@pytest.mark.parametrize("state", sorted(OVER))
def test_after_the_end_there_is_no_page_for_either(state, as_person, pair, participant):
    row = pair(state)
    for person in (participant, row.mentor.person):
        assert as_person(person).get(page(row)).status_code == 404


def test_pages_are_those_of_the_two_and_of_nobody_else(
    as_person, pair, another_participant, staff, partner, editor
):
    row = pair(S.ACTIVE)
    other = ActiveMentorFactory().person
    for person in (another_participant, other, staff, partner, editor):
        assert as_person(person).get(page(row)).status_code == 404
        assert press(as_person(person), row, "leave").status_code == 404


@pytest.fixture
def thursday(pair, participant):
    """They meet in three days, and later, and what was called off is sooner."""
    row, now = pair(S.ACTIVE), timezone.now()
    place = ApprovedPlace.objects.create(name="Library café", where="by the window")
    for days, state in ((9, "proposed"), (1, "cancelled"), (3, "accepted")):
        starts_at = now + dt.timedelta(days=days)
        row.meetings.create(
            proposed_by=participant, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=1),
            place=place if days == 3 else None, state=state, changed_at=now,
        )  # fmt: skip
    return row


def test_page_says_when_they_meet_next(as_person, thursday, participant, mentor):
    for person in (participant, mentor.person):
        said = as_person(person).get(page(thursday)).content.decode()
        assert "Next time you meet" in said
        assert "Library café, by the window" in said
        assert "Agreed on" in said
        assert "Proposed" not in said


@pytest.mark.parametrize(
    "changed", [{"state": S.PAUSED, "paused_from": S.ACTIVE}, {"locked_at": timezone.now()}]
)
def test_nothing_is_said_of_a_meeting_while_it_rests(as_person, thursday, participant, changed):
    Mentorship.objects.filter(pk=thursday.pk).update(**changed)
    said = as_person(participant).get(page(thursday)).content.decode()
    assert "Next time you meet" not in said
    assert "Library" not in said


@pytest.mark.parametrize("why", ["break", "unsafe"])
def test_mentor_reads_paused_and_the_same_page_whichever_it_is(why, as_person, pair, now):
    row = pair(S.ACTIVE)
    if why == "unsafe":
        say_unsafe(mentorship=row, by=row.person, words="He waits", now=now)
    else:
        Mentorship.objects.filter(pk=row.pk).update(
            state=S.PAUSED, paused_from=S.ACTIVE, paused_for=MoveReason.ASKED
        )
    client = as_person(row.mentor.person)
    words = client.get(page(row)).content.decode()
    assert "Paused" in words
    for hidden in ("Sing in a choir", "Go on", "Take a break", "safe", "Staff look"):
        assert hidden not in words[words.index("<h1") : words.index("</main>")]
    for what in ("resume", "closing", "rest", "leave"):
        press(client, row, what, ends_on="2030-01-01")
        row.refresh_from_db()
        assert row.state == S.PAUSED


def test_check_in_is_answered_and_who_does_not_feel_safe_rests_at_once(as_person, pair):
    row = pair(S.ACTIVE)
    one = CheckIn.objects.create(
        mentorship=row, person=row.person, side="participant", due_on=timezone.localdate()
    )
    where = reverse("mentorship:check_in", args=[one.pk])
    client = as_person(row.person)
    assert as_person(row.mentor.person).get(where).status_code == 404
    assert client.get(where).status_code == 200
    assert client.post(where, {"safe": "perhaps"}).status_code == 400
    assert client.post(where, {"safe": "no"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, bool(row.locked_at)) == (S.PAUSED, True)


@pytest.mark.parametrize("what", ["", "x", "\u202e", "yes", "accept", "agree", "stop", "changed"])
def test_button_that_is_not_there_breaks_nothing(what, as_person, pair, participant):
    row = pair(S.ACTIVE)
    answer = press(as_person(participant), row, what, rematch="<b>", resume_on="x")
    assert answer.status_code in {302, 400}
    row.refresh_from_db()
    assert row.state == S.ACTIVE
