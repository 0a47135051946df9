"""Any order of signing up, answering an offer or letting it end, cancelling, changing places,
keeping apart, moving, erasing and calling off."""

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
from opportunities.actions.signups import (
    NoLongerFree,
    SessionNotOpen,
    cancel_sign_up,
    end_offers,
    give_places_back,
    sign_up,
    take_place,
)
from opportunities.models import Opportunity, Session, SignUp, State
from tests.conftest import NOON
from tests.factories.opportunities import PracticalNeedFactory, SessionFactory
from tests.factories.people import UserFactory
from tests.factories.safety import WAYS, keep_apart

from .choosing import ChoosingAPart, some_part, some_parts
from .seeking import PEOPLE, SeekingAStandIn, a_person

SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
some_places = st.one_of(st.none(), st.integers(0, 4))


class SavingPlaces(ChoosingAPart, SeekingAStandIn, RuleBasedStateMachine):
    """One session and six people. Beside the database runs the plainest model of the rules:
    `holders` in no order, `offered` with the end of each offer, `line` first come first, `places`
    that each asked for, `joined` when, `apart` as pairs.
    """

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(capacity=some_places, numbers=some_parts)
    def begin(self, capacity, numbers):
        self.now = NOON
        self.people = UserFactory.create_batch(PEOPLE)
        self.numbers = list(numbers)
        self.capacity = capacity = self.some_capacity(capacity)
        self.session = SessionFactory(starts_at=NOON + 5 * DAY, capacity=capacity)
        self.begin_parts()
        refresh_next_session(opportunity_ids=[self.session.opportunity_id], now=NOON)
        need = PracticalNeedFactory(slug="bring-someone")
        self.session.opportunity.needs.set([need])
        self.session.opportunity.save()
        self.places = {}
        self.joined, self.offered, self.starts_at = {}, {}, NOON + 5 * DAY
        self.holders, self.line, self.apart, self.told = set(), [], set(), set()
        self.limit, self.is_closed, self.is_off = capacity, False, False
        self.seeking = {}
        self.amina = UserFactory(role="staff")

    # -- the model -----------------------------------------------------------------------

    def may_join(self, person, others):
        return not any(frozenset({person, other}) in self.apart for other in others)

    def expect_promotions(self, asked=()):
        passed_over, left = [], self.starts_at - self.now
        for person in list(self.line):
            may_join = self.may_join(person, [*self.there(), *passed_over])
            if not (self.has_room(person) and may_join):
                passed_over.append(person)
                continue
            self.line.remove(person)
            if left < 2 * HOUR:
                self.holders.add(person)
                self.told.add(person)
            else:
                self.offered[person] = self.now + min(DAY, left / 4)
                self.told.update({person} - set(asked))
        self.expect_refusals_to_be_true()

    def expect_refusals_to_be_true(self):
        if any(self.has_room(person) for person in self.line):
            self.is_closed, self.limit = True, self.taken()

    def expect_in_line_again(self, people):
        for person in people:
            del self.offered[person]
            self.told.discard(person)
        self.line = sorted([*self.line, *people], key=self.joined.get)

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
        part=some_part,
    )
    def sign_up(self, person, alias, companions, part):
        joining = {"session": self.session, "by": self.people[person], "alias": alias}
        joining["companions"] = companions
        part = part if self.numbers else None
        joining["part"] = None if part is None else self.parts[part]
        if self.is_off:
            self.session.refresh_from_db()
            with pytest.raises(SessionNotOpen):
                sign_up(**joining, now=self.tick())
            return
        here = [*self.there(), *self.line]
        if person not in here:
            self.places[person], self.joined[person] = 1 + companions, self.now + SECOND
            self.part_of[person] = part
            if self.has_room(person) and self.may_join(person, here):
                self.holders.add(person)
            else:
                self.line.append(person)
                self.expect_refusals_to_be_true()
        row = sign_up(**joining, now=self.tick())
        assert row.pk
        others = State.OFFERED if person in self.offered else State.WAITING
        assert row.state == (State.CONFIRMED if person in self.holders else others)

    @rule(person=a_person)
    def cancel(self, person):
        row = SignUp.objects.filter(session=self.session, person=self.people[person]).first()
        if row is None:
            return
        assert cancel_sign_up(sign_up=row, now=self.tick()).state == State.CANCELLED
        self.expect_gone(person)

    def expect_gone(self, person):
        was_here = person in self.there() or person in self.line
        self.holders.discard(person)
        self.seeking.pop(person, None)
        self.offered.pop(person, None)
        self.told.discard(person)
        self.line = [other for other in self.line if other != person]
        if was_here and not self.is_off:
            self.expect_promotions()

    @rule(person=a_person)
    def erase(self, person):
        give_places_back(person=self.people[person], now=self.tick())
        if self.is_off:  # what was called off is not given back, and goes with the account
            self.holders.discard(person)
            self.seeking.pop(person, None)
            self.offered.pop(person, None)
            self.line = [other for other in self.line if other != person]
            Session.objects.update(places_taken=self.taken())
        else:
            self.expect_gone(person)
        SignUp.objects.filter(person=self.people[person]).delete()

    @rule(person=a_person)
    def say_yes(self, person):
        row = SignUp.objects.filter(session=self.session, person=self.people[person]).first()
        if row is None:
            return
        yes = {"sign_up": row, "now": self.tick()}
        if self.is_off:
            with pytest.raises(SessionNotOpen):
                take_place(**yes)
            return
        others = [other for other in self.there() if other != person]
        if person in self.offered and self.may_join(person, others):
            del self.offered[person]
            self.told.discard(person)
            self.holders.add(person)
        elif person in self.offered:
            self.expect_in_line_again([person])
            self.expect_promotions()
        if person in self.holders:
            assert take_place(**yes).state == State.CONFIRMED
            return
        with pytest.raises(NoLongerFree):
            take_place(**yes)

    @rule(hours=st.integers(1, 40), is_swept=st.booleans())
    def time_passes(self, hours, is_swept):
        if self.now + hours * HOUR < self.starts_at - HOUR:
            self.now += hours * HOUR
        if is_swept:
            self.sweep()

    @rule()
    def sweep(self):
        end_offers(now=self.tick())
        due = [person for person, until in self.offered.items() if until <= self.now]
        if self.is_off or not due:
            return
        due.sort(key=self.joined.get)
        for place, person in enumerate(due):
            self.joined[person] = self.now + place * dt.timedelta(microseconds=1)
        self.expect_in_line_again(due)
        self.expect_promotions(asked=due)
        assert end_offers(now=self.now) == 0

    @rule(capacity=some_places)
    def change_capacity(self, capacity):
        change = {"session": self.session, "capacity": capacity, "now": self.tick()}
        capacity = self.some_capacity(capacity)
        if capacity is not None and capacity < self.held_without_offers(capacity):
            with pytest.raises(TooFewPlaces):
                set_capacity(**change)
            return
        set_capacity(**change)
        is_short = capacity is not None and capacity < self.held(self.there())
        for person in sorted(self.offered, key=self.joined.get, reverse=True):
            if is_short and capacity < self.places_of(self.there()):
                self.expect_in_line_again([person])
        self.expect_capacity(capacity)

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
    @rule(hours=st.integers(2, 9 * 24))
    def move(self, hours):
        starts_at = self.starts_at = self.now + hours * HOUR
        moved = move_session(
            session=self.session, starts_at=starts_at, ends_at=starts_at + HOUR, now=self.tick()
        )
        assert moved.starts_at == starts_at
        self.session.refresh_from_db()
        until = self.now + min(DAY, (starts_at - self.now) / 4)
        for person, ends_at in self.offered.items():
            if ends_at <= self.now:  # nobody hears of an offer that has ended
                self.told.discard(person)
            self.offered[person] = min(ends_at, until)

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
        expected |= {self.people[n].pk: State.OFFERED for n in self.offered}
        expected |= {self.people[n].pk: State.WAITING for n in self.line}
        assert states == expected
        in_line = self.session.sign_ups.in_line().values_list("person", flat=True)
        assert list(in_line) == [self.people[n].pk for n in self.line]
        ends = self.session.sign_ups.filter(state=State.OFFERED)
        assert dict(ends.values_list("person", "offer_ends_at")) == {
            self.people[n].pk: until for n, until in self.offered.items()
        }

    @invariant()
    def counter_is_the_places_of_the_rows(self):
        rows = self.session.sign_ups.counted()
        session = Session.objects.get()
        assert session.places_taken == sum(row.places for row in rows)
        assert session.places_sought == self.places_of(self.seeking)

    @invariant()
    def nobody_is_asked_before_somebody_earlier_who_fits(self):
        for waits in self.line:
            before = self.line[: self.line.index(waits)]
            passed_over = [n for n in self.offered if self.joined[n] > self.joined[waits]]
            passed_over = [n for n in passed_over if self.part_of[waits] in (None, self.part_of[n])]
            for offered in passed_over if self.may_join(waits, [*self.there(), *before]) else ():
                assert self.places[waits] > self.places[offered]

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
            assert not (session.has_room_for(row.places) and self.part_has_room_for(row))

    @invariant()
    def next_session_is_right(self):
        session = Session.objects.get()
        opportunity = Opportunity.objects.get()
        assert opportunity.next_session_at == (None if self.is_off else session.starts_at)

    @invariant()
    def messages_are_those_of_the_places(self):
        starts_at = Session.objects.get().starts_at
        is_far = starts_at - self.now > 2 * DAY
        keys = defaultdict(list)
        for recipient, key in Message.objects.values_list("recipient", "key"):
            keys[recipient].append(key)
        for number, person in enumerate(self.people):
            reminders = [key for key in keys[person.pk] if key.startswith("reminder:")]
            news = [key for key in keys[person.pk] if key.startswith("place:")]
            offers = [key for key in keys[person.pk] if key.startswith("offer:")]
            has_a_place = number in self.holders and not self.is_off
            assert len(reminders) <= (2 if has_a_place else 0)
            assert len(reminders) == 2 or not (has_a_place and is_far)
            assert all(key.endswith(f":{starts_at.timestamp():.0f}") for key in reminders)
            assert len(news) == (1 if has_a_place and number in self.told else 0)
            is_asked = number in self.offered and not self.is_off
            assert len(offers) == (1 if is_asked and number in self.told else 0)

    @invariant()
    def no_message_tells_of_an_offer_that_is_over(self):
        ends = dict(self.session.sign_ups.values_list("public_id", "offer_ends_at"))
        offers = Message.objects.filter(key__startswith="offer:")
        for about, expires_at in offers.values_list("about", "expires_at"):
            assert expires_at == ends[about]


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
