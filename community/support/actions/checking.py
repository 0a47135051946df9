"""Entries of the directory grow old: staff are asked to ring again (issue E; like numbers)."""

import datetime as dt
from itertools import pairwise
from typing import Final

from django.db.models import CharField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.safety.actions import new_task, open_tasks
from community.safety.models import Task, TaskKind
from community.support.models import Service, tells_a_place
from community.support.models.facts import WORDS
from community.support.models.telling import NUMBERS

BESIDE: Final = ("phones", "other_hours", "languages", "papers", "at_places")
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


def tell_of_telling_entries(*, now: dt.datetime) -> int:
    """Open a task for each service whose place stays secret and whose kept words tell one; return
    how many there are (safety.md #20).

    A form refuses such words. This finds those that were kept before the form knew them, in any
    language and in what belongs to it, on the site or not. The task does not repeat them; as long
    as nothing changes there is another one the next day.
    """
    rows = Service.objects.filter(is_confidential=True).select_related("provider")
    telling = [one for one in rows.prefetch_related(*BESIDE) if _tells(one)]
    note = _(
        "The words of a service whose place stays secret read like an address, a postcode or a "
        "map. Today: open it in Wagtail under Directory, save it as it is, and read what is wrong."
    )
    open_tasks(
        new_task(
            kind=TaskKind.SERVICE,
            key=f"telling:{one.public_id}:{now.date()}",
            about=one.public_id,
            path=f"/help/{one.public_id}/",
            note=note,
            now=now,
        )
        for one in telling
    )
    return len(telling)


def _tells(service: Service) -> bool:
    """Whether any of its words does: its own, those of who offers it, and of what belongs to it."""
    own = any(tells_a_place(str(getattr(service, name))) for name in WORDS)
    if own or service.languages_that_tell_a_place or service.provider.tells_a_place:
        return True
    return any(
        tells_a_place(str(getattr(row, field.attname)), is_number=field.name in NUMBERS)
        for name in BESIDE
        for row in getattr(service, name).all()
        for field in row._meta.concrete_fields
        if isinstance(field, CharField)
    )


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
