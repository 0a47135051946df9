"""Seal every stored text with the newest key."""

import sys
from collections import Counter
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from community.safety.actions import seal_anew, still_to_seal
from community.safety.fields import newest_key_id

UNREADABLE: Final = 3  # exit code
SHOWN_AT_MOST: Final = 20


class Command(BaseCommand):
    """Exit code 0: no older key is needed any more. 3: some texts cannot be opened."""

    help = (
        "Seals every stored text with the first of FIELD_KEYS. The site may go on running, and "
        "the command may be stopped and started again. When it says that no older key is needed, "
        "take the others out of FIELD_KEYS; keep them for as long as backups from before exist."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("--progress", action="store_true", help="a bar even without a terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, and say how many texts of which field."""
        done: Counter[str] = Counter()
        unreadable: list[str] = []
        shown = options["progress"] or sys.stderr.isatty()
        with tqdm(total=still_to_seal(), unit=" texts", disable=not shown) as bar:
            for batch in seal_anew():
                done[batch.place] += batch.done
                unreadable += [f"{batch.place} of row {pk}" for pk in batch.unreadable]
                bar.update(batch.done + len(batch.unreadable))
        for place, count in sorted(done.items()):
            self.stdout.write(f"{place}: {count}")
        self.stdout.write(f"{done.total()} texts are sealed anew, with the key {newest_key_id()}.")
        if unreadable:
            for name in unreadable[:SHOWN_AT_MOST]:
                self.stdout.write(f"Cannot be opened: {name}")
            raise CommandError(
                f"{len(unreadable)} texts cannot be opened with any of FIELD_KEYS. They are as "
                "they were: put their key back and start again.",
                returncode=UNREADABLE,
            )
        self.stdout.write("No older key is needed any more.")
