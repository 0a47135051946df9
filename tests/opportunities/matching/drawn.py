"""Answers and candidates as Hypothesis draws them, and short ways to write one down."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from opportunities.matching import Answers, Candidate
from opportunities.models import PARTS, Commitment, Kind

NOON = dt.datetime(2026, 5, 4, 16, 0, tzinfo=dt.UTC)
HOME = (40.75, -73.99)
SLOTS = [f"{day}-{part}" for day in range(7) for part, _label, _ends in PARTS]

words = st.frozensets(st.integers(1, 6), max_size=4)
slots = st.frozensets(st.sampled_from(SLOTS), max_size=9)
degrees = st.integers(-40, 40).map(lambda hundredths: hundredths / 100)

answers = st.builds(
    Answers,
    goals=st.lists(st.integers(1, 6), max_size=3, unique=True).map(tuple),
    interests=words,
    supports=words,
    slots=slots,
    centre=st.sampled_from([None, HOME]),
    miles=st.sampled_from([None, 1, 2, 5, 10, 25, 50]),
    learn=words,
    use=words,
    commitments=st.frozensets(st.sampled_from(Commitment.values)),
)
gated_answers = st.builds(
    lambda given, noes, must: _with(given, hard_noes=noes, must_haves=must), answers, words, words
)
candidates = st.builds(
    Candidate,
    pk=st.integers(1, 10_000),
    organisation_id=st.integers(1, 4),
    starts_at=st.integers(1, 60).map(lambda days: NOON + dt.timedelta(days=days)),
    kind=st.sampled_from(Kind.values),
    commitment=st.sampled_from(["", *Commitment.values]),
    latitude=st.none() | degrees.map(lambda shift: HOME[0] + shift),
    longitude=degrees.map(lambda shift: HOME[1] + shift),
    is_online=st.booleans(),
    goals=words,
    interests=words,
    needs=words,
    teaches=words,
    uses=words,
    cautions=words,
    slots=st.dictionaries(st.sampled_from(SLOTS), st.integers(1, 9), max_size=5),
)
many = st.lists(candidates, max_size=25, unique_by=lambda candidate: candidate.pk)


def _with(given: Answers, **changes: Any) -> Answers:
    return Answers(**{name: getattr(given, name) for name in given.__slots__} | changes)


def changed(row: Any, **changes: Any) -> Any:
    """The same answers or candidate with something changed."""
    return type(row)(**{name: getattr(row, name) for name in row.__slots__} | changes)


def one(pk: int = 1, organisation: int = 0, days: int = 1, **fields: Any) -> Candidate:
    """A candidate of its own organisation, unless one is named."""
    starts_at = NOON + dt.timedelta(days=days)
    return Candidate(pk, organisation or 1000 + pk, starts_at, **fields)


def some(*keys: Any) -> frozenset[Any]:
    """A set, for short."""
    return frozenset(keys)
