"""Who could walk with somebody: gates, factors, points, order and reasons, from their answers.

Nothing here looks at anybody's past. Pure functions, but for `candidates`, which asks the database
(docs/decisions/0029-walking-together.md).
"""

from .candidates import areas_avoided, asked_of, walkers
from .factors import WEIGHTS, Factor, Line, answered, answered_points, explain, score_of
from .gates import MAY_BE_PASSED, Gate, first_gate
from .ranking import Excluded, Ranked, Ranking, rank
from .reasons import Labels, factor_in_words, gate_in_words, reasons, table
from .terms import Asked, Walker

__all__ = [
    "MAY_BE_PASSED",
    "WEIGHTS",
    "Asked",
    "Excluded",
    "Factor",
    "Gate",
    "Labels",
    "Line",
    "Ranked",
    "Ranking",
    "Walker",
    "answered",
    "answered_points",
    "areas_avoided",
    "asked_of",
    "explain",
    "factor_in_words",
    "first_gate",
    "gate_in_words",
    "rank",
    "reasons",
    "score_of",
    "table",
    "walkers",
]
