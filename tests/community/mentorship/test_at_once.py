"""Two who press at the same moment: a mentor's cap holds, and nobody is offered two (#52)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from community.mentorship.actions.answering import EnoughToDo, mentor_says_yes
from community.mentorship.actions.meeting import NotTheirs
from community.mentorship.actions.plan_of_two import show_part
from community.mentorship.actions.proposing import IsInOne, offer
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import Mentor, Mentorship
from community.mentorship.models import MentorshipState as S
from community.people.actions import name_aim
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
    rows = [MentorshipFactory(person=person, state=S.SUGGESTED) for _two in range(2)]
    said = at_once(*[lambda row=row: offer(mentorship=row, by=staff, now=now) for row in rows])
    assert [type(one) for one in said].count(IsInOne) == 1
    assert Mentorship.objects.pending().count() == 1
    assert Mentor.objects.count() == 2


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
