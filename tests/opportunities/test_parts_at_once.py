"""Many people at the parts of one date at once, over real connections, on both databases."""

import datetime as dt
from functools import partial

import pytest

from opportunities.actions.parts import Wanted, set_parts
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import Part, Session, SignUp, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.people import UserFactory

from .test_concurrency import all_at_once, problems

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def session(now):
    posting = OpportunityFactory()
    made = SessionFactory(opportunity=posting, starts_at=now + 9 * DAY, capacity=8)
    wanted = [Wanted("Drivers", 2), Wanted("Packers", 6)]
    set_parts(opportunity=posting, wanted=wanted, now=now)
    return made


def join(session, part, now):
    return partial(sign_up, session=session, by=UserFactory(), alias="Sam", part=part, now=now)


def is_exact(session):
    """No part has more people than it is for, the counter is the rows, and nobody waits beside."""
    fresh = Session.objects.get(pk=session.pk)
    rows = list(SignUp.objects.filter(session=session))
    holding = [row for row in rows if row.state in (State.CONFIRMED, State.OFFERED)]
    left = fresh.capacity - fresh.places_taken
    for part in Part.objects.all():
        of_part = part.places - sum(row.places for row in holding if row.part_id == part.pk)
        waits = any(row.state == State.WAITING and row.part_id == part.pk for row in rows)
        if of_part < 0 or (waits and min(of_part, left) > 0):
            return False
    return fresh.places_taken == sum(row.places for row in holding) <= fresh.capacity


def test_last_driver_is_one_of_many(session, now):
    drivers, packers = Part.objects.all()
    calls = [join(session, part, now) for part in (drivers, packers) * 5]
    assert problems(all_at_once(calls)) == []
    assert is_exact(session)
    confirmed = SignUp.objects.filter(state=State.CONFIRMED)
    assert confirmed.filter(part=drivers).count() == 2
    assert confirmed.filter(part=packers).count() == 5


def test_numbers_change_while_people_come_and_go(session, now):
    drivers, packers = Part.objects.all()
    rows = [join(session, part, now)() for part in (drivers, packers, drivers, drivers)]
    calls = [partial(cancel_sign_up, sign_up=row, now=now + SECOND) for row in rows]
    calls += [join(session, part, now + SECOND) for part in (drivers, packers, None) * 2]
    for number in (1, 4, 2):
        wanted = [Wanted("Drivers", number, drivers), Wanted("Packers", 6, packers)]
        calls.insert(
            number * 2,
            partial(set_parts, opportunity=session.opportunity, wanted=wanted, now=now),
        )
    assert problems(all_at_once(calls)) == []
    assert is_exact(session)


def test_part_that_goes_while_people_choose_it_leaves_nobody_in_it(session, now):
    drivers, packers = Part.objects.all()
    go = partial(
        set_parts,
        opportunity=session.opportunity,
        wanted=[Wanted("Packers", 6, packers)],
        now=now,
    )
    assert problems(all_at_once([go, *(join(session, drivers, now) for _ in range(4)), go])) == []
    left = set(SignUp.objects.values_list("part__name", flat=True))
    assert left <= ({"Drivers"} if Part.objects.filter(name="Drivers").exists() else {None})
    assert is_exact(session)
