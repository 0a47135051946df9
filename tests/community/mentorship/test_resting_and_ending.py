"""Breaks and ends of two who walk together: who may, and what the other one hears of it."""

import datetime as dt

import pytest
from django.utils import timezone

from community.mentorship.actions import closing, resting
from community.mentorship.actions.moving import IllegalStep
from community.mentorship.actions.sides import NotYours
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import (
    Mentor,
    Mentorship,
    MentorState,
    MoveReason,
)
from community.mentorship.models import MentorshipState as S
from community.mentorship.permissions import live_mentorships, walked_mentorships
from community.notifications.models import Message
from community.organisations.models import site_day
from community.safety.actions import NotForYou, erase
from community.safety.models import Separation, Task, TaskKind
from tests.factories.walking import MentorshipFactory

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def told(person) -> int:
    return Message.objects.filter(recipient=person).count()


@pytest.mark.parametrize("who", ["person", "mentor"])
def test_either_takes_a_break_and_it_ends_on_its_day(who, now):
    row = MentorshipFactory(state=S.ACTIVE)
    by = row.person if who == "person" else row.mentor.person
    day = (now + 10 * A_DAY).date()
    paused = resting.pause(mentorship=row, by=by, resume_on=day, now=now)
    assert (paused.state, paused.paused_for) == (S.PAUSED, MoveReason.ASKED)
    assert not live_mentorships(row.person, now).exists()
    assert resting.wake(now=now + 5 * A_DAY) == 0
    assert resting.wake(now=now + 11 * A_DAY) == 1
    row.refresh_from_db()
    assert row.state == S.ACTIVE


def test_break_of_one_who_does_not_feel_safe_is_ended_by_staff_alone(now, staff):
    row = MentorshipFactory(state=S.ACTIVE, coordinator=staff)
    say_unsafe(mentorship=row, by=row.person, words="", now=now)
    for by in (row.person, row.mentor.person):
        with pytest.raises(IllegalStep):
            resting.resume(mentorship=row, by=by, now=now)
    with pytest.raises(IllegalStep):
        resting.pause(mentorship=row, by=row.person, resume_on=None, now=now)
    assert resting.wake(now=now + 400 * A_DAY) == 0
    back = resting.resume(mentorship=row, by=staff, now=now)
    assert back.is_live


def test_mentor_who_stops_being_active_pauses_everybody_and_comes_back(now, staff):
    from community.mentorship.actions import move_mentor
    from community.mentorship.models import MentorReason

    row = MentorshipFactory(state=S.ACTIVE)
    asked = MentorshipFactory(mentor=row.mentor, state=S.OFFERED_MENTOR)
    why = MentorReason.EXPIRED
    move_mentor(mentor=row.mentor, to=MentorState.LAPSED, by=None, reason=why, now=now)
    row.refresh_from_db()
    asked.refresh_from_db()
    assert (row.state, row.paused_for, asked.state) == (S.PAUSED, MoveReason.CHECK, S.WITHDRAWN)
    assert not walked_mentorships(row.mentor.person, now).exists()
    assert resting.wake(now=now) == 0
    move_mentor(mentor=row.mentor, to=MentorState.ACTIVE, by=staff, reason=why, now=now)
    assert resting.wake(now=now) == 1


def test_planned_end_takes_four_weeks_or_more(now):
    row = MentorshipFactory(state=S.ACTIVE)
    for days in (0, 27, 400):
        with pytest.raises(closing.TooSoon):
            closing.start_closing(
                mentorship=row, by=row.person, ends_on=site_day(now + days * A_DAY), now=now
            )
    day = site_day(now + 29 * A_DAY)
    assert closing.start_closing(mentorship=row, by=row.person, ends_on=day, now=now).is_live


def test_participant_leaves_at_any_moment_and_the_mentor_cannot(now):
    row = MentorshipFactory(state=S.ACTIVE)
    with pytest.raises(NotYours):
        closing.leave(mentorship=row, by=row.mentor.person, now=now)
    for _click in range(2):
        assert closing.leave(mentorship=row, by=row.person, now=now).state == S.WITHDRAWN


def test_end_for_safety_tells_the_mentor_of_no_complaint(now, staff):
    row = MentorshipFactory(state=S.ACTIVE, coordinator=staff)
    other = MentorshipFactory(state=S.ACTIVE, mentor=row.mentor)
    ended = closing.end_for_safety(mentorship=row, by=staff, note="She rang us", now=now)
    assert (ended.state, ended.locked_at) == (S.ENDED_SAFETY, now)
    assert told(row.mentor.person) == 0
    assert not walked_mentorships(row.mentor.person, now).exists()
    mentor = Mentor.objects.get(pk=row.mentor_id)
    assert (mentor.state, mentor.is_held) == (MentorState.PAUSED, True)
    other.refresh_from_db()
    assert other.state == S.PAUSED
    assert Task.objects.filter(kind=TaskKind.UNSAFE).count() == 2
    assert Separation.objects.holding().count() == 1


def test_only_staff_end_for_safety(now):
    row = MentorshipFactory(state=S.ACTIVE)
    for by in (row.person, row.mentor.person):
        with pytest.raises(NotForYou):
            closing.end_for_safety(mentorship=row, by=by, note="", now=now)
    row.refresh_from_db()
    assert row.state == S.ACTIVE


@pytest.mark.parametrize("who", ["person", "mentor"])
def test_erasing_an_account_ends_it_and_the_other_one_is_told(who, now):
    row = MentorshipFactory(state=S.ACTIVE)
    person, other = row.person, row.mentor.person
    if who == "mentor":
        person, other = other, person
    erase(person=person, now=now)
    assert not Mentorship.objects.exists()
    assert told(other) == 1
