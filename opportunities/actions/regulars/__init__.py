"""Coming regularly: who says so once has a place at each date of a schedule
(docs/decisions/0043-somebody-who-always-comes.md)."""

from .following import forget_regulars, go_over
from .saving import save_places_of_regulars
from .saying import (
    DoesNotComeAgain,
    can_come_regularly,
    come_again,
    come_regularly,
    stop,
    take_a_break,
)

__all__ = [
    "DoesNotComeAgain",
    "can_come_regularly",
    "come_again",
    "come_regularly",
    "forget_regulars",
    "go_over",
    "save_places_of_regulars",
    "stop",
    "take_a_break",
]
