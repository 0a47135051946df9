"""Participants' answers and mentors, made up by Hypothesis."""

from dataclasses import replace

from hypothesis import strategies as st

from community.mentorship.matching import Asked, Walker

WORDS = st.sampled_from(["a", "b", "c", "d", "e"])
some = st.frozensets(WORDS, max_size=4)
slots = st.frozensets(st.sampled_from(["0-morning", "1-evening", "2-afternoon"]), max_size=3)
maybe = st.sampled_from(["", "yes", "no"])
styles = st.sampled_from(["", "practical", "listener", "structured"])
asked = st.builds(
    Asked,
    goals=st.lists(WORDS, max_size=3, unique=True).map(tuple),
    interests=some,
    slots=slots,
    style=styles,
    lived=maybe,
    languages=some,
    meets=st.sampled_from(["", "remote", "in_person"]),
    areas=some,
)
walkers = st.builds(
    Walker,
    pk=st.integers(1, 50),
    person_id=st.integers(101, 150),
    walking=st.integers(0, 1),
    strengths=some,
    interests=some,
    slots=slots,
    style=styles,
    lived=maybe,
    languages=some,
    remote=st.booleans(),
    in_person=st.booleans(),
    areas=some,
)
many = st.lists(walkers, max_size=8, unique_by=lambda one: one.pk)
changed = replace
