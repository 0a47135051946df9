"""Accounts are erased while others sign up and cancel: every place is counted and nobody waits
beside a free one (safety.md #33, #53)."""

import datetime as dt
from functools import partial

import pytest
from django.db.utils import OperationalError

from community.people.models import User
from community.safety.actions import AlreadyErased, erase
from community.safety.models import Erasure
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import SignUp, State
from tests.factories.opportunities import SessionFactory
from tests.factories.people import UserFactory
from tests.opportunities.test_concurrency import all_at_once, is_exact

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.timedelta(days=1)


def test_places_of_who_is_erased_go_on_exactly_once(now):
    sessions = [SessionFactory(starts_at=now + 3 * DAY, capacity=5) for _ in range(2)]
    people = UserFactory.create_batch(24)
    rows = {
        person: [
            sign_up(session=s, by=person, alias="Sam", now=now + dt.timedelta(seconds=n))
            for s in sessions
        ]
        for n, person in enumerate(people)
    }
    leaving, cancelling = people[:8], people[8:12]
    calls = [partial(erase, person=person, now=now) for person in leaving]
    calls += [
        partial(cancel_sign_up, sign_up=row, now=now)
        for person in cancelling
        for row in reversed(rows[person])
    ]
    results = all_at_once(calls)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert User.objects.count() == 16
    assert Erasure.objects.count() == 8
    for session in sessions:
        assert is_exact(session)
        assert session.places_taken == 5
        first = session.sign_ups.exclude(state=State.CANCELLED).order_by("joined_at")[:5]
        assert {row.state for row in first} <= {State.CONFIRMED, State.OFFERED}


def test_double_click_erases_once(now):
    person = UserFactory()
    sign_up(session=SessionFactory(starts_at=now + 3 * DAY), by=person, alias="Sam", now=now)
    results = all_at_once([partial(erase, person=person, now=now) for _ in range(4)])
    gone = [one for one in results if isinstance(one, Erasure)]
    assert len(gone) == 1
    assert all(isinstance(one, Erasure | AlreadyErased) for one in results)
    assert not SignUp.objects.exists()


def test_signing_up_while_being_erased_leaves_no_place_behind(now):
    sessions = [SessionFactory(starts_at=now + 3 * DAY, capacity=5) for _ in range(4)]
    person = UserFactory()
    calls = [partial(sign_up, session=s, by=person, alias="Sam", now=now) for s in sessions]
    calls.insert(2, partial(erase, person=person, now=now))
    results = all_at_once(calls)
    assert isinstance(results[2], Erasure)  # neither waits for the other for ever
    assert not any(isinstance(result, OperationalError) for result in results)
    assert not User.objects.filter(pk=person.pk).exists()
    for session in sessions:
        assert is_exact(session)
        assert session.places_taken == 0
