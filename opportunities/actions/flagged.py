"""A posting with a red flag is not public before one of the staff has looked at it (T3, #69).

Held by the row, not by a screen: whatever makes words public saves the row, and that asks here.
"""

import datetime as dt

from opportunities.models import FLAGGED, Opportunity, RedFlagLook

from .red_flags import IN_OTHERS, READ, Flag, fingerprint, red_flags


def words_of(opportunity: Opportunity) -> dict[str, str]:
    """The texts that are looked at, of a row or of a draft."""
    words = {name: str(getattr(opportunity, name) or "") for name in READ}
    # Also those that nobody reads just now: they hold again if the original is what it was.
    others = [
        opportunity.in_other_languages[code] for code in sorted(opportunity.in_other_languages)
    ]
    told = (str(kept.get(name) or "") for kept in others for name in opportunity.TOLD)
    return words | {IN_OTHERS: "\n".join(told)} if others else words


def uncleared_flags(opportunity: Opportunity) -> list[Flag]:
    """Red flags in these words that nobody of the staff has looked at."""
    words = words_of(opportunity)
    flags = red_flags(words)
    if not flags or opportunity.pk is None:
        return flags
    looks = RedFlagLook.objects.filter(opportunity=opportunity, fingerprint=fingerprint(words))
    looked_at = {key for keys in looks.values_list("keys", flat=True) for key in keys}
    return [flag for flag in flags if flag.key not in looked_at]


def hold_what_is_flagged(*, opportunity: Opportunity, now: dt.datetime) -> bool:
    """Hold a posting whose words are about to become public with a flag; say whether it is held.

    For right before it is saved. Its row is held first: there is no moment at which it is public.
    """
    if not opportunity.live or not uncleared_flags(opportunity):
        return False
    if opportunity.pk is None:
        if opportunity.held_at is None:
            opportunity.held_at, opportunity.held_reason = now, FLAGGED
        return True
    row = Opportunity.objects.filter(pk=opportunity.pk, held_at=None)
    if row.update(held_at=now, held_reason=FLAGGED):
        opportunity.held_at, opportunity.held_reason = now, FLAGGED
    return True
