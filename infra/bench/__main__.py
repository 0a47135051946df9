"""`make bench`: seed, measure the floor and W1 to W6 in one run, print the table."""

import os
import sys
import tempfile
import uuid
from pathlib import Path

from infra import children, postgres
from infra.bench.ground import Bench, Row, say
from infra.bench.measures import (
    measure_calendar,
    measure_messages,
    measure_pages,
    measure_sign_ups,
    start_floor,
)
from infra.children import Children

SMALL = 1000


def prepare(bench: Bench, database: str, rows: int) -> None:
    """A migrated database with a town of that many sessions."""
    say(f"{database}: migrations and {rows:,} sessions")
    bench.call("postgres", "-c", _make_database(bench, database))
    bench.call(database, "manage.py", "migrate", "--verbosity", "0")
    bench.call(database, "manage.py", "prepare_site")
    seed = f"import django; django.setup(); from infra.bench.seed import seed; seed({rows})"
    bench.call(database, "-c", seed)


def _make_database(bench: Bench, name: str) -> str:
    url = bench.server.url()
    return (
        f"import psycopg; c = psycopg.connect({url!r}, autocommit=True); "
        f"c.execute('CREATE DATABASE {name}')"
    )


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    marks = {True: "yes", False: "NO", None: ""}
    lines = ["| work | measured | budget | met |", "| --- | --- | --- | --- |"]
    lines += [f"| {row.work} | {row.figure} | {row.budget} | {marks[row.met]} |" for row in rows]
    return "\n".join(lines)


def main() -> int:
    """Measure everything; 0 when every budget was met."""
    rows = int(os.environ.get("ROWS") or "100000")
    with (
        tempfile.TemporaryDirectory(prefix="onward-bench-") as name,
        Children(Path(name) / "log") as group,
    ):
        folder = Path(name)
        valkey = children.start_valkey(group, folder=folder)
        server = postgres.start(group, folder)
        bench = Bench(group, folder, server, f"redis://127.0.0.1:{valkey}/0")
        suffix = uuid.uuid4().hex[:6]
        small, large = f"small_{suffix}", f"large_{suffix}"
        prepare(bench, small, SMALL)
        prepare(bench, large, rows)
        start_floor(bench)
        measure_pages(bench, small, large)
        measure_sign_ups(bench, large)
        measure_messages(bench, large)
        measure_calendar(bench, large)
        print(f"\n{rows:,} sessions, PostgreSQL {server.version}, {os.cpu_count()} cores\n")
        print(table(bench.rows))
    return 0 if all(row.met is not False for row in bench.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
