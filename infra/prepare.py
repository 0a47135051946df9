"""Bring a local site's data up to date: tables, what every site has, and a demonstration.

Started by `infra.run` with the environment of the local site.
"""

import argparse
import gc
import io
import os
import re
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm


class Counted(io.StringIO):
    """Takes what `migrate` prints and moves a progress bar for each migration applied."""

    def __init__(self, bar: "tqdm[None]") -> None:
        super().__init__()
        self.bar = bar

    def write(self, text: str) -> int:
        """Move on by as many migrations as the text says were begun."""
        self.bar.update(len(re.findall(r"Applying ", text)))
        return len(text)


def migrate() -> None:
    """Apply what is missing; the first time that takes a quarter of a minute, so it is shown."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    with tqdm(total=len(plan), desc="Preparing the database", unit=" steps", mininterval=1) as bar:
        call_command("migrate", interactive=False, stdout=Counted(bar), no_color=True)


def seed(accounts: Path) -> None:
    """Load the demonstration if it is not there; note who can sign in, for every start to show.

    To one that is there only dates are added: a town whose last activity is over shows nothing.
    """
    if not accounts.exists():
        print("Making the demonstration town", flush=True)
    call_command("seed_demo", again=True, progress=True, stdout=io.StringIO(), no_color=True)
    said = io.StringIO()
    call_command("seed_demo", accounts=True, stdout=said, no_color=True)
    aside = accounts.with_suffix(".part")
    aside.write_text(said.getvalue(), encoding="utf-8")
    aside.rename(accounts)


def main() -> None:
    """Do all three, in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("accounts", type=Path)
    accounts = parser.parse_args().accounts
    gc.set_threshold(20_000, 20, 20)  # as manage.py
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    django.setup()
    migrate()
    call_command("prepare_site", stdout=io.StringIO())
    seed(accounts)


if __name__ == "__main__":
    main()
