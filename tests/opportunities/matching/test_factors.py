"""Points: what each factor gives, that they add up, and that nothing open costs anything."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from opportunities.matching import (
    FEWEST_POINTS,
    Answers,
    Factor,
    answered_points,
    explain,
    rank,
    scorer,
)
from opportunities.matching.factors import WEIGHTS
from opportunities.models import Kind

from .drawn import HOME, answers, candidates, changed, many, one, some

MILE = 1 / 69


def points(candidate, wants):
    """Points by factor, of what counts."""
    lines = explain(candidate, wants)
    return {line.factor: line.points for line in lines if line.points is not None}


def test_weights_are_those_of_the_paper():
    assert list(WEIGHTS.items()) == [
        ("goals", 30), ("interests", 20), ("availability", 15), ("travel", 10), ("support", 10),
        ("learn", 6), ("use", 4), ("commitment", 5),
    ]  # fmt: skip
    assert sum(WEIGHTS.values()) == 100


@given(answers, candidates)
def test_points_add_up_to_the_score_and_none_is_outside_0_to_100(wants, candidate):
    lines = explain(candidate, wants)
    score = scorer(wants)(candidate)
    assert 0 <= score <= 100
    assert sum(line.points or 0 for line in lines) == score
    assert [line.factor for line in lines] == list(WEIGHTS)
    assert all(0 <= (line.points or 0) <= line.at_most for line in lines)


@given(answers, candidates, st.integers(1, 6))
def test_adding_a_shared_interest_never_lowers_a_score(wants, candidate, interest):
    """Whether the person names one more that it has, or it gains one more that they named."""
    assume(answered_points(wants) >= FEWEST_POINTS)
    score = scorer(wants)
    has_it = changed(candidate, interests=candidate.interests | {interest})
    names_it = changed(wants, interests=wants.interests | {interest})
    assert scorer(names_it)(has_it) >= score(has_it)
    if interest in wants.interests:
        assert score(has_it) >= score(candidate)


@given(answers, candidates)
def test_open_question_is_dropped_and_the_others_fill_the_hundred(wants, candidate):
    counted = points(candidate, wants)
    everything = [line.at_most for line in explain(candidate, wants) if line.factor in counted]
    assert sum(everything) >= 100 or not counted
    assert sum(everything) < 100 + len(WEIGHTS)


@given(answers, many, st.randoms(use_true_random=False))
def test_unanswered_fields_of_activities_can_be_shuffled(wants, found, chance):
    """Same result with the values of unanswered fields dealt out anew (mentoring.md 2c)."""
    asked = {
        "goals": wants.goals, "interests": wants.interests, "needs": wants.supports,
        "slots": wants.slots, "teaches": wants.learn, "uses": wants.use,
        "commitment": wants.commitments, "latitude": wants.limits_distance,
        "longitude": wants.limits_distance, "cautions": wants.hard_noes,
    }  # fmt: skip
    dealt = found
    for name in (name for name, answer in asked.items() if not answer):
        values = [getattr(candidate, name) for candidate in dealt]
        chance.shuffle(values)
        dealt = [changed(c, **{name: value}) for c, value in zip(dealt, values, strict=True)]

    def said(candidates):
        return [
            (row.candidate.pk, row.score, row.is_new, points(row.candidate, wants))
            for row in rank(candidates, wants).suggested
        ]

    assert said(dealt) == said(found)


@pytest.mark.parametrize(
    ("wants", "fields", "expected"),
    [
        ({"goals": (1, 2, 3)}, {"goals": some(1)}, 50),
        ({"goals": (1, 2, 3)}, {"goals": some(2)}, 33),
        ({"goals": (1, 2, 3)}, {"goals": some(3, 9)}, 17),
        ({"goals": (1, 2)}, {"goals": some(1)}, 60),
        ({"interests": some(1, 2, 3, 4)}, {"interests": some(1, 2, 3)}, 100),
        ({"interests": some(1, 2, 3, 4)}, {"interests": some(4)}, 50),
        ({"interests": some(1)}, {"interests": some(1, 2)}, 100),
        ({"slots": some("1-morning")}, {"slots": {"1-morning": 2, "2-morning": 1}}, 67),
        ({"slots": some("1-morning")}, {"slots": {}}, 100),
        ({"supports": some(1, 2, 3)}, {"needs": some(3, 4)}, 33),
        ({"learn": some(1, 2)}, {"teaches": some(2)}, 100),
        ({"use": some(1)}, {"uses": some(2)}, 0),
        ({"learn": some(1), "use": some(2)}, {"teaches": some(1)}, 60),
        ({"commitments": some("once", "few")}, {"commitment": "few"}, 100),
        ({"commitments": some("once")}, {"commitment": ""}, 0),
    ],
)
def test_factor_has_the_value_of_the_paper(wants, fields, expected):
    """A factor alone fills the 100, so that its share is its value."""
    assert scorer(Answers(**wants))(one(**fields)) == expected


@pytest.mark.parametrize(
    ("miles", "expected"), [(0, 100), (4.9, 100), (7.5, 50), (9, 20), (10.1, 0), (40, 0)]
)
def test_way_counts_whole_up_to_half_and_then_less_and_less(miles, expected):
    wants = Answers(centre=HOME, miles=10)
    there = one(latitude=HOME[0] + miles * MILE, longitude=HOME[1])
    assert scorer(wants)(there) == expected


def test_way_to_something_online_is_no_way_and_an_unknown_one_counts_nothing():
    wants = Answers(centre=HOME, miles=10)
    assert scorer(wants)(one(is_online=True)) == 100
    assert scorer(wants)(one()) == 0


def test_way_to_a_support_group_does_not_count():
    wants = Answers(goals=(1,), centre=HOME, miles=10)
    group = one(kind=Kind.GROUP, latitude=HOME[0], longitude=HOME[1], goals=some(1))
    assert points(group, wants) == {Factor.GOALS: 100}
    assert points(changed(group, kind=Kind.CLASS), wants) == {Factor.GOALS: 75, Factor.TRAVEL: 25}


def test_answers_to_gates_alone_give_no_points():
    assert answered_points(Answers(hard_noes=some(1), must_haves=some(1), miles=5)) == 0
    assert answered_points(Answers(goals=(1,))) == 30
    assert answered_points(Answers(interests=some(1), use=some(1), commitments=some("few"))) == 29
