"""Bringing in a directory that someone else keeps: HSDS 3.0 as JSON, or a flat CSV.

`document` and `table` turn a file into entries, `kinds` tells what they are about, `cleaning` (with
`fields`, `parts` and `places`) what of them is kept, `hiding` what is not; `writing` and `placing`
make rows. An entry is brought in or explained, never dropped; where one stays secret, its place
ends in `hiding`, in memory (docs/decisions/0037-a-directory-brought-in.md).
"""

from .checking import Checked, check_file
from .document import UnreadableFile
from .reporting import Remark, Report
from .table import COLUMNS
from .writing import bring_in

__all__ = [
    "COLUMNS",
    "Checked",
    "Remark",
    "Report",
    "UnreadableFile",
    "bring_in",
    "check_file",
]
