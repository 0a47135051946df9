"""A course in any order of events: all its dates ahead always say the same."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from opportunities.actions.adding import CourseIsOver, ThereAlready
from opportunities.actions.attendance import RegisterClosed, mark_here
from opportunities.actions.sessions import (
    TooFewPlaces,
    add_session,
    cancel_session,
    move_session,
    open_again,
    set_capacity,
)
from opportunities.actions.signups import (
    Refusal,
    cancel_sign_up,
    come_after_all,
    end_offers,
    excuse,
    sign_up,
    take_place,
)
from opportunities.models import Course, SignUp, State
from tests.conftest import NOON
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.people import UserFactory
from tests.factories.safety import WAYS, keep_apart

from .taking_part import is_in_step

PEOPLE = 4
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
a_person = st.integers(0, PEOPLE - 1)
a_date = st.integers(0, 9)
some_places = st.one_of(st.none(), st.integers(0, 3))


class TakingPart(RuleBasedStateMachine):
    """One course of three dates, and four people."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(capacity=some_places, course=st.sampled_from([Course.START, Course.LATER]))
    def begin(self, capacity, course):
        self.now, self.apart = NOON, set()
        self.people = UserFactory.create_batch(PEOPLE)
        self.staff = UserFactory(role="staff")
        self.posting = OpportunityFactory(course=course)
        for n in (3, 5, 9):
            SessionFactory(opportunity=self.posting, starts_at=NOON + n * DAY, capacity=capacity)

    def tick(self):
        self.now += SECOND
        return self.now

    def date(self, number):
        dates = list(self.posting.sessions.select_related("opportunity__organisation"))
        return dates[number % len(dates)]

    def row(self, person, number):
        rows = list(SignUp.objects.filter(person=self.people[person]))
        return rows[number % len(rows)] if rows else None

    @rule(person=a_person, number=a_date)
    def enrol(self, person, number):
        try:
            rows = sign_up(
                session=self.date(number), by=self.people[person], alias="Sam", now=self.tick()
            )
        except Refusal:
            return
        assert rows.pk

    @rule(
        person=a_person,
        number=a_date,
        what=st.sampled_from([cancel_sign_up, cancel_sign_up, excuse, come_after_all, take_place]),
    )
    def say(self, person, number, what):
        row = self.row(person, number)
        if row is None:
            return
        try:
            what(sign_up=row, now=self.tick())
        except Refusal:
            return

    @rule(person=a_person, number=a_date)
    def mark(self, person, number):
        row = self.row(person, number)
        try:
            if row is not None:
                mark_here(sign_up=row, now=self.tick())
        except (RegisterClosed, Refusal):
            return

    @rule(hours=st.integers(1, 30), is_swept=st.booleans())
    def time_passes(self, hours, is_swept):
        self.now += hours * HOUR
        if is_swept:
            end_offers(now=self.tick())

    @rule(number=a_date, capacity=some_places)
    def change_capacity(self, number, capacity):
        try:
            with transaction.atomic():
                set_capacity(session=self.date(number), capacity=capacity, now=self.tick())
        except TooFewPlaces:
            return

    @rule(hours=st.integers(3, 300))
    def add(self, hours):
        starts_at = self.now + hours * HOUR
        try:
            with transaction.atomic():
                add_session(
                    opportunity=self.posting, starts_at=starts_at, ends_at=starts_at + HOUR,
                    capacity=2, now=self.tick(),
                )  # fmt: skip
        except (CourseIsOver, ThereAlready):
            return

    @rule(number=a_date, hours=st.integers(3, 300))
    def move(self, number, hours):
        starts_at = self.now + hours * HOUR
        try:
            with transaction.atomic():
                move_session(
                    session=self.date(number), starts_at=starts_at, ends_at=starts_at + HOUR,
                    now=self.tick(),
                )  # fmt: skip
        except Refusal:
            return

    @rule(number=a_date, is_meant=st.integers(0, 3))
    def call_off(self, number, is_meant):
        if is_meant == 0:
            try:
                with transaction.atomic():
                    cancel_session(session=self.date(number), now=self.tick())
            except Refusal:
                return

    @rule(number=a_date)
    def open_again(self, number):
        open_again(session=self.date(number), by=self.staff, now=self.tick())

    @rule(one=a_person, other=a_person, way=st.sampled_from(WAYS))
    def keep_apart(self, one, other, way):
        if one != other and frozenset({one, other}) not in self.apart:
            self.apart.add(frozenset({one, other}))
            keep_apart(way, self.people[one], self.people[other], self.tick())

    @invariant()
    def all_dates_ahead_say_the_same(self):
        assert is_in_step(self.posting, self.now)

    @invariant()
    def nobody_waits_beside_a_place_that_others_see(self):
        for date in self.posting.sessions.upcoming(self.now):
            began = self.posting.sessions.filter(starts_at__lte=self.now, cancelled_at=None)
            if self.posting.course == Course.START and began.count() > 1:
                continue  # nobody sees places there
            for row in date.sign_ups.in_line():
                assert not date.has_room_for(row.places)

    @invariant()
    def mark_is_of_who_has_a_place(self):
        assert not SignUp.objects.exclude(state=State.ATTENDED).exclude(came_at=None).exists()


@pytest.mark.django_db
def test_course_stays_in_step_in_any_order_of_events():
    run_state_machine_as_test(
        TakingPart,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
