"""Staff's board, the comparison, and one match: what they show, and who may open them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from community.mentorship.models import (
    CheckIn,
    Mentor,
    Mentorship,
    MentorshipChange,
    MentorshipRequest,
    MoveReason,
)
from community.mentorship.models import MentorshipState as S
from community.people.actions import give_role
from community.people.models import User
from community.safety.models import AccessRecord
from tests.factories.people import UserFactory, sign_in
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(home, staff):
    give_role(person=staff, role="staff", now=timezone.now())
    return sign_in(Client(), staff, proved=True)


def fill(number: int) -> None:
    """So many matches, requests, mentors and late check-ins, in five inserts."""
    now, today = timezone.now(), timezone.localdate()
    start = User.objects.count()
    names = [f"p{start + n}" for n in range(3 * number)]
    people = User.objects.bulk_create(
        [User(username=name, alias=name, email=f"{name}@example.org") for name in names]
    )
    supervisor = UserFactory(role="staff")
    mentors = Mentor.objects.bulk_create(
        [
            Mentor(
                person=person, state="active", supervisor=supervisor, motivation="I listen.",
                check_expires_on=today + dt.timedelta(days=20), applied_at=now,
            )
            for person in people[:number]
        ]
    )  # fmt: skip
    matches = Mentorship.objects.bulk_create(
        [
            Mentorship(
                person=person, mentor=mentor, made_at=now, changed_at=now, began_on=today,
                state=[S.TRIAL, S.ACTIVE, S.OFFERED_MENTOR][n % 3], trial_until=today,
                locked_at=now if n % 7 == 0 else None,
            )
            for n, (person, mentor) in enumerate(
                zip(people[number : 2 * number], mentors, strict=True)
            )
        ]
    )  # fmt: skip
    MentorshipRequest.objects.bulk_create(
        [
            MentorshipRequest(person=person, waits_since=now, changed_at=now)
            for person in people[2 * number :]
        ]
    )
    CheckIn.objects.bulk_create(
        [
            CheckIn(
                mentorship=row, person=row.person, side="participant",
                due_on=today - dt.timedelta(days=8),
            )
            for row in matches
        ]
    )  # fmt: skip


def test_board_asks_as_often_about_three_as_about_two_hundred(desk, django_assert_num_queries):
    """Budget W8: at most 20."""
    fill(3)
    desk.get(reverse("desk_together"))
    with django_assert_num_queries(18):
        desk.get(reverse("desk_together"))
    fill(197)
    with django_assert_num_queries(18):
        answer = desk.get(reverse("desk_together"))
    assert Mentorship.objects.count() == 200
    assert answer.content.decode().count("<tr>") > 500


def test_comparison_shows_points_that_add_up_and_who_is_shut_out_by_what(desk, participant, staff):
    row = RequestFactory(person=participant, coordinator=staff, interests=["music", "food"])
    fits = ActiveMentorFactory(person__alias="Fitting", strengths=["learn"], interests=["music"])
    full = ActiveMentorFactory(person__alias="Full", caseload_cap=0)
    ActiveMentorFactory(person__alias="Away", state="paused")
    where = reverse("desk_compare", args=[row.public_id])
    answer = desk.get(where)
    words = answer.content.decode()
    assert "<dt>Likes</dt><dd>Music, Food" in words  # words, and no slugs
    (ranked,) = answer.context["ranked"]
    points = [line.points for _name, line, _said in ranked["lines"] if line.points is not None]
    assert sum(points) == ranked["score"] == 83
    assert "Walks with as many as they can" in words
    assert "Not active" in words
    assert AccessRecord.objects.filter(about=participant.public_id).exists()
    assert desk.post(where, {"mentor": full.pk}).status_code == 200
    assert not Mentorship.objects.exists()
    assert desk.post(where, {"mentor": fits.pk}).status_code == 302
    assert Mentorship.objects.get().state == S.SUGGESTED
    note = "They asked for each other"
    assert desk.post(where, {"mentor": full.pk, "note": note}).status_code == 302
    assert MentorshipChange.objects.filter(reason=MoveReason.CAPACITY_PASSED).count() == 1


@pytest.mark.parametrize("typed", [{}, {"mentor": "x"}, {"mentor": "9" * 30}, {"mentor": "0"}])
def test_bad_input_is_no_mistake_of_ours(desk, participant, staff, typed):
    row = RequestFactory(person=participant, coordinator=staff)
    assert desk.post(reverse("desk_compare", args=[row.public_id]), typed).status_code == 200


def test_staff_take_two_from_the_suggestion_to_the_end(desk, participant, staff):
    person = RequestFactory(person=participant).person
    row = MentorshipFactory(person=person, state=S.SUGGESTED, coordinator=staff)
    where = reverse("desk_two", args=[row.public_id])
    assert desk.post(where, {"what": "begin", "weeks": "4"}).status_code == 200  # not from here
    assert desk.post(where, {"what": "offer"}).status_code == 302
    row.refresh_from_db()
    assert row.state == S.OFFERED_PARTICIPANT
    Mentorship.objects.filter(pk=row.pk).update(
        state=S.CLOSING, ends_on=timezone.localdate(), what_changed="I sing again"
    )
    assert "I sing again" in desk.get(where).content.decode()
    said = {"what": "close", "reason": "goals_met", "rematch_mentor": "yes"}
    assert desk.post(where, said | {"reason": "safety"}).status_code == 200
    assert desk.post(where, said).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reason, row.rematch_mentor) == (S.CLOSED, "goals_met", "yes")


def test_staff_end_it_for_safety_with_a_note(desk, staff):
    row = MentorshipFactory(state=S.ACTIVE, coordinator=staff)
    where = reverse("desk_two", args=[row.public_id])
    assert desk.post(where, {"what": "safety", "note": ""}).status_code == 200
    assert desk.post(where, {"what": "safety", "note": "She rang us"}).status_code == 302
    row.refresh_from_db()
    assert row.state == S.ENDED_SAFETY


def test_only_staff_open_any_of_it(participant, editor, partner):
    prepare_site()
    row = MentorshipFactory(person=RequestFactory().person)
    give_role(person=editor, role="editor", now=timezone.now())
    request = row.person.mentorship_request
    places = [
        reverse("desk_together"),
        reverse("desk_compare", args=[request.public_id]),
        reverse("desk_two", args=[row.public_id]),
    ]
    for person in (participant, editor, partner, row.person, row.mentor.person):
        client = sign_in(Client(), person, proved=True)
        assert {client.get(where).status_code for where in places} == {404}
