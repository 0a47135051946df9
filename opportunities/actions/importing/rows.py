"""Reading the lines of a table one after the other, and having them stored by batch."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused
from opportunities.actions.vocabulary import ensure_vocabulary

from .mappings import Mapping
from .posting import Cells, Posting
from .reading import Line, Table, UnreadableFile
from .reporting import Remark, Report
from .run import ImportOptions, Reading, Run
from .storing import refuse, store

BATCH: Final = 200


def import_table(
    *,
    table: Table,
    mapping: Mapping,
    options: ImportOptions,
    now: dt.datetime,
    dry_run: bool = False,
    watch: Callable[[Iterable[Line]], Iterable[Line]] = iter,
) -> Report:
    """Import every line of a table, or say why not; a second run doubles nothing.

    Rows are known by source and external id. `watch` wraps the lines, to show progress. A dry run
    does the same work and takes all of it back. Batches are committed one by one, so an import
    that is broken off keeps what it did and is simply started again.
    Raises UnreadableFile when columns are missing.
    """
    refuse_missing(table, mapping)
    run = Run(mapping, options, now)
    with transaction.atomic() if dry_run else nullcontext():
        with transaction.atomic():
            ensure_vocabulary()
        lines = iter(watch(table.lines()))
        while batch := list(islice(lines, BATCH)):
            with transaction.atomic():
                store(list(readings(batch, run)), run)
        if dry_run:
            transaction.set_rollback(True)
    return run.report


def refuse_missing(table: Table, mapping: Mapping) -> None:
    """Raise UnreadableFile when columns are missing."""
    missing = [name for name in mapping.columns if name not in table.columns]
    if missing:
        raise UnreadableFile(
            _("The file has no column %(columns)s, which the mapping %(mapping)s needs.")
            % {"columns": ", ".join(missing), "mapping": mapping.name}
        )


def readings(lines: Iterable[Line], run: Run) -> Iterator[Reading]:
    """Each line that can be read; the others are refused in the report of the run."""
    for line in lines:
        remarks: list[Remark] = []
        try:
            posting = _read(line, remarks, run)
        except EntryRefused as refusal:
            refuse(line.number, refusal, run)
        else:
            yield Reading(line.number, posting, remarks)


def _read(line: Line, remarks: list[Remark], run: Run) -> Posting:
    if line.broken:
        raise EntryRefused("", line.broken)

    def note(column: str, reason: str) -> None:
        remark = Remark(line.number, column, reason)
        if remark not in remarks:
            remarks.append(remark)

    posting = run.mapping.read(Cells(line.cells, note))
    first = run.lines.setdefault(posting.external_id, line.number)
    if first != line.number:
        raise EntryRefused("", _("The same id stands on line %(line)d.") % {"line": first})
    if posting.times and run.options.shift_years:
        posting.times = posting.times.moved(run.options.shift_years)
    return posting
