"""The list of erasures: kept beside the backups, and done again after a restore (safety.md #34).

The list lies outside the database, in the file `ERASURES_FILE`, because a restored database has
forgotten what was erased since. It holds no name and no id: one line is a day and a keyed digest.
"""

import datetime as dt
import logging
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from community.safety.fields import digest, known_key_ids
from community.safety.models import Erasure

logger = logging.getLogger(__name__)

PLACE = "safety.erasure"
LINE = re.compile(r"(\d{4}-\d\d-\d\d) (([0-9a-f]{8}):[0-9a-f]{64})\Z")


class UnreadableList(Exception):
    """The file is no list of erasures, or its keys are gone; nothing was erased."""


def write_erasures() -> int:
    """Append to `ERASURES_FILE` what it does not hold yet; return how many lines that were.

    Called after every erasure and by every sweep: a file that could not be written for an hour
    has everything in it an hour later. Nobody's erasure fails for it.
    """
    if not settings.ERASURES_FILE:
        return 0
    path = Path(settings.ERASURES_FILE)
    try:
        held = set(path.read_text(encoding="ascii").split()) if path.exists() else set()
        rows = Erasure.objects.order_by("pk")
        lines = [f"{row.erased_on} {row.digest}\n" for row in rows if row.digest not in held]
        if lines:
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(file, "".join(lines).encode())
                os.fsync(file)
            finally:
                os.close(file)
    except (OSError, ValueError):
        logger.exception("ERASURES_FILE cannot be written")
        return 0
    return len(lines)


def read_erasures(path: Path) -> list[Erasure]:
    """The list in a file, not stored yet. Raises UnreadableList, naming the line."""
    known = set(known_key_ids())
    found = []
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError) as error:
        raise UnreadableList(f"The file cannot be read: {type(error).__name__}.") from None
    for number, line in enumerate(lines, start=1):
        match = LINE.match(line.strip())
        if match is None:
            raise UnreadableList(f"Line {number} is no day and digest.")
        if match[3] not in known:
            raise UnreadableList(
                f"Line {number} was written under a key that is not in FIELD_KEYS. Put it back "
                "behind the newest one for this."
            )
        found.append(Erasure(digest=match[2], erased_on=dt.date.fromisoformat(match[1])))
    return found


def replay_erasures(
    *,
    erasures: list[Erasure],
    erase: Callable[..., Any],
    now: dt.datetime,
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> int:
    """Erase again whoever stands in the list; return how many accounts were there again.

    Doing it twice changes nothing. The list itself is stored again, too.
    """
    listed = {erasure.digest: erasure for erasure in erasures}
    key_ids = {erasure.digest.partition(":")[0] for erasure in erasures}
    people = get_user_model()._base_manager.order_by("pk")
    again = []
    for pk, public_id in watch(people.values_list("pk", "public_id")):
        for key_id in key_ids:
            known_as = listed.get(digest(str(public_id), place=PLACE, key_id=key_id))
            if known_as is not None:
                again.append((pk, known_as))
    for pk, known_as in again:
        erase(person=people.get(pk=pk), now=now, known_as=known_as)
    Erasure.objects.bulk_create(erasures, ignore_conflicts=True)
    return len(again)
