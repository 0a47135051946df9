"""The databases of one test run: made and migrated once for each kind, then copied for each part.

The migrations take most of a minute; a copy takes a moment.
"""

import shutil
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from infra import postgres
from infra.children import Children

ROOT = Path(__file__).resolve().parent.parent
NAME = "migrated"
FILE = "test.sqlite3"  # as tests/settings.py calls it


def make(group: Children, folder: Path, server: postgres.Server, env: Mapping[str, str]) -> None:
    """Migrate a database of both kinds, side by side. `env`: what any part is started with.

    Raises RuntimeError with what the migrations said, where they fail.
    """
    _ask(server, f"CREATE DATABASE {NAME}")
    urls = {"SQLite": f"sqlite:///{folder / FILE}", "PostgreSQL": server.url(NAME)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    started = []
    for kind, url in urls.items():
        own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        started.append(group.start(f"migrate-{kind}", command, env={**env, **own}, cwd=ROOT))
    for child in started:
        code = child.process.wait()
        group.running.remove(child)
        if code:
            raise RuntimeError(f"The migrations failed:\n{child.last_words()}")
    with sqlite3.connect(folder / FILE) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def copy_file(folder: Path, places: Sequence[Path]) -> None:
    """Put the SQLite database into these folders."""
    for place in places:
        shutil.copyfile(folder / FILE, place / FILE)


def copy_database(server: postgres.Server, names: Sequence[str]) -> None:
    """Make the test databases beside these, as Django names them."""
    for name in names:
        _ask(server, f"CREATE DATABASE test_{name} TEMPLATE {NAME}")


def _ask(server: postgres.Server, statement: str) -> None:
    """`statement` is ours: there is no name in it that anybody typed."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(statement.encode())
