"""Somebody who always comes: any order of sweeps, weeks, breaks and places given back."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opportunities.actions.regulars import (
    come_again,
    come_regularly,
    save_places_of_regulars,
    take_a_break,
)
from opportunities.actions.schedules import add_schedule, materialise
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import ACTIVE, Often, Regular, Rhythm, SignUp, State
from tests.conftest import NOON
from tests.factories.opportunities import OpportunityFactory
from tests.factories.people import UserFactory

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
STEP = {Often.EVERY: 1, Often.SECOND: 2}
steps = st.lists(
    st.one_of(
        st.tuples(st.just("sweep"), st.integers(0, 12)),  # after so many days
        st.tuples(st.just("give back"), st.integers(0, 3)),  # the n-th place ahead
        st.tuples(st.just("break"), st.sampled_from([None, 5, 20, 45])),  # for so many days
        st.tuples(st.just("again"), st.none()),
    ),
    max_size=9,
)


class Story:
    """A schedule, somebody who comes to it, and the plainest model of what they are to have."""

    def __init__(self, often, rhythm):
        self.now, self.often, self.person = NOON, often, UserFactory()
        self.schedule = add_schedule(
            opportunity=OpportunityFactory(), rhythm=rhythm, starts_at=NOON + DAY,
            ends_at=NOON + DAY + HOUR, last_on=None, capacity=2, now=NOON,
        )  # fmt: skip
        self.dates = list(self.schedule.sessions.order_by("starts_at"))
        row = sign_up(session=self.dates[0], by=self.person, alias="Sam", now=NOON)
        self.regular = come_regularly(sign_up=row, often=often, with_companions=False, now=NOON)
        self.given_back, self.back_on, self.on_break = set(), None, False

    def ahead(self):
        rows = SignUp.objects.filter(person=self.person, session__starts_at__gt=self.now)
        return rows.filter(state__in=ACTIVE).order_by("session__starts_at")

    def take(self, what, how):
        if what == "sweep":
            self.now += how * DAY
            materialise(now=self.now)
            save_places_of_regulars(now=self.now)
            if self.back_on and self.back_on <= self.now.date():
                self.on_break, self.back_on = False, None
            self.everything_near_is_saved()
        elif what == "give back":
            for row in self.ahead()[how : how + 1]:
                cancel_sign_up(sign_up=row, now=self.now)
                self.given_back.add(row.session_id)
        elif what == "break":
            self.on_break = True
            self.back_on = how and self.now.date() + how * DAY
            take_a_break(regular=self.regular, back_on=self.back_on, gives_back=False, now=self.now)
        else:
            self.on_break, self.back_on = False, None
            come_again(regular=self.regular, now=self.now)
            self.everything_near_is_saved()

    def everything_near_is_saved(self):
        """Of their dates within three weeks, but for those in a break."""
        has = set(SignUp.objects.filter(person=self.person).values_list("session", flat=True))
        for date in self.dates[:: STEP[self.often]]:
            is_near = self.now < date.starts_at < self.now + 20 * DAY
            if is_near and (not self.on_break or self.is_after_the_break(date)):
                assert date.pk in has

    def is_after_the_break(self, date):
        return self.back_on is not None and date.local_start.date() >= self.back_on

    def holds(self):
        rows = list(SignUp.objects.filter(person=self.person).select_related("session"))
        theirs = {date.pk for date in self.dates[:: STEP[self.often]]}
        for row in rows:
            assert row.session_id in theirs
            assert row.session.starts_at < self.now + 30 * DAY
            wanted = State.CANCELLED if row.session_id in self.given_back else State.CONFIRMED
            assert row.state == wanted
            assert row.session.places_taken == (row.state == State.CONFIRMED)
        stored = Regular.objects.get()
        assert (stored.on_break, stored.back_on) == (self.on_break, self.back_on)


@pytest.mark.django_db
@given(
    often=st.sampled_from(Often),
    rhythm=st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY]),
    taken=steps,
)
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_places_are_those_of_the_rule_in_any_order_of_events(often, rhythm, taken):
    with transaction.atomic():
        story = Story(often, rhythm)
        story.holds()
        for what, how in taken:
            story.take(what, how)
            story.holds()
        transaction.set_rollback(True)
