"""What is left out whatever else it has (mentoring.md 2a)."""

import pytest
from hypothesis import given

from opportunities.matching import Answers, Gate, first_gate, rank
from opportunities.models import Kind

from .drawn import HOME, changed, gated_answers, many, one, some

FAR = (HOME[0] + 1, HOME[1])  # 69 miles
FITS = {"goals": some(1), "interests": some(1), "needs": some(1), "slots": {"1-morning": 3}}
WANTS = Answers(goals=(1,), interests=some(1), slots=some("1-morning"), centre=HOME, miles=5)


def at(place, **fields):
    return one(latitude=place[0], longitude=place[1], **(FITS | fields))


@pytest.mark.parametrize(
    ("gate", "shut", "answers"),
    [
        (Gate.HARD_NO, {"cautions": some(7)}, {"hard_noes": some(7, 8)}),
        (Gate.MUST_HAVE_MISSING, {"needs": some(1)}, {"must_haves": some(1, 2)}),
        (Gate.NO_TIME_OVERLAP, {"slots": {"5-evening": 2}}, {}),
        (Gate.TOO_FAR, {"latitude": FAR[0]}, {}),
    ],
)
def test_gate_dominates_any_score(gate, shut, answers):
    """What agrees in everything else is out, and in as soon as the one thing is another."""
    wants, fitting = changed(WANTS, **answers), at(HOME, needs=some(1, 2))
    assert first_gate(fitting, wants) is None
    assert rank([fitting], wants).suggested[0].score == 100
    out = changed(fitting, **shut)
    assert first_gate(out, wants) is gate
    ranking = rank([out], wants)
    assert ranking.suggested == []
    assert ranking.left_out == {gate: 1}


@given(gated_answers, many)
def test_nothing_behind_a_gate_is_ever_suggested(answers, candidates):
    ranking = rank(candidates, answers)
    shut = {c.pk for c in candidates if first_gate(c, answers) is not None}
    assert shut.isdisjoint(row.candidate.pk for row in ranking.suggested)
    assert ranking.left_out.total() == len(shut)


def test_first_gate_that_applies_is_the_one_that_counts():
    wants = changed(WANTS, hard_noes=some(7), must_haves=some(9))
    out = at(FAR, cautions=some(7), slots={"5-evening": 1})
    order = []
    for opened in ({"cautions": some()}, {"needs": some(9)}, {"slots": {}}, {"latitude": HOME[0]}):
        order.append(first_gate(out, wants))
        out = changed(out, **opened)
    assert order == list(Gate)
    assert first_gate(out, wants) is None


def test_one_date_in_somebodys_times_is_enough_and_no_fixed_date_is_too():
    wants = Answers(slots=some("1-morning"))
    assert first_gate(one(slots={"1-morning": 1, "5-evening": 9}), wants) is None
    assert first_gate(one(slots={}), wants) is None
    assert first_gate(one(slots={"5-evening": 9}), Answers()) is None


def test_online_is_never_too_far_and_no_distance_without_both_answers():
    assert first_gate(at(FAR), WANTS) is Gate.TOO_FAR
    assert first_gate(at(FAR, is_online=True), WANTS) is None
    for less in ({"miles": None}, {"centre": None}):
        assert first_gate(at(FAR), changed(WANTS, **less)) is None


def test_distance_neither_leaves_a_support_group_out_nor_brings_it_in():
    """From three sides one could find where it meets (safety.md T11)."""
    places = [HOME, FAR, (HOME[0] + 0.05, HOME[1])]
    groups = [at(place, kind=Kind.GROUP) for place in places]
    rankings = [rank([group], WANTS) for group in groups]
    assert len({ranking.suggested[0].score for ranking in rankings}) == 1
    assert all(first_gate(group, WANTS) is None for group in groups)
    assert first_gate(changed(groups[1], kind=Kind.CLASS), WANTS) is Gate.TOO_FAR
