"""A partner's table of postings: taken, read, and brought in as drafts, a part at each tick.

Why it is built this way: docs/decisions/0027-partners-with-much-to-say.md.
"""

import csv
import datetime as dt
import io
import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.organisations.actions.letters import tell_something_new
from community.organisations.models import Organisation
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.actions.files import defused
from community.safety.models import TaskKind
from opportunities.models import Stage, Upload
from opportunities.permissions import written_organisations

from .importing import (
    OWN,
    ImportOptions,
    Organisations,
    Table,
    UnreadableFile,
    check_table,
    import_table,
    open_table,
)
from .importing.reading import Line
from .importing.rows import refuse_missing
from .signups import Refusal

logger = logging.getLogger(__name__)

LARGEST: Final = 10 * 1024 * 1024  # bytes
MOST_ROWS: Final = 10_000
MOST_A_DAY: Final = 5
AT_ONCE: Final = 300  # rows at a tick: what else waits in the queue waits for seconds
MOST_TRIES: Final = 3
LEASE: Final = dt.timedelta(minutes=5)
A_DAY: Final = dt.timedelta(days=1)


class TooLarge(Refusal):
    """The file has more bytes than may be."""

    words = _("This file is larger than 10 MB. Split it.")


class TooManyRows(Refusal):
    """The file has more rows than may be."""

    words = _("This file has more than 10,000 rows. Split it.")


class NotCsv(Refusal):
    """It is a workbook."""

    words = _("This is an Excel file. Save it as CSV, and choose that one.")


class OneAfterTheOther(Refusal):
    """One is on its way, or there were five within a day."""

    words = _("Another file is on its way, or there were five within a day. Try again later.")


def source_of(organisation: Organisation) -> str:
    """What keeps the ids of one partner's files apart from everybody else's."""
    return f"own-{organisation.public_id.hex}"


@transaction.atomic
def take_upload(
    *, organisation: Organisation, content: bytes, by: User, now: dt.datetime
) -> Upload:
    """Keep a file to be read, and return it.

    Raises UnreadableFile, TooLarge, TooManyRows, NotCsv or OneAfterTheOther.
    """
    if len(content) > LARGEST:
        raise TooLarge
    if content.startswith(b"PK\x03\x04"):  # before anything unpacks it
        raise NotCsv
    with _table_of(content) as table:
        refuse_missing(table, OWN)
        if table.count > MOST_ROWS:
            raise TooManyRows
        if not table.count:
            raise UnreadableFile(_("This file has a heading and no rows."))
        rows = table.count
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk))
    own = Upload.objects.filter(organisation=organisation)
    busy = own.filter(stage__in=(Stage.CHECK, Stage.BRING), changed_at__gt=now - A_DAY)
    if busy.exists() or own.filter(made_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise OneAfterTheOther
    return Upload.objects.create(
        organisation=organisation, by=by, content=content, rows=rows, made_at=now, changed_at=now
    )


def bring_in(*, upload: Upload, now: dt.datetime) -> None:
    """Let the rows that can be read become drafts. Doing it twice does nothing."""
    Upload.objects.filter(pk=upload.pk, stage=Stage.CHECKED).update(
        stage=Stage.BRING, done=0, changed_at=now
    )


def drop_upload(*, upload: Upload) -> None:
    """Forget a file; drafts that came of it stay."""
    Upload.objects.filter(pk=upload.pk).delete()


def go_on_with_uploads(*, now: dt.datetime) -> int:
    """Do the next part of each file that nobody else has in hand; return how many those are.

    A part that a worker died in is done again: the same rows make no second draft. One that fails
    three times stops the file; its partner and staff are told, and no other file waits for it.
    """
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    waiting = Upload.objects.filter(free, stage__in=(Stage.CHECK, Stage.BRING))
    done = 0
    for pk in list(waiting.order_by("changed_at").values_list("pk", flat=True)):
        leased = waiting.filter(pk=pk)
        if leased.update(leased_until=now + LEASE, tries=F("tries") + 1):
            _try(Upload.objects.select_related("organisation", "by").get(pk=pk), now)
            done += 1
    return done


def _try(upload: Upload, now: dt.datetime) -> None:
    """The next part; what goes wrong is in the log, and after three times the file is stopped.

    Also if no try came to its end, as when each time the worker died of it.
    """
    if upload.tries > MOST_TRIES:
        _stop(upload, now)
        return
    try:
        _go_on(upload, now)
    except Exception:
        logger.exception("part of an upload failed, try %s", upload.tries)
        if upload.tries >= MOST_TRIES:
            _stop(upload, now)


@transaction.atomic
def _stop(upload: Upload, now: dt.datetime) -> None:
    """Mark it as failed, keep nothing of the file, and let partner and staff know."""
    Upload.objects.filter(pk=upload.pk).update(
        stage=Stage.FAILED, content=b"", leased_until=None, changed_at=now
    )
    key = f"upload:{upload.public_id}"
    if upload.by is not None:
        tell_something_new(person=upload.by, key=key, now=now)
    task = new_task(
        kind=TaskKind.PARTNER,
        key=key,
        about=upload.public_id,
        note=f"{upload.organisation.name}: a file of {upload.rows} rows, {upload.done} done",
        now=now,
    )
    open_tasks([task])


def _go_on(upload: Upload, now: dt.datetime) -> None:
    """One part, if whoever brought the file still writes for the organisation."""
    by, organisation = upload.by, upload.organisation
    if by is None or not written_organisations(by).filter(pk=organisation.pk).exists():
        upload.delete()
        return
    options = ImportOptions(
        source=source_of(organisation),
        organisations=Organisations.MATCH,
        organisation=organisation,
    )
    with _table_of(bytes(upload.content)) as table:
        if upload.stage == Stage.CHECK:
            _check(upload, table, options, now)
        else:
            _bring(upload, table, options, now)
    upload.leased_until, upload.changed_at, upload.tries = None, now, 0
    upload.save()


def _check(upload: Upload, table: Table, options: ImportOptions, now: dt.datetime) -> None:
    report = check_table(table=table, mapping=OWN, options=options, now=now)
    upload.refused = [[one.line, one.column, one.reason] for one in report.refusals()]
    upload.notes = report.reasons()
    upload.rest = _rest(upload, table)
    upload.stage, upload.done = Stage.CHECKED, upload.rows


def _bring(upload: Upload, table: Table, options: ImportOptions, now: dt.datetime) -> None:
    left_out = {line for line, _column, _reason in upload.refused}

    def part(lines: Iterable[Line]) -> Iterable[Line]:
        some = islice(lines, upload.done, upload.done + AT_ONCE)
        return (line for line in some if line.number not in left_out)

    report = import_table(table=table, mapping=OWN, options=options, now=now, watch=part)
    upload.refused += [[one.line, one.column, one.reason] for one in report.refusals()]
    upload.brought += report.imported
    upload.done = min(upload.done + AT_ONCE, upload.rows)
    if upload.done == upload.rows:
        upload.refused.sort()
        upload.rest = _rest(upload, table)
        upload.stage, upload.content = Stage.DONE, b""


def _rest(upload: Upload, table: Table) -> str:
    """The rows that are left out, as a table that can be put right and brought in again."""
    reasons = {line: f"{column}: {reason}" for line, column, reason in upload.refused}
    if not reasons:
        return ""
    file, columns = io.StringIO(), [name for name in table.columns if name not in ("", "reason")]
    writer = csv.writer(file)
    writer.writerow([*map(defused, columns), "reason"])
    for line in table.lines():
        if line.number in reasons:
            cells = [defused(line.cells.get(name, "")) for name in columns]
            writer.writerow([*cells, defused(reasons[line.number])])
    return file.getvalue()


@contextmanager
def _table_of(content: bytes) -> Iterator[Table]:
    """The table in these bytes; what is written to the disk for it is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(content)
        yield open_table(path)
