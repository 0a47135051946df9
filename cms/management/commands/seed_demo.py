"""`manage.py seed_demo`: a made-up town to look at."""

import logging
import sys
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from cms.demo import world
from cms.demo.activities import Activity
from cms.demo.people import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    """Makes the demo world once; `--again` adds the dates that have come into sight since."""

    help = "Fill this site with a made-up town: organisations, things to do, people to sign in as."

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("--again", action="store_true", help="add dates to a demo that is here")
        parser.add_argument("--accounts", action="store_true", help="only say who can sign in")
        parser.add_argument("--progress", action="store_true", help="a bar even without a terminal")
        parser.add_argument(
            "--yes-really", action="store_true", help="also on a site that is not a local one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say that it is there; then say who can sign in."""
        if not options["accounts"]:
            self._make(options)
        self._tell_accounts()

    def _make(self, options: dict[str, Any]) -> None:
        if not settings.LOCAL and not options["yes_really"]:
            raise CommandError(
                "Nothing was made. This is not a local site, and the demo accounts have a password "
                "that everyone knows. If you mean it, add --yes-really."
            )
        # Wagtail and the task queue tell of every row; here the bar tells enough.
        logging.disable(logging.INFO)
        try:
            self._write(options)
        finally:
            logging.disable(logging.NOTSET)

    def _write(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        if not world.is_there():
            count = world.build(now=now, watch=self._watch(shown=options["progress"]))
            self.stdout.write(f"Ashcombe is ready: {count} things to do.")
        elif options["again"]:
            self.stdout.write(f"{world.top_up(now=now)} dates were added.")
        else:
            self.stdout.write("Ashcombe is here already. `seed_demo --again` adds new dates.")

    def _watch(self, *, shown: bool) -> world.Watch:
        def watch(activities: Iterable[Activity]) -> Iterable[Activity]:
            return tqdm(
                activities, desc="Ashcombe", unit="", disable=not (shown or sys.stderr.isatty())
            )

        return watch

    def _tell_accounts(self) -> None:
        self.stdout.write(f"Sign in as one of these. The password is: {PASSWORD}")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<8}{account.role.label}: {account.shows}")
        self.stdout.write("Whoever works here needs a code, too: the mailbox page shows it.")
