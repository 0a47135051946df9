"""Erase again, after a restore, whoever had erased their account since the backup."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from community.safety.actions import UnreadableList, erase, read_erasures, replay_erasures

UNREADABLE: Final = 3  # exit code


class Command(BaseCommand):
    """Exit code 0: nobody who had gone is back. 3: the list cannot be read; nothing was done."""

    help = (
        "Erases again whoever stands in the list of erasures. Run it after every restore, before "
        "the site starts. Running it twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("file", nargs="?", type=Path, help="the list (ERASURES_FILE)")
        parser.add_argument("--progress", action="store_true", help="a bar even without a terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the whole list first, then erase."""
        path = options["file"] or Path(settings.ERASURES_FILE or "")
        shown = options["progress"] or sys.stderr.isatty()

        def watch(people: Iterable[Any]) -> Iterable[Any]:
            return tqdm(people, unit=" accounts", disable=not shown)

        try:
            erasures = read_erasures(path)
        except UnreadableList as error:
            raise CommandError(str(error), returncode=UNREADABLE) from None
        again = replay_erasures(erasures=erasures, erase=erase, now=timezone.now(), watch=watch)
        self.stdout.write(f"{len(erasures)} erasures listed, {again} accounts erased again.")
