"""No activity has the same date twice: pressed twice, or where two rules meet."""

import datetime as dt
from functools import partial

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from opportunities.actions.adding import SomeThereAlready, ThereAlready
from opportunities.actions.schedules import add_schedule
from opportunities.actions.sessions import add_session, cancel_session
from opportunities.models import Rhythm, Schedule, Session
from tests.conftest import NOON
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.opportunities.test_concurrency import all_at_once

DAY, HOUR, WEEK = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(weeks=1)


def add(posting, starts_at, now, hours=1):
    return add_session(
        opportunity=posting,
        starts_at=starts_at,
        ends_at=starts_at + hours * HOUR,
        capacity=3,
        now=now,
    )


def weekly(posting, starts_at, now, rhythm=Rhythm.WEEKLY):
    return add_schedule(
        opportunity=posting,
        rhythm=rhythm,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        last_on=None,
        capacity=3,
        now=now,
    )


@pytest.fixture
def posting(db):
    return OpportunityFactory()


def test_same_date_is_refused_the_second_time(posting, now):
    add(posting, now + DAY, now)
    with pytest.raises(ThereAlready):
        add(posting, now + DAY, now)
    assert Session.objects.count() == 1


def test_another_time_length_or_activity_is_another_date(posting, now):
    first = add(posting, now + DAY, now)
    add(posting, now + DAY, now, hours=2)
    add(posting, now + DAY + HOUR, now)
    add(OpportunityFactory(), now + DAY, now)
    cancel_session(session=first, now=now)
    add(posting, now + DAY, now)
    assert Session.objects.count() == 5


def test_date_that_is_over_stands_in_nobodys_way(posting, now):
    SessionFactory(opportunity=posting, starts_at=now - DAY, ends_at=now - DAY + HOUR)
    add(posting, now - DAY, now)
    assert posting.sessions.count() == 2


def test_rule_that_meets_a_date_or_another_rule_is_refused_whole(posting, now):
    single = add(posting, now + DAY + 3 * WEEK, now)
    with pytest.raises(SomeThereAlready):
        weekly(posting, now + DAY, now)
    assert not Schedule.objects.exists()
    assert Session.objects.count() == 1
    cancel_session(session=single, now=now)
    weekly(posting, now + DAY, now)
    with pytest.raises(SomeThereAlready):
        weekly(posting, now + DAY + WEEK, now, Rhythm.FORTNIGHTLY)
    with pytest.raises(ThereAlready):
        add(posting, now + DAY + 2 * WEEK, now)
    weekly(posting, now + 2 * DAY, now)
    assert Schedule.objects.count() == 2


def test_partner_who_presses_twice_has_one_and_keeps_what_was_typed(
    as_person, partner, time_machine, now
):
    time_machine.move_to(now, tick=False)
    client = as_person(partner)
    posting = OpportunityFactory(organisation=partner.memberships.get().organisation)
    address = reverse("opportunities:workplace_dates", args=[posting.public_id])
    typed = {"date": "2026-05-12", "starts": "14:00", "ends": "15:30", "places": "7"}
    assert client.post(address, typed | {"again": "once"}).status_code == 302
    for again, said in (
        ("once", "has a date at that time already"),
        ("weekly", "One or more of these dates are there already"),
    ):
        page = client.post(address, typed | {"again": again})
        assert page.status_code == 400
        assert said in page.content.decode()
        assert 'value="7"' in page.content.decode()
    assert posting.sessions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressed_at_the_same_moment_it_is_one(now):
    posting = OpportunityFactory()
    calls = [partial(add, posting, now + DAY, now)] * 4
    calls += [partial(weekly, posting, now + DAY, now)] * 2
    done = all_at_once(calls)
    refused = [one for one in done if isinstance(one, ThereAlready | SomeThereAlready)]
    assert len(refused) == 5
    first_day = posting.sessions.filter(starts_at=now + DAY)
    assert first_day.count() == 1


class AnyOrder(TestCase):
    @settings(max_examples=15)
    @given(
        st.lists(
            st.tuples(st.integers(1, 60), st.sampled_from([None, *Rhythm])), min_size=2, max_size=6
        )
    )
    def test_whatever_is_added_no_time_is_there_twice(self, wanted):
        posting = OpportunityFactory()
        for days, rhythm in wanted:
            try:
                if rhythm is None:
                    add(posting, NOON + days * DAY, NOON)
                else:
                    weekly(posting, NOON + days * DAY, NOON, rhythm)
            except (ThereAlready, SomeThereAlready):
                continue
        times = list(posting.sessions.values_list("starts_at", "ends_at"))
        assert times
        assert len(times) == len(set(times))
