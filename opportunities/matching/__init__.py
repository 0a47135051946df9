"""What fits a person: gates, factors, points, order and reasons, all from their own answers.

Nothing here looks at anybody's past, nothing learns, and nothing is stored: a score is made while
the page is, and no organisation sees one (docs/decisions/0015-fits-you.md). Pure functions, but for
`candidates`, `opened` and `unmet`, which ask the database.
"""

from community.people.points import FEWEST_POINTS, Band, band_of

from .candidates import MOST_CANDIDATES, candidates
from .factors import Factor, Line, answered_points, explain, scorer
from .gates import Gate, first_gate
from .opened import answers_in, in_plans, newly_open, suits, with_their_words
from .ranking import Ranked, Ranking, rank
from .reasons import mind, reason
from .terms import Answers, Candidate
from .unmet import Unmet, unmet
from .wanted import Wanted, answers_of, wanted_by

__all__ = [
    "FEWEST_POINTS",
    "MOST_CANDIDATES",
    "Answers",
    "Band",
    "Candidate",
    "Factor",
    "Gate",
    "Line",
    "Ranked",
    "Ranking",
    "Unmet",
    "Wanted",
    "answered_points",
    "answers_in",
    "answers_of",
    "band_of",
    "candidates",
    "explain",
    "first_gate",
    "in_plans",
    "mind",
    "newly_open",
    "rank",
    "reason",
    "scorer",
    "suits",
    "unmet",
    "wanted_by",
    "with_their_words",
]
