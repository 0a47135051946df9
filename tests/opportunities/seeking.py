"""What the state machine of places knows of people who keep theirs until somebody takes it."""

import datetime as dt

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from opportunities.actions.signups import (
    NoNeedToSeek,
    SessionNotOpen,
    TooLateToSeek,
    end_search,
    pass_places_on,
    seek_stand_in,
)
from opportunities.models import SignUp

PEOPLE = 6
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
a_person = st.integers(0, PEOPLE - 1)


class SeekingAStandIn:
    """`seeking`: people of `holders` whose places others may take, with the moment from when."""

    def places_of(self, people):
        return sum(self.places[person] for person in people)

    def held(self, people):
        held = self.places_of(people)
        return held if self.capacity is None else min(held, self.capacity)

    def held_without_offers(self, capacity):
        """What is held once as many offers are taken back as it needs."""
        people = self.there()
        for person in sorted(self.offered, key=self.joined.get, reverse=True):
            if capacity < self.held(self.there()) and capacity < self.places_of(people):
                people.remove(person)
        return self.held(people)

    def is_settled(self):
        return self.starts_at - self.now <= 4 * HOUR

    def expect_passed_on(self):
        others = self.taken() - sum(self.places[person] for person in self.offered)
        sought = sum(self.places[person] for person in self.seeking)
        missing = self.missing_in_parts()
        people = sorted(self.seeking, key=lambda n: (self.seeking[n], self.row_of(n).pk))
        for person in people:
            is_due = self.is_settled() or self.seeking[person] <= self.now
            most = self.limit if is_due else self.capacity
            part = self.part_of[person]
            if (most is not None and others + sought > most) or missing.get(part, 0) > 0:
                missing[part] = missing.get(part, 0) - self.places[person]
                sought -= self.places[person]
                self.holders.discard(person)
                self.told.discard(person)
                del self.seeking[person]

    def expect_kept(self, people):
        for person in people:
            del self.seeking[person]
            for asked in sorted(self.offered, key=self.joined.get, reverse=True):
                if self.limit is not None and self.taken() > self.limit:
                    self.expect_in_line_again([asked])
            for asked in sorted(self.offered, key=self.joined.get, reverse=True):
                part = self.part_of[person]
                if part == self.part_of[asked] and self.left_of(part) < 0:
                    self.expect_in_line_again([asked])
            if self.limit is not None:
                self.limit = max(self.limit, self.taken())
        self.expect_promotions()

    @rule(person=a_person)
    def seek(self, person):
        row = SignUp.objects.filter(session=self.session, person=self.people[person]).first()
        if row is None:
            return
        seek = {"sign_up": row, "now": self.tick()}
        refusal = SessionNotOpen if self.is_off else TooLateToSeek if self.is_settled() else None
        if refusal is None and (person not in self.holders or self.limit is None):
            refusal = None if person in self.seeking else NoNeedToSeek
        if refusal:
            with pytest.raises(refusal):
                seek_stand_in(**seek)
            return
        if person not in self.seeking:
            self.seeking[person] = self.now
            self.expect_promotions()
            if self.is_closed and self.limit == self.taken():
                self.seeking[person] += min(DAY, (self.starts_at - self.now) / 4)
        assert seek_stand_in(**seek).is_seeking

    @rule(person=a_person)
    def stop_seeking(self, person):
        row = SignUp.objects.filter(session=self.session, person=self.people[person]).first()
        if row is None or self.is_off:
            return
        self.tick()
        self.expect_passed_on()
        if person in self.seeking:
            self.expect_kept([person])
        end_search(sign_up=row, now=self.now)

    @rule()
    def pass_on(self):
        self.tick()
        if not self.is_off and self.seeking:
            self.expect_passed_on()
            if self.is_settled():
                self.expect_kept(sorted(self.seeking, key=lambda n: self.row_of(n).pk))
        pass_places_on(now=self.now)
        if not self.is_off and self.capacity is not None:  # a chair for everybody who has a place
            assert sum(self.places[person] for person in self.holders) <= self.capacity

    @invariant()
    def who_seeks_is_as_the_rules_say(self):
        seeking = self.session.sign_ups.seeking().values_list("person", "stand_in_since")
        assert dict(seeking) == {self.people[n].pk: at for n, at in self.seeking.items()}

    @invariant()
    def nobody_stands_between_two_lists(self):
        assert not self.holders.intersection(self.line)
        assert not self.holders.intersection(self.offered)
        assert not set(self.offered).intersection(self.line)
        assert len(set(self.line)) == len(self.line)
