"""Small counts cannot be read, nor worked out from a sum that somebody knows."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from community.safety.actions.small_counts import SMALLEST, without_small

COUNTS = st.lists(st.integers(0, 30), max_size=8)


def could_be(shown, total):
    """Every set of hidden small numbers that fits, for who knows the sum and the rule's threshold:
    each way of filling the small places (1 to 4) for which the rest can make up the sum."""
    known = sum(count for count in shown if count is not None)
    return total - known


@given(COUNTS)
def test_no_small_count_is_shown_and_what_is_shown_is_true(counts):
    shown = without_small(counts)
    for count, seen in zip(counts, shown, strict=True):
        assert seen in {count, None}
        if 0 < count < SMALLEST:
            assert seen is None
        if count == 0:
            assert seen == 0


@given(COUNTS)
def test_hidden_ones_hide_each_other(counts):
    """From the sum of all, each hidden small count could be any from 1 to 4, whatever the others
    are; or everything that is more than nothing is hidden."""
    shown = without_small(counts)
    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    small = [count for count in hidden if count < SMALLEST]
    if not small:
        assert hidden == []
        return
    if all(seen in {None, 0} for seen in shown):
        return
    large = len(hidden) - len(small)
    assert large >= 1
    rest_known_to_be = could_be(shown, sum(counts))
    for guess in itertools.product(range(1, SMALLEST), repeat=min(len(small), 3)):
        others = (SMALLEST - 1) * (len(small) - len(guess))
        if large == 1:
            assert rest_known_to_be - sum(guess) - others >= SMALLEST


def test_one_small_count_takes_the_smallest_other_with_it():
    assert without_small([12, 3, 9, 20]) == [12, None, None, 20]
    assert without_small([12, 3, 5, 20]) == [None, None, None, 20] or without_small(
        [12, 3, 5, 20]
    ) == [12, None, None, 20]


def test_sum_that_leaves_one_answer_takes_one_more():
    """1 and 5 make 6: who knows the rule knows both. So one more is hidden."""
    assert without_small([30, 1, 5]) == [None, None, None]
    assert without_small([30, 4, 5]) == [30, None, None]


def test_two_small_ones_alone_are_not_enough():
    assert without_small([1, 1, 40]) == [None, None, None]


def test_nothing_small_hides_nothing():
    assert without_small([5, 0, 7]) == [5, 0, 7]
    assert without_small([]) == []
