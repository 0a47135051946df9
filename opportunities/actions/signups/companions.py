"""Whether people may bring someone (docs/decisions/0014-someone-comes-along.md), or just listen."""

from collections.abc import Sequence

from opportunities.models import MOST_COMPANIONS, Opportunity, Session
from opportunities.models.vocabulary import BRING_SOMEONE, JUST_LISTEN

from .refusals import NobodyComesAlong


def may_come_along(sessions: Sequence[Session], companions: int) -> bool:
    """Whether every one of these postings says that people may bring someone, and never a crowd."""
    wanted = {session.opportunity_id for session in sessions}
    offered = Opportunity.objects.filter(pk__in=wanted, needs__slug=BRING_SOMEONE)
    return 0 < companions <= MOST_COMPANIONS and offered.count() == len(wanted)


def refuse_companions(sessions: Sequence[Session], companions: int) -> None:
    """Raise NobodyComesAlong where so many may not."""
    if companions and not may_come_along(sessions, companions):
        raise NobodyComesAlong


def offering_to_listen(sessions: Sequence[Session]) -> set[int]:
    """Those of these postings, by their keys, which say that people can just listen."""
    wanted = {session.opportunity_id for session in sessions}
    offered = Opportunity.objects.filter(pk__in=wanted, needs__slug=JUST_LISTEN)
    return set(offered.values_list("pk", flat=True))
