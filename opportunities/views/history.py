"""Which colleague changed a date, for the history of the posting that staff read.

Staff's own steps stand there as well (`cms/wagtail_hooks`), and nothing of the people who come.
"""

from wagtail.log_actions import log

from community.people.models import User
from opportunities.models import Reach, Session


def enter_date(by: User, what: str, date: Session, reach: Reach = Reach.ONE) -> None:
    """Enter that `what` was done ("added", "changed" or "off") to this date as it stood, and to as
    many more as `reach` says."""
    told = {"when": date.local_start.isoformat(), "reach": reach.value}
    log(instance=date.opportunity, action=f"onward.date_{what}", user=by, data=told)
