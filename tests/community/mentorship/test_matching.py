"""Who could walk with whom (mentoring.md 2b and 2c): no database, only answers."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.mentorship.matching import (
    MAY_BE_PASSED,
    WEIGHTS,
    Asked,
    Factor,
    Gate,
    Walker,
    answered_points,
    explain,
    first_gate,
    rank,
    score_of,
)
from community.people.points import FEWEST_POINTS

from .drawn import asked, changed, many, some, walkers

WALKER = Walker(pk=1, person_id=101, strengths=frozenset("a"), slots=frozenset({"0-morning"}))


def test_weights_are_those_of_the_paper():
    assert list(WEIGHTS.items()) == [
        ("goals", 30), ("availability", 15), ("interests", 15), ("lived", 15), ("style", 10),
        ("languages", 10), ("format", 5),
    ]  # fmt: skip
    assert sum(WEIGHTS.values()) == 100


@given(walkers, asked)
def test_points_add_up_to_the_score_and_none_is_outside_0_to_100(walker, wants):
    lines = explain(walker, wants)
    assert sum(line.points or 0 for line in lines) == score_of(walker, wants)
    assert 0 <= score_of(walker, wants) <= 100
    assert [line.factor for line in lines] == list(WEIGHTS)
    assert all(0 <= (line.points or 0) <= line.at_most for line in lines)


@given(walkers, asked, st.sampled_from("abcde"))
def test_one_more_interest_in_common_never_lowers_a_score(walker, wants, word):
    has_it = changed(walker, interests=walker.interests | {word})
    if word in wants.interests:
        assert score_of(has_it, wants) >= score_of(walker, wants)
    if wants.interests:
        names_it = changed(wants, interests=wants.interests | {word})
        assert score_of(has_it, names_it) >= score_of(has_it, wants)


@given(walkers, asked)
def test_question_left_open_costs_nothing(walker, wants):
    """Whoever fits in all that was answered has all points, whatever was not."""
    fits = changed(
        walker,
        strengths=frozenset(wants.goals), interests=wants.interests, slots=wants.slots,
        lived=wants.lived, style=wants.style, languages=wants.languages, remote=True,
        in_person=True, areas=wants.areas or frozenset("a"),
    )  # fmt: skip
    alone = changed(wants, areas=fits.areas)
    assert score_of(fits, alone) == (100 if answered_points(alone) else 0)


GATES = {
    Gate.NOT_OPTED_IN: ({}, {"opted_in": False}),
    Gate.NOT_ACTIVE: ({"is_ready": False}, {}),
    Gate.BLOCKED: ({}, {"keeps_away": frozenset({101})}),
    Gate.ENDED_FOR_SAFETY: ({}, {"ended_for_safety": frozenset({1})}),
    Gate.KNOWN: ({}, {"known": frozenset({1})}),
    Gate.MUST_HAVE_MISSING: ({"gender": "man"}, {"genders": frozenset({"woman"})}),
    Gate.AVOIDED_AREA: ({"areas": frozenset("n")}, {"avoided_areas": frozenset("n")}),
    Gate.NO_TIME_OVERLAP: ({}, {"slots": frozenset({"1-evening"})}),
    Gate.CAPACITY: ({"walking": 2}, {}),
}


def test_every_gate_is_tried():
    assert list(GATES) == list(Gate)
    assert frozenset({Gate.CAPACITY}) == MAY_BE_PASSED


@pytest.mark.parametrize("gate", Gate)
def test_gate_dominates_any_score(gate):
    """The same two without what shuts them out: all the points there are."""
    of_walker, of_asked = GATES[gate]
    wants = Asked(goals=("a",))
    assert first_gate(WALKER, wants) is None
    assert score_of(WALKER, wants) == 100
    found = rank([changed(WALKER, **of_walker)], changed(wants, **of_asked))
    assert found.ranked == []
    assert [one.gate for one in found.excluded] == [gate]


@pytest.mark.parametrize(
    ("walker", "wants"),
    [
        ({}, {"genders": frozenset({"woman"})}),  # not said is not what has to be so
        ({"lived": "no"}, {"lived": "yes", "lived_is_must": True}),
        ({"languages": frozenset({"en"})}, {"language": "es"}),
        ({"remote": False}, {"remote_only": True}),
    ],
)
def test_each_must_is_one(walker, wants):
    assert first_gate(changed(WALKER, **walker), Asked(**wants)) == Gate.MUST_HAVE_MISSING


def test_what_is_only_preferred_shuts_nobody_out():
    wants = Asked(lived="yes", languages=frozenset({"es"}), meets="in_person", style="listener")
    assert first_gate(changed(WALKER, lived="no", in_person=False), wants) is None


def test_capacity_is_named_last_so_that_passing_it_passes_nothing_else():
    full = changed(WALKER, walking=5, gender="man")
    assert first_gate(full, Asked(genders=frozenset({"woman"}))) == Gate.MUST_HAVE_MISSING


@given(many, asked, st.randoms(use_true_random=False))
def test_order_hangs_on_nothing_but_the_answers(walkers, wants, chance):
    shuffled = list(walkers)
    chance.shuffle(shuffled)
    again = changed(wants, interests=frozenset(sorted(wants.interests, reverse=True)))
    assert rank(shuffled, again) == rank(walkers, wants)


@given(many, asked)
def test_everybody_is_in_one_of_the_two_lists(walkers, wants):
    found = rank(walkers, wants)
    listed = [one.walker.pk for one in [*found.ranked, *found.excluded]]
    assert sorted(listed) == sorted(one.pk for one in walkers)


@given(many, asked)
def test_blocked_pair_is_in_the_list_of_nobody_who_may_be_proposed(walkers, wants):
    away = frozenset(one.person_id for one in walkers)
    assert rank(walkers, changed(wants, keeps_away=away)).ranked == []


@given(many, some)
def test_too_few_answers_give_no_score(walkers, words):
    wants = Asked(interests=words)
    assert answered_points(wants) < FEWEST_POINTS
    assert {one.score for one in rank(walkers, wants).ranked} <= {None}


def test_nothing_of_a_persons_past_is_there_to_be_compared():
    """The counterfactual holds by what is compared: no stage, record, diagnosis, name or origin."""
    assert {one.name for one in fields(Asked)} == {
        "opted_in", "goals", "interests", "slots", "style", "lived", "lived_is_must", "genders",
        "language", "languages", "remote_only", "meets", "areas", "avoided_areas", "keeps_away",
        "ended_for_safety", "known",
    }  # fmt: skip
    assert {one.name for one in fields(Walker)} == {
        "pk", "person_id", "is_ready", "walking", "cap", "strengths", "interests", "slots", "style",
        "lived", "gender", "languages", "remote", "in_person", "areas",
    }  # fmt: skip


def test_first_goal_weighs_more_than_the_third():
    wants = Asked(goals=("a", "b", "c"))
    first, third = (changed(WALKER, strengths=frozenset(word)) for word in "ac")
    assert score_of(first, wants) == 50
    assert score_of(third, wants) == 17


def test_in_person_counts_half_where_nobody_said_where():
    wants = Asked(meets="in_person", areas=frozenset("n"))
    line = {line.factor: line.points for line in explain(WALKER, wants)}[Factor.FORMAT]
    assert line == 50
