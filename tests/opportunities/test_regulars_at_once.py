"""The sweep for who comes regularly, and what people tap at the same moment, on both databases."""

import datetime as dt
import random
from collections import Counter
from functools import partial

import pytest

from community.notifications.models import Message
from community.safety.actions import erase
from opportunities.actions.elsewhere import where_it_leads
from opportunities.actions.publishing import words_published
from opportunities.actions.regulars import (
    come_again,
    come_regularly,
    save_places_of_regulars,
    stop,
    take_a_break,
)
from opportunities.actions.rescheduling import change_dates
from opportunities.actions.schedules import add_schedule
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import Often, Opportunity, Reach, Regular, Rhythm, SignUp, State
from tests.factories.opportunities import OpportunityFactory
from tests.factories.people import UserFactory
from tests.opportunities.test_concurrency import all_at_once, is_exact, problems

pytestmark = pytest.mark.django_db(transaction=True)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
LATER = 9 * DAY  # when the sweep goes on with two more weeks


@pytest.fixture
def dates(now):
    """A year of Tuesdays, four places each."""
    schedule = add_schedule(
        opportunity=OpportunityFactory(),
        rhythm=Rhythm.WEEKLY,
        starts_at=now + DAY,
        ends_at=now + DAY + HOUR,
        last_on=None,
        capacity=4,
        now=now,
    )
    found = schedule.sessions.select_related("opportunity__organisation")
    return list(found.order_by("starts_at"))


def regulars_of(people, date, now):
    rows = [sign_up(session=date, by=person, alias="Sam", now=now) for person in people]
    return [
        come_regularly(sign_up=row, often=Often.EVERY, with_companions=False, now=now)
        for row in rows
    ]


def test_sweeps_and_people_at_once_fill_each_date_exactly_and_tell_once(dates, now):
    people = UserFactory.create_batch(4)
    regulars = regulars_of(people, dates[0], now)
    later = now + LATER
    held = SignUp.objects.get(person=people[0], session=dates[3])
    calls = [partial(save_places_of_regulars, now=later)] * 4
    calls += [
        partial(sign_up, session=date, by=person, alias="Bo", now=later)
        for person in UserFactory.create_batch(3)
        for date in dates[4:6]
    ]
    calls += [partial(sign_up, session=dates[4], by=people[0], alias="Sam", now=later)] * 2
    calls += [partial(cancel_sign_up, sign_up=held, now=later)]
    calls += [partial(stop, regular=regulars[3])]
    random.Random(5).shuffle(calls)
    results = all_at_once(calls)
    assert problems(results) == []
    save_places_of_regulars(now=later)
    assert all(is_exact(date) for date in dates[:8])
    for date in dates[4:6]:
        assert date.places_taken == 4
        rows = Counter(date.sign_ups.values_list("person", flat=True))
        assert set(rows.values()) == {1}
        assert {person.pk for person in people[:3]} <= set(rows)
    assert not held.session.sign_ups.filter(person=people[0], state=State.CONFIRMED).exists()
    told = Counter(
        Message.objects.filter(key__startswith="regular").values_list("recipient", flat=True)
    )
    assert all(told[person.pk] == 1 for person in people[1:3])
    assert max(told.values()) == 1


def test_sweeps_breaks_a_new_time_and_an_erasure_at_once_leave_nothing_wrong(dates, now):
    people = UserFactory.create_batch(4)
    regulars = regulars_of(people, dates[0], now)
    later = now + LATER
    calls = [partial(save_places_of_regulars, now=later)] * 3
    calls += [
        partial(take_a_break, regular=regulars[1], back_on=None, gives_back=True, now=later),
        partial(come_again, regular=regulars[2], now=later),
        partial(erase, person=people[3], now=later),
        partial(
            change_dates,
            session=dates[6],
            reach=Reach.FOLLOWING,
            starts_at=dates[6].starts_at + HOUR,
            ends_at=dates[6].ends_at + HOUR,
            capacity=4,
            now=later,
        ),
    ]
    random.Random(2).shuffle(calls)
    assert problems(all_at_once(calls)) == []
    save_places_of_regulars(now=later)
    assert all(is_exact(date) for date in dates[2:12])  # what has begun keeps its count
    assert not SignUp.objects.filter(person=people[3].pk).exists()
    rows = Regular.objects.values_list("person", "on_break")
    assert Counter(rows) == {
        (people[0].pk, False): 2,
        (people[1].pk, True): 2,
        (people[2].pk, False): 2,
    }
    ahead = SignUp.objects.filter(state=State.CONFIRMED, session__starts_at__gt=later)
    assert set(ahead.values_list("person", flat=True)) == {people[0].pk, people[2].pk}


def test_erasing_in_a_break_and_a_new_time_at_once_wait_for_each_other_in_one_order(dates, now):
    """Their places are given back, so nothing but the posting keeps the two from meeting last."""
    later = now + LATER
    for round_ in range(5):
        person = UserFactory()
        (regular,) = regulars_of([person], dates[8 * round_], now)
        take_a_break(regular=regular, back_on=None, gives_back=True, now=now)
        moved = dates[8 * round_ + 2]
        calls = [
            partial(erase, person=person, now=later),
            partial(
                change_dates,
                session=moved,
                reach=Reach.FOLLOWING,
                starts_at=moved.starts_at + HOUR,
                ends_at=moved.ends_at + HOUR,
                capacity=4,
                now=later,
            ),
        ]
        assert problems(all_at_once(calls)) == []
        assert not Regular.objects.exists()


def test_words_that_lead_elsewhere_and_places_given_back_at_once(dates, now):
    """Whoever gives a place back has the date, then the sign-ups: so has who tells of the place."""
    people = UserFactory.create_batch(6)
    for person in people:
        for date in dates[:3]:
            sign_up(session=date, by=person, alias="Sam", now=now)
    posting = Opportunity.objects.get()
    posting.led_to = where_it_leads(posting)
    posting.place = "Blue gate"
    held = SignUp.objects.filter(person__in=people[:2], state=State.CONFIRMED)
    calls = [partial(cancel_sign_up, sign_up=row, now=now) for row in held]
    calls += [partial(words_published, opportunities=[posting], now=now)] * 3
    random.Random(3).shuffle(calls)
    assert problems(all_at_once(calls)) == []
    assert all(is_exact(date) and date.places_taken == 4 for date in dates[:3])
