"""How long a place is held for somebody who is asked whether they take it."""

import datetime as dt
from typing import Final

from opportunities.models import Session

LONGEST: Final = dt.timedelta(hours=24)
TOO_SOON: Final = dt.timedelta(hours=2)  # before a date: then nobody is asked, the place is theirs
SHARE: Final = 4  # of the time that is left, so that it can pass on more than once


def is_too_soon_to_ask(session: Session, now: dt.datetime) -> bool:
    """Whether the date is so near that an answer might come too late for the next in line."""
    return session.starts_at - now < TOO_SOON


def end_of_offer(session: Session, now: dt.datetime) -> dt.datetime:
    """Until when a place that is offered now is held: a day, or a quarter of the time left."""
    return now + min(LONGEST, (session.starts_at - now) / SHARE)
