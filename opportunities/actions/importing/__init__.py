"""Bringing in postings from a table that someone else made.

`reading` turns a file into lines, `mappings` a line into a `Posting`, `cleaning` its words,
`places` its ZIP code and `dates` its days; `rows` goes through the lines of a `run` and `storing`
brings batches of them into the database; `reporting` says what became of every
line. A line is imported or explained, never dropped.
"""

from .checking import check_table
from .mappings import MAPPINGS, OWN, Mapping
from .reading import Table, UnreadableFile, open_table
from .reporting import Report
from .rows import import_table
from .run import ImportOptions, Organisations

__all__ = [
    "MAPPINGS",
    "OWN",
    "ImportOptions",
    "Mapping",
    "Organisations",
    "Report",
    "Table",
    "UnreadableFile",
    "check_table",
    "import_table",
    "open_table",
]
