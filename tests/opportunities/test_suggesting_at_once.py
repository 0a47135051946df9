"""A mentor who presses twice, and two answers at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from community.people.actions import name_aim
from community.people.models import Step
from opportunities.actions.suggesting import (
    MOST_A_DAY,
    EnoughToday,
    answer_suggestion,
    think_of,
)
from opportunities.models import Answered, Suggestion
from tests.factories.opportunities import SessionFactory
from tests.factories.walking import MentorshipFactory

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


@pytest.fixture
def think():
    """A function from an activity to a call that thinks of it, always of the same two."""
    two, now = MentorshipFactory(), timezone.now()
    by = two.mentor.person
    return lambda one: lambda: think_of(mentorship=two, opportunity=one, by=by, words="", now=now)


def test_two_clicks_keep_one(think):
    kitchen = SessionFactory().opportunity
    said = at_once(*[think(kitchen)] * 3)
    assert {row.pk for row in said} == {Suggestion.objects.get().pk}


def test_no_more_in_a_day_than_there_may_be_whichever_is_first(think):
    said = at_once(*[think(SessionFactory().opportunity) for _n in range(MOST_A_DAY + 2)])
    assert [type(one) for one in said].count(EnoughToday) == 2
    assert Suggestion.objects.count() == MOST_A_DAY


def test_yes_and_no_at_once_are_one_answer(think):
    row = think(SessionFactory().opportunity)()
    person, now = row.mentorship.person, timezone.now()
    aim = name_aim(by=person, words="Cook again", now=now)

    def say(answer):
        return lambda: answer_suggestion(suggestion=row, by=person, answer=answer, aim=aim, now=now)

    said = at_once(*[say(answer) for answer in (Answered.YES, Answered.NO, Answered.YES)])
    assert not [one for one in said if isinstance(one, Exception)]
    row.refresh_from_db()
    assert Step.objects.count() == (row.answer == Answered.YES)
