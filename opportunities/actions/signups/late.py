"""Telling an organisation that a place came back later than it would have liked.

Its wish is a wish: nobody is kept from giving a place back, and nothing is counted (safety.md #54).
"""

import datetime as dt

from community.organisations.actions.letters import tell_writers
from community.organisations.emails import Words, place_given_back
from opportunities.models import Session


def tell_if_late(session: Session, now: dt.datetime) -> None:
    """Tell those who write for it the day and the clock, and nothing of who gave it back.

    One message for each place. Not of what is called off, out of sight, or over.
    """
    posting = session.opportunity
    wish = dt.timedelta(hours=posting.notice_hours)
    is_late = wish and session.starts_at - wish < now < session.ends_at
    if not is_late or session.cancelled_at is not None or not posting.is_public(now):
        return

    def words() -> Words:
        return place_given_back(f"{session.day}, {session.clock}")

    key = f"back:{session.public_id}:{now.timestamp():.6f}"
    tell_writers(organisation_id=posting.organisation_id, key=key, now=now, words=words)
