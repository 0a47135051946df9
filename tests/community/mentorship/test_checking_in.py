"""How it goes, asked of each side by itself, and what follows when somebody does not feel safe."""

import datetime as dt

import pytest

from community.mentorship.actions import checking_in, resting
from community.mentorship.actions.sides import NotYours
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import (
    CheckIn,
    Side,
)
from community.mentorship.models import MentorshipState as S
from community.mentorship.permissions import (
    own_check_ins,
)
from community.notifications.models import Message
from community.organisations.models import site_day
from community.safety.models import Task, TaskKind
from tests.factories.walking import MentorshipFactory

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    from django.utils import timezone

    return timezone.now()


def told(person) -> int:
    return Message.objects.filter(recipient=person).count()


def test_days_of_check_ins():
    days = list(checking_in.days_of_check_ins(dt.date(2026, 1, 31)))
    assert days[:4] == [
        dt.date(2026, 2, 7), dt.date(2026, 2, 21), dt.date(2026, 3, 31), dt.date(2026, 4, 30),
    ]  # fmt: skip
    assert days[12:15] == [dt.date(2027, 1, 31), dt.date(2027, 4, 30), dt.date(2027, 7, 31)]


@pytest.fixture
def walking(now):
    row = MentorshipFactory()
    checking_in.plan_check_ins(mentorship=row, now=now)
    return row


def test_rows_are_made_ahead_for_each_side(walking, now):
    checking_in.plan_check_ins(mentorship=walking, now=now)
    for side in (Side.PARTICIPANT, Side.MENTOR):
        rows = CheckIn.objects.filter(side=side).order_by("due_on")
        days = [(row.due_on - walking.began_on).days for row in rows]
        assert days[:2] == [7, 21]
        assert len(days) == 17  # days 7 and 21, eleven months, four quarters
    assert checking_in.plan_further(now=now) == 0


def test_each_is_asked_once_and_staff_hear_of_who_is_late(walking, now):
    due = now + 7 * A_DAY
    assert checking_in.ask_due(now=due - A_DAY) == 0
    assert checking_in.ask_due(now=due) == 2
    assert checking_in.ask_due(now=due) == 0
    assert told(walking.person) == told(walking.mentor.person) == 1
    assert checking_in.chase_late(now=due + 6 * A_DAY) == 0
    assert checking_in.chase_late(now=due + 7 * A_DAY) == 2
    assert checking_in.chase_late(now=due + 8 * A_DAY) == 0
    assert Task.objects.filter(kind=TaskKind.MATCH).count() == 2


def test_nobody_is_asked_during_a_break_and_what_fell_due_is_not_asked_after(walking, now):
    resting.pause(mentorship=walking, by=walking.person, resume_on=None, now=now)
    assert checking_in.ask_due(now=now + 8 * A_DAY) == 0
    assert checking_in.chase_late(now=now + 40 * A_DAY) == 0
    later = now + 40 * A_DAY
    resting.resume(mentorship=walking, by=walking.person, now=later)
    assert checking_in.chase_late(now=later) == 0
    first = CheckIn.objects.filter(side=Side.PARTICIPANT).earliest("due_on")
    assert first.due_on == site_day(later + 7 * A_DAY)


def test_answers_stay_with_the_one_who_gave_them(walking, now, another_participant):
    later = now + 7 * A_DAY
    mine = own_check_ins(walking.person, later).get()
    theirs = own_check_ins(walking.mentor.person, later).get()
    assert (mine.person, theirs.person) == (walking.person, walking.mentor.person)
    for by in (walking.mentor.person, another_participant):
        with pytest.raises(NotYours):
            checking_in.answer_check_in(check_in=mine, by=by, safe="yes", now=later)
    checking_in.answer_check_in(
        check_in=mine, by=walking.person, useful="yes", words="Good", now=later
    )
    assert not Task.objects.exists()
    assert not own_check_ins(walking.person, later).exists()
    assert own_check_ins(walking.mentor.person, later).get() == theirs


@pytest.mark.parametrize("who", ["person", "mentor"])
def test_who_does_not_feel_safe_locks_everything_and_staff_know(who, walking, now, settings):
    settings.SAFEGUARDING_LEAD = "lead@example.org"
    later = now + 7 * A_DAY
    by = walking.person if who == "person" else walking.mentor.person
    row = own_check_ins(by, later).get()
    other = walking.mentor.person if who == "person" else walking.person
    checking_in.answer_check_in(check_in=row, by=by, safe="no", words="He waits", now=later)
    walking.refresh_from_db()
    assert (walking.state, walking.locked_at) == (S.PAUSED, later)
    tasks = Task.objects.filter(kind=TaskKind.UNSAFE)
    assert [(task.note, task.person) for task in tasks] == [("He waits", by)] * 2
    assert {task.due_at.date() - later.date() <= A_DAY for task in tasks} == {True}
    assert told(other) == 0
    assert told(walking.coordinator) == 1
    assert Message.objects.filter(address="lead@example.org").count() == 1


def test_all_of_it_or_nothing_when_staff_cannot_be_told(walking, now, monkeypatch):
    def broken(_tasks):
        raise RuntimeError

    monkeypatch.setattr("community.mentorship.actions.unsafe.open_tasks", broken)
    with pytest.raises(RuntimeError):
        say_unsafe(mentorship=walking, by=walking.person, words="", now=now)
    walking.refresh_from_db()
    assert (walking.state, walking.locked_at) == (S.TRIAL, None)


@pytest.mark.parametrize("state", list(S))
def test_saying_it_works_in_every_state(state, now):
    row = MentorshipFactory(state=state)
    say_unsafe(mentorship=row, by=row.person, words="", now=now)
    assert Task.objects.filter(kind=TaskKind.UNSAFE).count() == 2
    row.refresh_from_db()
    assert not row.is_live
