"""Two people at the door at once, and a mark while somebody gives their place back."""

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone

from opportunities.actions.attendance import GivenBack, count_walk_ins, mark_here, take_mark_back
from opportunities.actions.signups import cancel_sign_up
from opportunities.models import Session, SignUp, State
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.opportunities.test_concurrency import all_at_once, is_exact, problems

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session():
    return SessionFactory(starts_at=timezone.now() + dt.timedelta(minutes=30), capacity=20)


def test_same_row_marked_by_several_at_once_is_marked_once(session):
    row, now = SignUpFactory(session=session), timezone.now()
    moments = [now + dt.timedelta(seconds=n) for n in range(12)]
    results = all_at_once([partial(mark_here, sign_up=row, now=moment) for moment in moments])
    assert problems(results) == []
    assert len({result.came_at for result in results}) == 1
    assert SignUp.objects.get().came_at == results[0].came_at
    assert is_exact(session)


def test_mark_and_giving_back_at_once_end_in_one_of_the_two(session):
    rows, now = [SignUpFactory(session=session) for _ in range(10)], timezone.now()
    calls = []
    for row in rows:
        calls += [
            partial(mark_here, sign_up=row, now=now),
            partial(cancel_sign_up, sign_up=row, now=now),
        ]
    results = all_at_once(calls)
    assert problems(results) == []
    for n, row in enumerate(rows):
        stored = SignUp.objects.get(pk=row.pk)
        marked = not isinstance(results[2 * n], GivenBack)
        assert stored.state == (State.ATTENDED if marked else State.CANCELLED)
        assert (stored.came_at == now) is marked
    assert is_exact(session)


def test_undo_of_the_first_mark_and_second_marks_at_once_leave_no_half_mark(session):
    row, now = SignUpFactory(session=session), timezone.now()
    mark_here(sign_up=row, now=now)
    later = now + dt.timedelta(seconds=5)
    calls = [partial(take_mark_back, sign_up=row, came_at=now, now=later) for _ in range(4)]
    calls += [partial(mark_here, sign_up=row, now=later) for _ in range(4)]
    assert problems(all_at_once(calls)) == []
    stored = SignUp.objects.get()
    assert (stored.state == State.ATTENDED) is (stored.came_at == later)


def test_walk_ins_counted_by_many_at_once_are_counted_once_for_each_who_was_let_through(session):
    now = timezone.now()
    calls = [partial(count_walk_ins, session=session, seen=0, number=1, now=now) for _ in range(10)]
    results = all_at_once(calls)
    assert problems(results) == []
    assert len([r for r in results if isinstance(r, Session)]) == 1
    assert Session.objects.get().walk_ins == 1
