"""Bring in a directory of help from a file: HSDS 3.0 as JSON, or a flat CSV."""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from community.support.actions import importing
from community.support.actions.importing import Checked, Remark, Report, UnreadableFile

UNREADABLE: Final = 3  # exit code; 0: every entry was brought in or explained
SHOWN_AT_MOST: Final = 20  # remarks on the screen; all of them are in the report


class Command(BaseCommand):
    """Exit code 0: every entry is brought in or explained. 3: the file cannot be read."""

    help = (
        "Brings services into the directory of help, from HSDS 3.0 JSON or a flat CSV. None of "
        "them is on the site before somebody rang them. Running it again updates the same entries."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("file", type=Path, help="a JSON or CSV file")
        parser.add_argument("--source", default="hsds", help="a name for where it comes from")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, report the same")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="also entries on the site: they go off it until somebody checks them again",
        )
        parser.add_argument("--report", type=Path, metavar="FILE.csv", help="every remark as CSV")
        parser.add_argument("--progress", action="store_true", help="a bar even without a terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, bring in, report."""
        path, source = options["file"], options["source"][:40]
        try:
            checked = importing.check_file(
                content=path.read_bytes(), source=source, today=timezone.localdate()
            )
        except UnreadableFile as error:
            raise CommandError(f"{path.name!r}: {error}", returncode=UNREADABLE) from None
        except OSError as error:
            words = f"{path.name!r}: {error.strerror}."
            raise CommandError(words, returncode=UNREADABLE) from None
        report = self._bring_in(checked, source, options)
        remarks = [*checked.remarks, *report.remarks]
        self._tell(remarks, report, options)

    def _bring_in(self, checked: Checked, source: str, options: dict[str, Any]) -> Report:
        shown = options["progress"] or sys.stderr.isatty()
        entries: Iterable[Any] = tqdm(checked.entries, unit=" services", disable=not shown)
        with transaction.atomic():
            report = importing.bring_in(entries=entries, source=source, replace=options["replace"])
            if options["dry_run"]:
                transaction.set_rollback(True)
        return report

    def _tell(self, remarks: list[Remark], report: Report, options: dict[str, Any]) -> None:
        for one in remarks[:SHOWN_AT_MOST]:
            words = "Left out" if one.refused else "Note"
            self.stdout.write(f"{words}: {', '.join(filter(None, one[:2]))}: {one.reason}")
        if len(remarks) > SHOWN_AT_MOST:
            self.stdout.write(f"and {len(remarks) - SHOWN_AT_MOST} more: see --report FILE.csv")
        refused = sum(one.refused for one in remarks)
        counts = ", ".join(f"{count} {outcome}" for outcome, count in report.outcomes.items())
        self.stdout.write(f"{report.total} services: {counts or 'none'}. {refused} left out.")
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was written.")
        if options["report"]:
            self._save(remarks, options["report"])

    def _save(self, remarks: list[Remark], path: Path) -> None:
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["where", "part", "reason", "left out"])
                writer.writerows(remarks)
        except OSError as error:
            raise CommandError(f"The report cannot be written: {error.strerror}.") from None
