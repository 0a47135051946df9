"""What there is to say about an entry of a file. No word that was refused is ever in here.

A refused word may be where a safe house stands (safety.md #20): a remark says where in the file it
is and why it was left out, and who has the file looks there.
"""

from typing import NamedTuple

from community.safety.actions import files


class Remark(NamedTuple):
    """One thing to know: which entry, which part of it, why; and whether the entry is left out."""

    where: str
    part: str
    reason: str
    refused: bool = False


Report = files.Report[Remark]
