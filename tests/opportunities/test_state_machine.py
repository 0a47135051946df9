"""Any order of signing up, cancelling, changing places, keeping apart, moving and calling off."""

import datetime as dt
from collections import defaultdict
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from community.notifications.models import Message
from opportunities.actions.sessions import (
    TooFewPlaces,
    cancel_session,
    move_session,
    open_again,
    refresh_next_session,
    set_capacity,
)
from opportunities.actions.signups import SessionNotOpen, cancel_sign_up, sign_up
from opportunities.models import Opportunity, Session, SignUp, State
from tests.conftest import NOON
from tests.factories.opportunities import PracticalNeedFactory, SessionFactory
from tests.factories.people import UserFactory
from tests.factories.safety import WAYS, keep_apart

PEOPLE = 6
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
a_person = st.integers(0, PEOPLE - 1)
some_places = st.one_of(st.none(), st.integers(0, 4))


class SavingPlaces(RuleBasedStateMachine):
    """One session and six people. Beside the database runs the plainest model of the rules:
    `holders` in no order, `line` first come first, `places` that each asked for, `apart` as pairs.
    """

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(capacity=some_places)
    def begin(self, capacity):
        self.now = NOON
        self.people = UserFactory.create_batch(PEOPLE)
        self.capacity = capacity
        self.session = SessionFactory(starts_at=NOON + 5 * DAY, capacity=capacity)
        refresh_next_session(opportunity_ids=[self.session.opportunity_id], now=NOON)
        need = PracticalNeedFactory(slug="bring-someone")
        self.session.opportunity.needs.set([need])
        self.session.opportunity.save()
        self.places = {}
        self.holders, self.line, self.apart, self.told = set(), [], set(), set()
        self.limit, self.is_closed, self.is_off = capacity, False, False
        self.amina = UserFactory(role="staff")

    # -- the model -----------------------------------------------------------------------

    def taken(self):
        return sum(self.places[person] for person in self.holders)

    def has_room(self, person):
        return self.limit is None or self.taken() + self.places[person] <= self.limit

    def may_join(self, person, others):
        return not any(frozenset({person, other}) in self.apart for other in others)

    def expect_promotions(self):
        passed_over = []
        for person in list(self.line):
            may_join = self.may_join(person, [*self.holders, *passed_over])
            if self.has_room(person) and may_join:
                self.line.remove(person)
                self.holders.add(person)
                self.told.add(person)
            else:
                passed_over.append(person)
        self.expect_refusals_to_be_true()

    def expect_refusals_to_be_true(self):
        if any(self.has_room(person) for person in self.line):
            self.is_closed, self.limit = True, self.taken()

    def tick(self):
        self.now += SECOND
        return self.now

    def row_of(self, person):
        return SignUp.objects.get(session=self.session, person=self.people[person])

    # -- what can happen -----------------------------------------------------------------

    @rule(
        person=a_person,
        alias=st.sampled_from(["Wren", "Robin"]),
        companions=st.sampled_from([0, 0, 0, 1, 3]),
    )
    def sign_up(self, person, alias, companions):
        joining = {"session": self.session, "by": self.people[person], "alias": alias}
        joining["companions"] = companions
        if self.is_off:
            self.session.refresh_from_db()
            with pytest.raises(SessionNotOpen):
                sign_up(**joining, now=self.tick())
            return
        here = [*self.holders, *self.line]
        if person not in here:
            self.places[person] = 1 + companions
            if self.has_room(person) and self.may_join(person, here):
                self.holders.add(person)
            else:
                self.line.append(person)
                self.expect_refusals_to_be_true()
        row = sign_up(**joining, now=self.tick())
        assert row.pk
        assert row.state == (State.CONFIRMED if person in self.holders else State.WAITING)

    @rule(person=a_person)
    def cancel(self, person):
        row = SignUp.objects.filter(session=self.session, person=self.people[person]).first()
        if row is None:
            return
        assert cancel_sign_up(sign_up=row, now=self.tick()).state == State.CANCELLED
        was_here = person in self.holders or person in self.line
        self.holders.discard(person)
        self.told.discard(person)
        self.line = [other for other in self.line if other != person]
        if was_here and not self.is_off:
            self.expect_promotions()

    @rule(capacity=some_places)
    def change_capacity(self, capacity):
        change = {"session": self.session, "capacity": capacity, "now": self.tick()}
        if capacity is not None and capacity < self.taken():
            with pytest.raises(TooFewPlaces):
                set_capacity(**change)
            return
        set_capacity(**change)
        if capacity != self.capacity:
            self.capacity = capacity
            if not self.is_closed:
                self.limit = capacity
            elif capacity is not None:
                self.limit = min(self.limit, capacity)
            if not self.is_off and not self.is_closed:
                self.expect_promotions()

    @rule()
    def open_again(self):
        open_again(session=self.session, by=self.amina, now=self.tick())
        if self.is_closed:
            self.is_closed, self.limit = False, self.capacity
            if not self.is_off:
                self.expect_promotions()

    @rule(one=a_person, other=a_person, way=st.sampled_from(WAYS))
    def keep_apart(self, one, other, way):
        if one == other or frozenset({one, other}) in self.apart:
            return
        self.apart.add(frozenset({one, other}))
        keep_apart(way, self.people[one], self.people[other], self.tick())

    @precondition(lambda self: not self.is_off)
    @rule(days=st.integers(2, 9))
    def move(self, days):
        starts_at = NOON + days * DAY
        moved = move_session(
            session=self.session, starts_at=starts_at, ends_at=starts_at + HOUR, now=self.tick()
        )
        assert moved.starts_at == starts_at

    @rule(is_meant=st.integers(0, 5))
    def call_off(self, is_meant):
        if is_meant == 0:
            self.is_off = True
            cancel_session(session=self.session, now=self.tick())

    # -- what always holds ---------------------------------------------------------------

    @invariant()
    def rows_are_as_the_rules_say(self):
        rows = self.session.sign_ups.values_list("person", "state")
        states = {person: state for person, state in rows if state != State.CANCELLED}
        expected = {self.people[n].pk: State.CONFIRMED for n in self.holders}
        expected |= {self.people[n].pk: State.WAITING for n in self.line}
        assert states == expected
        in_line = self.session.sign_ups.in_line().values_list("person", flat=True)
        assert list(in_line) == [self.people[n].pk for n in self.line]

    @invariant()
    def counter_is_the_number_of_places_taken(self):
        session = Session.objects.get()
        assert session.places_taken == self.taken()
        assert session.capacity is None or session.places_taken <= session.capacity
        assert (session.capacity, session.given_capacity) == (self.limit, self.capacity)

    @invariant()
    def nobody_waits_beside_a_place_that_others_see(self):
        """Whoever is refused compares with what a stranger reads, and with a second account. Who
        asks for more places than are left waits beside those that are, as anybody would."""
        session = Session.objects.get()
        for row in self.session.sign_ups.in_line() if not self.is_off else ():
            assert not session.has_room_for(row.places)

    @invariant()
    def next_session_is_right(self):
        session = Session.objects.get()
        opportunity = Opportunity.objects.get()
        assert opportunity.next_session_at == (None if self.is_off else session.starts_at)

    @invariant()
    def messages_are_those_of_the_places(self):
        starts_at = Session.objects.get().starts_at
        keys = defaultdict(list)
        for recipient, key in Message.objects.values_list("recipient", "key"):
            keys[recipient].append(key)
        for number, person in enumerate(self.people):
            reminders = [key for key in keys[person.pk] if key.startswith("reminder:")]
            news = [key for key in keys[person.pk] if key.startswith("place:")]
            has_a_place = number in self.holders and not self.is_off
            assert len(reminders) == (2 if has_a_place else 0)
            assert all(key.endswith(f":{starts_at.timestamp():.0f}") for key in reminders)
            assert len(news) == (1 if has_a_place and number in self.told else 0)

    @invariant()
    def nobody_stands_between_two_lists(self):
        assert not self.holders.intersection(self.line)
        assert len(set(self.line)) == len(self.line)


@pytest.mark.django_db
def test_places_stay_right_in_any_order_of_events():
    run_state_machine_as_test(
        SavingPlaces,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_two_people_who_are_kept_apart_never_both_have_a_place(now, block):
    """Every small story of three people, two of whom are kept apart, in every order."""
    for pair in combinations(range(3), 2):
        for capacity in (1, 2, 3):
            session = SessionFactory(starts_at=now + 5 * DAY, capacity=capacity)
            people = UserFactory.create_batch(3)
            block(people[pair[0]], people[pair[1]], now)
            rows = [sign_up(session=session, by=p, alias="Sam", now=now) for p in people]
            for row in rows:
                having = set(session.sign_ups.holding_a_place().values_list("person", flat=True))
                assert not {people[n].pk for n in pair} <= having
                cancel_sign_up(sign_up=row, now=now)
            assert not session.sign_ups.holding_a_place().exists()
