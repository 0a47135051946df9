"""Reading a table without writing any of it: what would be refused, and why."""

import datetime as dt
from collections.abc import Callable, Iterable

from community.safety.actions.files import Outcome

from .mappings import Mapping
from .reading import Line, Table
from .reporting import Report
from .rows import readings, refuse_missing
from .run import ImportOptions, Run


def check_table(
    *,
    table: Table,
    mapping: Mapping,
    options: ImportOptions,
    now: dt.datetime,
    watch: Callable[[Iterable[Line]], Iterable[Line]] = iter,
) -> Report:
    """Read every line and say what is wrong with it; the database is not asked.

    Raises UnreadableFile when columns are missing.
    """
    refuse_missing(table, mapping)
    run = Run(mapping, options, now)
    for reading in readings(watch(table.lines()), run):
        run.report.add(Outcome.CREATED, reading.remarks)
    return run.report
