"""Import postings from a CSV or XLSX file."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from opportunities.actions.importing import (
    MAPPINGS,
    ImportOptions,
    Organisations,
    Report,
    Table,
    UnreadableFile,
    import_table,
    open_table,
)

UNREADABLE: Final = 3  # exit code; 0: every row was imported or explained
SHOWN_AT_MOST: Final = 20  # refusals on the screen; all of them are in the report


def _years(text: str) -> int:
    years = int(text)
    if not -100 <= years <= 100:
        raise argparse.ArgumentTypeError("write a number from -100 to 100")
    return years


class Command(BaseCommand):
    """Exit code 0: every row is imported or explained. 3: the file as a whole cannot be read."""

    help = (
        "Imports postings from a CSV or XLSX file. Running it again updates the same postings. "
        "New organisations are unverified, and nothing of them is public until staff verify them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("file", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--mapping", required=True, choices=sorted(MAPPINGS))
        parser.add_argument("--organisations", required=True, choices=list(Organisations))
        parser.add_argument("--source", help="a name for where the rows come from (the mapping's)")
        parser.add_argument(
            "--publish", action="store_true", help="text goes live; else it waits for review"
        )
        parser.add_argument(
            "--shift-years",
            type=_years,
            default=0,
            metavar="N",
            help="move all days by N years, then to the nearest day with the same weekday",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, report the same")
        parser.add_argument(
            "--report", type=Path, metavar="FILE.csv", help="every refusal and note as CSV"
        )
        parser.add_argument("--progress", action="store_true", help="a bar even without a terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, report."""
        try:
            table = open_table(options["file"])
            report = self._import(table, options)
        except UnreadableFile as error:
            raise CommandError(
                f"{options['file'].name!r}: {error}", returncode=UNREADABLE
            ) from None
        self._tell(report, table, dry_run=options["dry_run"])
        if options["report"]:
            self._save(report, options["report"])

    def _import(self, table: Table, options: dict[str, Any]) -> Report:
        mapping = MAPPINGS[options["mapping"]]
        shown = options["progress"] or sys.stderr.isatty()

        def watch(lines: Iterable[Any]) -> Iterable[Any]:
            return tqdm(lines, total=len(table), unit=" rows", disable=not shown)

        return import_table(
            table=table,
            mapping=mapping,
            options=ImportOptions(
                source=(options["source"] or mapping.name)[:40],
                organisations=Organisations(options["organisations"]),
                publish=options["publish"],
                shift_years=options["shift_years"],
            ),
            now=timezone.now(),
            dry_run=options["dry_run"],
            watch=watch,
        )

    def _tell(self, report: Report, table: Table, *, dry_run: bool) -> None:
        if table.encoding not in ("utf-8", "utf-8-sig", "xlsx"):
            self.stdout.write(f"Read as {table.encoding}. Look at names with accents.")
        refusals = report.refusals()
        for one in refusals[:SHOWN_AT_MOST]:
            where = f"line {one.line}" + (f", {one.column}" if one.column else "")
            self.stdout.write(f"Not imported: {where}: {one.reason}")
        if len(refusals) > SHOWN_AT_MOST:
            self.stdout.write(f"and {len(refusals) - SHOWN_AT_MOST} more: see --report FILE.csv")
        for reason, count in report.reasons():
            self.stdout.write(f"Note on {count} rows: {reason}")
        counts = ", ".join(f"{report.outcomes[one]} {one}" for one in report.outcomes)
        self.stdout.write(
            f"{report.total} rows: {report.imported} imported, "
            f"{len(refusals)} explained ({counts})."
        )
        if dry_run:
            self.stdout.write("A dry run: nothing was written.")

    def _save(self, report: Report, path: Path) -> None:
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                report.write(file)
        except OSError as error:
            raise CommandError(f"The report cannot be written: {error.strerror}.") from None
        self.stdout.write(f"Every note is in {path}.")
