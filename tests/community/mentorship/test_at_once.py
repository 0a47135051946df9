"""Two who press at the same moment: caps hold (#52), and what is done twice is done once."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from community.mentorship.actions import accept, approve, meeting, propose, write_line
from community.mentorship.actions.answering import EnoughToDo, mentor_says_yes
from community.mentorship.actions.looking_after import take_over
from community.mentorship.actions.meeting import MOST_OPEN, NotTheirs
from community.mentorship.actions.plan_of_two import show_part
from community.mentorship.actions.proposing import IsInOne, offer
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import (
    CoordinatorChange,
    Line,
    Meeting,
    Mentor,
    MentorApproval,
    Mentorship,
    MentorState,
    TrainingModule,
)
from community.mentorship.models import MentorshipState as S
from community.notifications.models import Message
from community.people.actions import name_aim
from community.safety.actions import NoReasonGiven
from tests.factories.mentorship import apply_for, screen, train
from tests.factories.people import UserFactory
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list[object]:
    """Let all begin together; what each returned or raised."""
    start = threading.Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_cap_holds_when_the_mentor_says_yes_to_two_at_the_same_moment():
    now = timezone.now()
    mentor = ActiveMentorFactory(caseload_cap=1)
    asked = [
        MentorshipFactory(mentor=mentor, state=S.OFFERED_MENTOR, person=RequestFactory().person)
        for _two in range(2)
    ]
    calls = [
        lambda row=row: mentor_says_yes(mentorship=row, by=mentor.person, now=now) for row in asked
    ]
    said = at_once(*calls)
    assert sorted(type(one).__name__ for one in said) == ["EnoughToDo", "Mentorship"]
    assert EnoughToDo in {type(one) for one in said}
    assert Mentorship.objects.filter(mentor=mentor).taken().count() == 1


def test_nobody_is_offered_two_mentors_at_the_same_moment(staff):
    now = timezone.now()
    person = RequestFactory().person
    rows = [
        MentorshipFactory(person=person, state=S.SUGGESTED, coordinator=staff) for _two in range(2)
    ]
    said = at_once(*[lambda row=row: offer(mentorship=row, by=staff, now=now) for row in rows])
    assert [type(one) for one in said].count(IsInOne) == 1
    assert Mentorship.objects.pending().count() == 1
    assert Mentor.objects.count() == 2


def trained_mentor(staff, now) -> Mentor:
    """All is found out; two of the staff have to say yes."""
    person = UserFactory()
    TrainingModule.objects.create(title="Boundaries")
    return train(screen(apply_for(person, now), staff, now), staff, now)


def test_two_of_the_staff_who_say_yes_at_the_same_moment_make_one_mentor(staff, another_staff):
    now = timezone.now()
    mentor = trained_mentor(staff, now)
    until = timezone.localdate() + dt.timedelta(days=100)
    said = at_once(
        *[
            lambda by=by: approve(mentor=mentor, until=until, by=by, now=now)
            for by in (staff, another_staff)
        ]
    )
    assert [type(one) for one in said] == [Mentor, Mentor]
    row = MentorApproval.objects.get()
    assert {row.first_by, row.second_by} == {staff, another_staff}
    assert Mentor.objects.get().state == MentorState.ACTIVE
    assert mentor.changes.filter(went_to=MentorState.ACTIVE).count() == 1


def test_one_of_the_staff_who_says_yes_twice_at_the_same_moment_is_still_one(staff):
    now = timezone.now()
    mentor = trained_mentor(staff, now)
    until = timezone.localdate() + dt.timedelta(days=100)
    at_once(*[lambda: approve(mentor=mentor, until=until, by=staff, now=now)] * 2)
    assert MentorApproval.objects.get().second_by is None
    assert Mentor.objects.get().state == MentorState.TRAINING


def test_meeting_that_is_proposed_twice_at_the_same_moment_is_one():
    now = timezone.now()
    two = MentorshipFactory(state=S.ACTIVE)
    at = {"starts_at": now + dt.timedelta(days=3), "ends_at": now + dt.timedelta(days=3, hours=1)}
    said = at_once(*[lambda: propose(mentorship=two, by=two.person, place=None, now=now, **at)] * 2)
    assert [type(one) for one in said] == [Meeting, Meeting]
    assert Meeting.objects.count() == 1


def test_no_more_meetings_than_there_may_be_when_both_propose_the_last_one():
    now = timezone.now()
    two = MentorshipFactory(state=S.ACTIVE)

    def ask(by, day: int) -> Meeting:
        starts_at = now + dt.timedelta(days=day)
        ends_at = starts_at + dt.timedelta(hours=1)
        return propose(
            mentorship=two, by=by, place=None, now=now, starts_at=starts_at, ends_at=ends_at
        )

    for day in range(2, MOST_OPEN + 1):
        ask(two.person, day)
    said = at_once(lambda: ask(two.person, 50), lambda: ask(two.mentor.person, 51))
    assert sorted(type(one).__name__ for one in said) == ["Meeting", "TooManyOpen"]
    assert Meeting.objects.count() == MOST_OPEN


def test_line_that_is_sent_twice_at_the_same_moment_is_one_and_told_once():
    now = timezone.now()
    two = MentorshipFactory(state=S.ACTIVE)
    at_once(*[lambda: write_line(mentorship=two, by=two.person, words="Hello", now=now)] * 2)
    assert Line.objects.count() == 1
    assert Message.objects.filter(recipient=two.mentor.person).count() == 1


def test_both_who_write_at_the_same_moment_are_heard():
    now = timezone.now()
    two = MentorshipFactory(state=S.ACTIVE)
    at_once(
        *[
            lambda by=by: write_line(mentorship=two, by=by, words="Hello", now=now)
            for by in (two.person, two.mentor.person)
        ]
    )
    assert {line.by for line in Line.objects.all()} == {two.person, two.mentor.person}
    assert Message.objects.count() == 2


def test_of_two_of_the_staff_who_take_up_at_the_same_moment_one_has_it(staff, another_staff):
    """The other one is asked for a reason, as it is somebody's by then."""
    now = timezone.now()
    person = RequestFactory().person
    said = at_once(
        *[
            lambda by=by: take_over(person=person, by=by, reason="", now=now)
            for by in (staff, another_staff)
        ]
    )
    assert [type(one) for one in said].count(NoReasonGiven) == 1
    assert CoordinatorChange.objects.count() == 1


def test_two_clicks_at_once_show_a_part_once(participant):
    now = timezone.now()
    two = MentorshipFactory(person=participant)
    aim = name_aim(by=participant, words="A quiet flat", now=now)
    said = at_once(*[lambda: show_part(part=aim, by=participant, now=now)] * 3)
    assert said == [None, None, None]
    assert two.shown.count() == 1


def test_nothing_stays_shown_when_the_two_are_locked_at_the_same_moment(participant):
    now = timezone.now()
    two = MentorshipFactory(person=participant)
    aim = name_aim(by=participant, words="A quiet flat", now=now)
    shown, _locked = at_once(
        lambda: show_part(part=aim, by=participant, now=now),
        lambda: say_unsafe(mentorship=two, by=participant, words="", now=now),
    )
    assert shown is None or isinstance(shown, NotTheirs)
    assert Mentorship.objects.get().locked_at
    assert not two.shown.exists()


def test_nobody_is_reminded_of_a_meeting_that_was_accepted_as_the_two_were_locked(monkeypatch):
    """One says yes to it at the moment in which the other says that they do not feel safe."""
    now = timezone.now()
    two = MentorshipFactory(state=S.ACTIVE)
    at = {"starts_at": now + dt.timedelta(days=3), "ends_at": now + dt.timedelta(days=3, hours=1)}
    proposed = propose(mentorship=two, by=two.person, place=None, now=now, **at)
    asked, locked = threading.Event(), threading.Event()
    remind = meeting._reminder

    def slowly(*those):
        asked.set()
        locked.wait(0.5)
        return remind(*those)

    def lock() -> None:
        asked.wait(5)
        say_unsafe(mentorship=two, by=two.person, words="", now=now)
        locked.set()

    monkeypatch.setattr(meeting, "_reminder", slowly)
    at_once(lambda: accept(meeting=proposed, by=two.mentor.person, now=now), lock)
    assert Meeting.objects.get().state == "cancelled"
    assert not Message.objects.filter(key__contains=":soon:", ended_at=None).exists()
