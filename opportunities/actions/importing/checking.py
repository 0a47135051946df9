"""Reading a table without writing any of it: what would be refused, and why."""

import datetime as dt
from collections.abc import Callable, Iterable

from community.safety.actions.files import Outcome

from .mappings import Mapping
from .places import zip_area
from .reading import Line, Table
from .reporting import Report
from .rows import readings, refuse_missing
from .run import ImportOptions, Run
from .whereabouts import area_of


def check_table(
    *,
    table: Table,
    mapping: Mapping,
    options: ImportOptions,
    now: dt.datetime,
    watch: Callable[[Iterable[Line]], Iterable[Line]] = iter,
) -> Report:
    """Read every line and say what is wrong with it. The database is asked for the words of this
    site alone, and only for a partner's own file, whose preview says which of its words are none.

    Raises UnreadableFile when columns are missing.
    """
    refuse_missing(table, mapping)
    run = Run(mapping, options, now)
    if options.organisation:
        run.words.load([])
    for reading in readings(watch(table.lines()), run):
        if options.organisation:
            run.words.look_at(reading.posting, reading.note)
            area_of(reading, run, zip_area(reading.posting.postcode))
        run.report.add(Outcome.CREATED, reading.remarks)
    return run.report
