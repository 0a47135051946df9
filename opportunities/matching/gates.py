"""What is left out whatever else it has. The first that applies is the one that counts.

Four more gates are kept by the database, in `candidates`, before anything is compared: the
organisation is verified, staff have read the posting and do not hold it, it has a date ahead, and
the person does not keep the organisation or the part of town away. So nothing behind them is ever
read. "Full" is no gate: every date has a waiting list, and whether there are places reads the same
to everybody (docs/decisions/0011-full-for-everybody.md). Nobody's age is asked (safety.md #58).
"""

import enum

from .terms import Answers, Candidate


class Gate(enum.StrEnum):
    """Why something is left out. Shown to the person alone, as a number of things."""

    HARD_NO = "hard_no"
    MUST_HAVE_MISSING = "must_have_missing"
    NO_TIME_OVERLAP = "no_time_overlap"
    TOO_FAR = "too_far"


def first_gate(candidate: Candidate, answers: Answers) -> Gate | None:
    """The first gate that shuts this one out, None if it may be suggested."""
    if not answers.hard_noes.isdisjoint(candidate.cautions):
        return Gate.HARD_NO
    if not answers.must_haves <= candidate.needs:
        return Gate.MUST_HAVE_MISSING
    if answers.slots and candidate.slots and answers.slots.isdisjoint(candidate.slots):
        return Gate.NO_TIME_OVERLAP
    if answers.limits_distance and not candidate.is_online:
        miles = candidate.miles_from(answers.centre)  # type: ignore[arg-type]
        if miles is not None and miles > answers.miles:  # type: ignore[operator]
            return Gate.TOO_FAR
    return None
