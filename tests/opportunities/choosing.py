"""What the state machine of places knows of the parts that people choose: a driver, a packer."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from opportunities.actions.parts import PartHasPeople, Wanted, set_parts
from opportunities.models import Part, SignUp

NAMES = ("Drivers", "Packers")
some_part = st.sampled_from([None, None, 0, 0, 1])
some_numbers = st.tuples(st.integers(1, 2), st.integers(1, 3))
some_parts = st.one_of(st.just(()), some_numbers)


class ChoosingAPart:
    """`numbers`: how many each part needs, empty where there is none; `part_of` each person."""

    def begin_parts(self):
        self.part_of = {}
        self.parts = [
            Part.objects.create(
                opportunity=self.session.opportunity, name=NAMES[place], places=number, order=place
            )
            for place, number in enumerate(self.numbers)
        ]

    def some_capacity(self, capacity):
        """No number is as many as all parts have together."""
        return sum(self.numbers) if capacity is None and self.numbers else capacity

    def taken(self):
        return sum(self.places[person] for person in self.there() if person not in self.seeking)

    def there(self):
        return [*self.holders, *self.offered]

    def has_room(self, person):
        has_room = self.limit is None or self.taken() + self.places[person] <= self.limit
        return has_room and self.left_of(self.part_of[person]) >= self.places[person]

    def expect_capacity(self, capacity):
        if capacity != self.capacity:
            self.capacity = capacity
            if not self.is_closed:
                self.limit = capacity
            elif capacity is not None:
                self.limit = min(self.limit, capacity)
            if not self.is_off:
                self.expect_promotions()

    def of_part(self, people, part):
        return sum(self.places[person] for person in people if self.part_of[person] == part)

    def left_of(self, part):
        counted = [person for person in self.there() if person not in self.seeking]
        return 99 if part is None else self.numbers[part] - self.of_part(counted, part)

    def missing_in_parts(self):
        """How many people whose places are not only offered each part has no number for."""
        return {
            part: self.of_part(self.holders, part) - number
            for part, number in enumerate(self.numbers)
        }

    def part_has_room_for(self, row):
        if row.part_id is None:
            return True
        counted = self.session.sign_ups.counted().filter(part=row.part_id)
        return sum(other.places for other in counted) + row.places <= row.part.places

    @precondition(lambda self: self.numbers and not self.is_off)
    @rule(numbers=some_numbers)
    def change_parts(self, numbers):
        wanted = [
            Wanted(part.name, number, part)
            for part, number in zip(self.parts, numbers, strict=True)
        ]
        change = {"opportunity": self.session.opportunity, "wanted": wanted, "now": self.tick()}
        if any(self.of_part(self.holders, part) > most for part, most in enumerate(numbers)):
            with pytest.raises(PartHasPeople):
                set_parts(**change)
            return
        set_parts(**change)
        is_another = sum(numbers) != sum(self.numbers)
        self.numbers = list(numbers)
        for asked in sorted(self.offered, key=self.joined.get, reverse=True):
            part = self.part_of[asked]
            if part is not None and self.of_part(self.there(), part) > self.numbers[part]:
                self.expect_in_line_again([asked])
        if is_another:
            self.expect_capacity(max(sum(numbers), self.held(self.there())))
        self.expect_promotions()

    @invariant()
    def nobody_has_a_part_that_is_full(self):
        rows = self.session.sign_ups.counted().filter(part__isnull=False)
        taken = [0 for _ in self.parts]
        for row in rows:
            taken[[part.pk for part in self.parts].index(row.part_id)] += row.places
        stored = list(Part.objects.values_list("places", flat=True))
        assert stored == self.numbers
        assert all(number <= most for number, most in zip(taken, stored, strict=True))

    @invariant()
    def everybody_has_the_part_they_chose(self):
        rows = SignUp.objects.filter(session=self.session).exclude(state="cancelled")
        for person, name in rows.values_list("person", "part__name"):
            number = [one.pk for one in self.people].index(person)
            part = self.part_of[number]
            assert name == (None if part is None else NAMES[part])
