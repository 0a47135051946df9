"""The two sides that are compared: what somebody looks for, and one thing to do."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from opportunities.models import Kind

NOTHING: frozenset[int] = frozenset()
NO_TEXT: frozenset[str] = frozenset()
MILES_A_DEGREE = 69.0


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person told us, as keys of words. Empty is "not answered", which costs nothing.

    `goals`: the most important first. `slots`: weekday and part of day. `centre`: where distances
    start, in degrees; they count only together with `miles`.
    """

    goals: tuple[int, ...] = ()
    interests: frozenset[int] = NOTHING
    hard_noes: frozenset[int] = NOTHING
    must_haves: frozenset[int] = NOTHING
    supports: frozenset[int] = NOTHING
    slots: frozenset[str] = NO_TEXT
    centre: tuple[float, float] | None = None
    miles: int | None = None
    learn: frozenset[int] = NOTHING
    use: frozenset[int] = NOTHING
    commitments: frozenset[str] = NO_TEXT

    @property
    def limits_distance(self) -> bool:
        """Whether they said from where, and how far."""
        return self.centre is not None and bool(self.miles)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of one opportunity. No free text: no reason can repeat any.

    `slots`: how many dates ahead fall into each slot; none means that it has no fixed dates.
    """

    pk: int
    organisation_id: int
    starts_at: dt.datetime
    kind: str = Kind.VOLUNTEER
    commitment: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_online: bool = False
    goals: frozenset[int] = NOTHING
    interests: frozenset[int] = NOTHING
    needs: frozenset[int] = NOTHING
    teaches: frozenset[int] = NOTHING
    uses: frozenset[int] = NOTHING
    cautions: frozenset[int] = NOTHING
    slots: Mapping[str, int] = field(default_factory=dict)

    def miles_from(self, centre: tuple[float, float]) -> float | None:
        """Miles between the two centres on a flat map; None where it has no part of town.

        Of a support group always None: from three sides one could find it (safety.md T11).
        """
        if self.latitude is None or self.longitude is None or self.kind == Kind.GROUP:
            return None
        up = (self.latitude - centre[0]) * MILES_A_DEGREE
        shrink = max(math.cos(math.radians(centre[0])), 0.01)
        across = (self.longitude - centre[1]) * MILES_A_DEGREE * shrink
        return math.hypot(up, across)
