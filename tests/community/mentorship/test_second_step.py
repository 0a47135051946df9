"""A mentor gives a code or a passkey before any page of two; the participant is asked for none."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.mentorship.models import CheckIn, Line, Meeting, Mentorship
from tests.factories.people import sign_in
from tests.factories.walking import MentorshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    row = MentorshipFactory(person__alias="Canary alias", state="active")
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    Meeting.objects.create(
        mentorship=row, starts_at=now + hour, ends_at=now + 2 * hour, changed_at=now
    )
    for person, side in ((row.person, "participant"), (row.mentor.person, "mentor")):
        CheckIn.objects.create(
            mentorship=row, person=person, side=side, due_on=timezone.localdate()
        )
    return row


def pages_of(two: Mentorship, side: str) -> list[str]:
    ids = [two.public_id]
    return [
        reverse("mentorship:two", args=ids),
        reverse("mentorship:words", args=ids),
        reverse("mentorship:meetings", args=ids),
        reverse("mentorship:plan", args=ids),
        reverse("mentorship:event", args=[two.meetings.get().public_id]),
        reverse("mentorship:check_in", args=[two.check_ins.get(side=side).pk]),
        *([reverse("opportunities:think", args=ids)] if side == "mentor" else []),
    ]


def test_mentor_with_a_password_alone_is_led_to_the_second_step(two):
    client = sign_in(Client(), two.mentor.person, second_factor=False)
    for page in pages_of(two, "mentor"):
        for answer in (client.get(page), client.post(page, {"what": "write", "words": "Hello"})):
            assert (answer.status_code, answer.url) == (302, reverse("mfa_index")), page
    assert not Line.objects.exists()
    together = reverse("mentorship:together")
    answer = client.get(together)
    assert "Canary alias" not in answer.content.decode()
    assert client.get(together, {"step": "1"}).url == reverse("mfa_index")


def test_mentor_after_the_second_step_and_the_participant_without_one_see_them(two):
    mentor = sign_in(Client(), two.mentor.person)
    assert {mentor.get(page).status_code for page in pages_of(two, "mentor")} == {200}
    assert "Canary alias" in mentor.get(reverse("mentorship:together")).content.decode()
    participant = sign_in(Client(), two.person, second_factor=False)
    assert {participant.get(page).status_code for page in pages_of(two, "participant")} == {200}
    words = participant.get(reverse("mentorship:together"), {"step": "1"}).content.decode()
    assert two.mentor.person.alias in words


def test_mentor_who_has_a_mentor_too_needs_none_for_their_own_side(two):
    own = MentorshipFactory(person=two.mentor.person, state="active")
    client = sign_in(Client(), two.mentor.person, second_factor=False)
    assert client.get(reverse("mentorship:two", args=[own.public_id])).status_code == 200
    words = client.get(reverse("mentorship:together")).content.decode()
    assert own.mentor.person.alias in words
    assert "Canary alias" not in words


def test_it_gives_nothing_away_to_who_walks_with_nobody(two, another_participant):
    client = sign_in(Client(), another_participant, second_factor=False)
    pages = pages_of(two, "mentor")
    assert {client.get(page).status_code for page in pages} == {404}
    Mentorship.objects.filter(pk=two.pk).update(state="closed", ended_at=timezone.now())
    client = sign_in(Client(), two.mentor.person, second_factor=False)
    assert {client.get(page).status_code for page in pages} == {404}
