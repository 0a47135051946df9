"""A file that an editor brings in: read at once, written in parts, a part at each tick.

Only what was let through is kept: a file may hold where a safe house stands, and that is stored
nowhere, not for a minute (docs/decisions/0037-a-directory-brought-in.md).
"""

import datetime as dt
import logging
from collections import Counter
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind
from community.support.models import DirectoryFile, FileStage

from . import importing

logger = logging.getLogger(__name__)

AT_ONCE: Final = 100  # entries at a tick
MOST_TRIES: Final = 3
LEASE: Final = dt.timedelta(minutes=5)
A_DAY: Final = dt.timedelta(days=1)
MOST_A_DAY: Final = 20
MOST_REMARKS: Final = 5000


class TooManyFiles(Exception):
    """More files within a day than anybody checks; in words that say what to do."""

    def __str__(self) -> str:
        return _("There were twenty files within a day. Go on tomorrow.")


@transaction.atomic
def take_file(
    *, content: bytes, source: str, replace: bool, by: User, now: dt.datetime
) -> DirectoryFile:
    """Read a file and keep what can be brought in. Raises UnreadableFile or TooManyFiles."""
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk))
    if DirectoryFile.objects.filter(by=by, made_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise TooManyFiles
    checked = importing.check_file(content=content, source=source, today=timezone.localdate(now))
    return DirectoryFile.objects.create(
        by=by,
        source=source,
        replace=replace,
        entries=checked.entries,
        remarks=[list(one) for one in checked.remarks[:MOST_REMARKS]],
        total=len(checked.entries),
        made_at=now,
        changed_at=now,
    )


def begin(*, file: DirectoryFile, now: dt.datetime) -> None:
    """Let what was read be brought in. Doing it twice does nothing."""
    DirectoryFile.objects.filter(pk=file.pk, stage=FileStage.READ, total__gt=0).update(
        stage=FileStage.BRING, changed_at=now
    )


def drop(*, file: DirectoryFile) -> None:
    """Forget a file; services that came of it stay."""
    DirectoryFile.objects.filter(pk=file.pk).delete()


def go_on_with_files(*, now: dt.datetime) -> int:
    """Do the next part of each file that nobody else has in hand; return how many those are.

    A part that a worker died in is done again: the same entries make no second service. One that
    fails three times stops the file, and staff are told.
    """
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    waiting = DirectoryFile.objects.filter(free, stage=FileStage.BRING)
    done = 0
    for pk in list(waiting.order_by("changed_at").values_list("pk", flat=True)):
        if waiting.filter(pk=pk).update(leased_until=now + LEASE, tries=F("tries") + 1):
            _try(DirectoryFile.objects.get(pk=pk), now)
            done += 1
    return done


def _try(file: DirectoryFile, now: dt.datetime) -> None:
    """The next part; what goes wrong is in the log by its kind only: its words may tell a place."""
    if file.tries > MOST_TRIES:
        _stop(file, now)
        return
    try:
        _bring(file, now)
    except Exception as error:
        kind = type(error).__name__
        logger.error("part of a directory failed, try %s: %s", file.tries, kind)  # noqa: TRY400
        if file.tries >= MOST_TRIES:
            _stop(file, now)


@transaction.atomic
def _bring(file: DirectoryFile, now: dt.datetime) -> None:
    part = file.entries[file.done : file.done + AT_ONCE]
    report = importing.bring_in(entries=part, source=file.source, replace=file.replace)
    file.counts = dict(Counter(file.counts) + Counter(report.outcomes))
    room = MOST_REMARKS - len(file.remarks)
    file.remarks += [list(one) for one in report.remarks[:room]]
    file.done += len(part)
    if file.done >= file.total:
        file.stage, file.entries = FileStage.DONE, []
    file.leased_until, file.changed_at, file.tries = None, now, 0
    file.save()


@transaction.atomic
def _stop(file: DirectoryFile, now: dt.datetime) -> None:
    """Mark it as failed, keep nothing of it, and let staff know."""
    DirectoryFile.objects.filter(pk=file.pk).update(
        stage=FileStage.FAILED, entries=[], leased_until=None, changed_at=now
    )
    note = _("A file for the directory stopped: %(done)d of %(total)d services were done.")
    task = new_task(
        kind=TaskKind.SERVICE,
        key=f"file:{file.public_id}",
        about=file.public_id,
        path="",
        note=note % {"done": file.done, "total": file.total},
        now=now,
    )
    open_tasks([task])
