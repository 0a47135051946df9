"""Numbers to ring grow old: staff are asked to ring them again (safety.md #62, decision 10)."""

import datetime as dt
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.furniture import CrisisLine, shown_lines
from community.safety.actions import new_task, open_tasks
from community.safety.models import Task, TaskKind

GOOD_FOR: Final = dt.timedelta(days=180)  # safety.md, "Crisis safety"


def tell_of_old_numbers(*, now: dt.datetime) -> None:
    """Open a task for each number on the pages that was checked more than 180 days ago.

    The number stays on every page: an old one may help, and none helps nobody. Where nobody rings
    it, there is another task 180 days later, and so on; a new day of checking ends that.
    """
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    old = [line for line in shown_lines() if today - line.verified_on > GOOD_FOR]
    open_tasks([_task(line, today, now) for line in old])


def _task(line: CrisisLine, today: dt.date, now: dt.datetime) -> Task:
    rounds = (today - line.verified_on) // GOOD_FOR
    key = f"number:{line.tel}:{line.verified_on}:{rounds}"
    note = _(
        "%(name)s, %(number)s: checked %(day)s. Ring it. Then write the new day under Settings, "
        "Site settings, Numbers to ring; or take it away there."
    ) % {
        "name": line.name,
        "number": line.number,
        "day": date_format(line.verified_on, "j F Y"),
    }
    return new_task(kind=TaskKind.NUMBER, key=key, note=note, now=now)
