"""Entries of the directory grow old: staff are asked to ring again (issue E; like numbers)."""

import datetime as dt
from itertools import pairwise
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.safety.actions import new_task, open_tasks
from community.safety.models import Task, TaskKind
from community.support.models import Service

ASK_AGAIN_AFTER: Final = dt.timedelta(days=90)


def tell_of_old_entries(*, now: dt.datetime) -> int:
    """Open a task for each service on the site whose next check is due; return how many are due.

    The entry stays on the site: an old one may help, and none helps nobody. Where nobody rings
    them, there is another task 90 days later, and so on; a new day of checking ends that.
    """
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    due = Service.objects.on_the_site().filter(next_check__lte=today)
    tasks = [_task(one, today, now) for one in due.iterator()]
    open_tasks(tasks)
    return len(tasks)


def tell_of_odd_entries(*, now: dt.datetime) -> int:
    """Open a task for each service on the site that cannot be right; return how many there are.

    Nobody can reach it, or its hours of one day overlap. As long as nothing changes there is
    another task after 90 days.
    """
    rows = Service.objects.on_the_site().prefetch_related("phones", "weekly_hours", "at_places")
    odd = [(one, why) for one in rows.iterator(chunk_size=500) if (why := _odd(one))]
    rounds = now.date().toordinal() // ASK_AGAIN_AFTER.days
    note = _("%(name)s: %(why)s Look, and put it right in Wagtail.")
    open_tasks(
        new_task(
            kind=TaskKind.SERVICE,
            key=f"odd:{one.public_id}:{rounds}",
            about=one.public_id,
            path=f"/help/{one.public_id}/",
            note=note % {"name": one.name, "why": why},
            now=now,
        )
        for one, why in odd
    )
    return len(odd)


def _odd(service: Service) -> str:
    """What cannot be right, in words; nothing if nothing is odd."""
    if not (service.website or service.email or service.phones.all() or service.at_places.all()):
        return _("Nobody can reach it: it has no number, link, e-mail or place.")
    hours = sorted((one.weekday, one.opens, one.closes) for one in service.weekly_hours.all())
    for (day, began, closes), (next_day, opens, _ends) in pairwise(hours):
        if day == next_day and (closes <= began or opens < closes):
            return _("Its hours of one day overlap.")
    return ""


def _task(service: Service, today: dt.date, now: dt.datetime) -> Task:
    due = service.next_check or today
    rounds = (today - due) // ASK_AGAIN_AFTER
    note = _(
        "%(name)s: to be checked since %(day)s. Ring them. Then write the new day in Wagtail under "
        "Directory, Services, “Checked on”, and empty “Next check”; or take it off the site."
    ) % {"name": service.name, "day": date_format(due, "j F Y")}
    return new_task(
        kind=TaskKind.SERVICE,
        key=f"service:{service.public_id}:{due}:{rounds}",
        about=service.public_id,
        path=f"/help/{service.public_id}/",
        note=note,
        now=now,
    )
