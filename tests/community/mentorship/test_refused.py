"""What staff may not do about two, where a form would not let them try either."""

import datetime as dt

import pytest
from django.utils import timezone

from community.mentorship import actions
from community.mentorship.actions.closing import NoReasonOfThese, close
from community.mentorship.actions.looking_after import NotOfStaff, hand_to
from community.mentorship.actions.screening import LettersToday, ask_references
from community.mentorship.models import (
    CoordinatorChange,
    Mentorship,
    MentorshipState,
    MoveReason,
    RematchMentor,
)
from community.notifications.models import Message
from community.organisations.actions.letters import MOST_A_DAY, post
from community.organisations.emails import Words
from community.safety.actions import NotForYou
from tests.factories.people import UserFactory
from tests.factories.walking import MentorshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def amina():
    return UserFactory(role="staff")


@pytest.fixture
def two(participant, amina) -> Mentorship:
    return MentorshipFactory(person=participant, state=MentorshipState.ACTIVE, coordinator=amina)


def hand(two, to, by, now):
    hand_to(person=two.person, to=to, by=by, reason="I am away then", now=now)


@pytest.mark.parametrize("who", ["mentor", "participant", "partner", "editor", "left"])
def test_nobody_is_handed_to_whoever_does_not_work_here(who, request, two, amina, now):
    people = {"mentor": lambda: two.mentor.person}
    people["left"] = lambda: UserFactory(role="staff", is_active=False)
    to = people.get(who, lambda: request.getfixturevalue(who))()
    with pytest.raises(NotOfStaff):
        hand(two, to, amina, now)
    assert Mentorship.objects.get().coordinator == amina
    assert not CoordinatorChange.objects.exists()


def test_who_does_not_look_after_somebody_cannot_hand_them_over(two, amina, now):
    colleague = UserFactory(role="staff")
    with pytest.raises(NotForYou):
        hand(two, colleague, colleague, now)
    assert Mentorship.objects.get().coordinator == amina


@pytest.mark.parametrize("reason", [MoveReason.NONE, "because"])
def test_an_end_has_one_of_the_reasons(reason, two, amina, now):
    Mentorship.objects.update(state=MentorshipState.CLOSING, ends_on=now.date())
    with pytest.raises(NoReasonOfThese):
        close(
            mentorship=two, by=amina, reason=reason, rematch_mentor=RematchMentor.values[0],
            last_meeting_on=None, now=now,
        )  # fmt: skip
    assert Mentorship.objects.get().state == MentorshipState.CLOSING


def test_no_address_gets_a_fourth_letter_of_one_day_and_nobody_counts_as_asked(applied, staff, now):
    words = Words("A question", "Please answer.")
    for _letter in range(MOST_A_DAY):
        post(words, to="jo@example.org", person=None, ends_at=now + dt.timedelta(days=1), now=now)
    before = Message.objects.count()
    staff.role = "staff"
    staff.save()
    actions.begin_screening(mentor=applied, by=staff, now=now)
    with pytest.raises(LettersToday):
        ask_references(mentor=applied, link_for=str, by=staff, now=now)
    assert not applied.references.exclude(asked_at=None).exists()
    assert Message.objects.filter(address="ida@example.org").count() == 0
    assert Message.objects.filter(address="jo@example.org").count() == MOST_A_DAY <= before


def test_whoever_looks_after_somebody_hands_them_to_a_colleague(two, amina, now):
    colleague = UserFactory(role="staff")
    hand(two, colleague, amina, now)
    assert Mentorship.objects.get().coordinator == colleague
