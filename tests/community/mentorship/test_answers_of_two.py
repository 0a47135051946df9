"""What the two answer on their way: an offer, a check-in, a break, and the end."""

import datetime as dt

import pytest
from django.utils import timezone

from community.mentorship.actions import answering, beginning, checking_in, closing, resting
from community.mentorship.actions.moving import IllegalStep
from community.mentorship.models import CheckIn, Mentor, Mentorship, MentorshipRequest, MoveReason
from community.mentorship.models import MentorshipState as S
from community.notifications.models import Message
from community.organisations.models import site_day
from community.safety.models import Task, TaskKind
from tests.factories.walking import MentorshipFactory, RequestFactory

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def asked_of_staff() -> list[str]:
    """What the tasks about two are about, as their keys end."""
    rows = Task.objects.filter(kind=TaskKind.MATCH).order_by("pk")
    return [key.rsplit(":", 1)[1] for key in rows.values_list("key", flat=True)]


# -- an offer --------------------------------------------------------------------------------


def test_mentor_who_says_yes_twice_has_said_it_once(now):
    row = MentorshipFactory(state=S.OFFERED_MENTOR)
    RequestFactory(person=row.person)
    for _click in range(2):
        two = answering.mentor_says_yes(mentorship=row, by=row.mentor.person, now=now)
        assert two.state == S.INTRO
    assert row.changes.count() == 1


def test_offer_falls_through_when_the_check_of_the_mentor_is_over(now):
    row = MentorshipFactory(state=S.OFFERED_MENTOR)
    RequestFactory(person=row.person)
    Mentor.objects.update(check_expires_on=site_day(now) - A_DAY)
    two = answering.mentor_says_yes(mentorship=row, by=row.mentor.person, now=now)
    assert two.state == S.WITHDRAWN
    assert asked_of_staff() == ["a gate shut"]
    assert not Message.objects.filter(recipient=row.person).exists()


def test_mentor_who_says_no_twice_has_said_it_once(now):
    row = MentorshipFactory(state=S.OFFERED_MENTOR)
    for _click in range(2):
        answering.mentor_says_no(mentorship=row, by=row.mentor.person, now=now)
    assert (row.changes.count(), asked_of_staff()) == (1, ["said no"])


def test_yes_to_other_words_is_no_yes_to_these(now):
    row = MentorshipFactory(
        state=S.INTRO, agreement=99, person_agreed_at=now - A_DAY, mentor_agreed_at=now - A_DAY
    )
    beginning.agree(mentorship=row, by=row.person, version=beginning.AGREEMENT, now=now)
    row.refresh_from_db()
    assert (row.person_agreed_at, row.mentor_agreed_at) == (now, None)


# -- a check-in ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ({"safe": "unsure"}, True),
        ({"change": "yes"}, True),
        ({"safe": "yes", "useful": "no", "change": "no"}, False),
        ({}, False),
    ],
)
def test_staff_hear_of_who_is_unsure_or_would_like_a_change(now, said, is_told):
    two = MentorshipFactory()
    checking_in.plan_check_ins(mentorship=two, now=now)
    for row in CheckIn.objects.order_by("due_on")[:2]:
        checking_in.answer_check_in(check_in=row, by=row.person, now=now, **said)
        told = [words == f"check-in {row.pk} says" for words in asked_of_staff()]
        assert any(told) == is_told
    two.refresh_from_db()
    assert two.is_live  # only "not safe" stops everything


def test_rows_are_made_for_who_walks_on_and_for_nobody_who_does_not(now):
    MentorshipFactory(state=S.PAUSED)
    MentorshipFactory(state=S.CLOSED)
    goes_on = MentorshipFactory(state=S.ACTIVE, began_on=site_day(now) - 500 * A_DAY)
    assert checking_in.plan_further(now=now) == 1
    assert set(CheckIn.objects.values_list("mentorship", flat=True)) == {goes_on.pk}
    assert not CheckIn.objects.filter(due_on__lt=site_day(now)).exists()


# -- a break ---------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-1, 0, 366 + 1])
def test_break_ends_on_a_day_that_comes(now, days):
    row = MentorshipFactory(state=S.ACTIVE)
    with pytest.raises(resting.WrongDay):
        resting.pause(
            mentorship=row, by=row.person, resume_on=site_day(now) + days * A_DAY, now=now
        )
    assert Mentorship.objects.get().state == S.ACTIVE


def test_participant_moves_the_end_of_a_break_and_the_mentor_does_not(now):
    row = MentorshipFactory(state=S.ACTIVE)
    first, later = site_day(now) + 7 * A_DAY, site_day(now) + 14 * A_DAY
    resting.pause(mentorship=row, by=row.person, resume_on=first, now=now)
    resting.pause(mentorship=row, by=row.mentor.person, resume_on=later, now=now)
    assert Mentorship.objects.get().resume_on == first
    resting.pause(mentorship=row, by=row.person, resume_on=later, now=now)
    assert Mentorship.objects.get().resume_on == later


def test_who_goes_on_twice_is_refused_the_second_time(now):
    row = MentorshipFactory(state=S.PAUSED, paused_for=MoveReason.ASKED)
    assert resting.resume(mentorship=row, by=row.person, now=now).state == S.ACTIVE
    with pytest.raises(IllegalStep):
        resting.resume(mentorship=row, by=row.person, now=now)


# -- the end ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("rematch", "looks"), [("later", True), ("no", True), ("yes", False)])
def test_who_would_like_nobody_else_is_not_looked_for(now, rematch, looks):
    row = MentorshipFactory(state=S.CLOSING)
    RequestFactory(person=row.person)
    closing.say_what_changed(
        mentorship=row, words="I sing again", rematch=rematch, by=row.person, now=now
    )
    assert Mentorship.objects.get().what_changed == "I sing again"
    closing.leave(mentorship=row, by=row.person, now=now)
    assert MentorshipRequest.objects.get().just_looking is looks
