"""One of the staff looks at the red flags of a posting and puts their name to it (T3, #69)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from community.people.models import User
from opportunities.models import FLAGGED, Opportunity, RedFlagLook

from .flagged import uncleared_flags, words_of
from .publishing import NoReason, NotYours, release
from .red_flags import Flag, fingerprint


def flags_to_look_at(opportunity: Opportunity) -> list[Flag]:
    """What nobody has looked at yet: of the latest draft, and of the words that are published.

    Of a posting that is not public only the draft: what its row says nobody reads, and a partner
    who took the words out has taken them out.
    """
    found = {
        flag.key: flag for version in _versions(opportunity) for flag in uncleared_flags(version)
    }
    return list(found.values())


@transaction.atomic
def clear_flags(*, opportunity: Opportunity, note: str, by: User, now: dt.datetime) -> Opportunity:
    """Write down who looked and what they found; end the hold if it was there for the flags alone.

    It publishes nothing. Raises NotYours, NoReason.
    """
    if not by.has_perm("opportunities.publish_opportunity"):
        raise NotYours(_("Only staff can do this."))
    note = note.strip()[:300]
    if not note:
        raise NoReason(_("Say what you have looked at."))
    row = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    for version in _versions(row):
        flags = uncleared_flags(version)
        if flags:
            RedFlagLook.objects.create(
                opportunity=row,
                fingerprint=fingerprint(words_of(version)),
                keys=[flag.key for flag in flags],
                note=note,
                by=by,
                at=now,
            )
    if row.held_at is not None and row.held_reason == FLAGGED:
        return release(opportunity=row, by=by, now=now)
    return row


def _versions(opportunity: Opportunity) -> list[Opportunity]:
    """The latest draft, and the row as it is where that is public."""
    row = Opportunity.objects.get(pk=opportunity.pk)
    draft = row.get_latest_revision_as_object()
    return [draft, row] if row.live else [draft]
