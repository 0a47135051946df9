"""What several files of tests here start from."""

import csv

import pytest

from opportunities.actions.importing import (
    MAPPINGS,
    ImportOptions,
    Organisations,
    import_table,
    open_table,
)
from tests.community.notifications.conftest import mail_server  # noqa: F401 - a fixture

ROW = {
    "id": "a1",
    "organisation": "Sallow Lane Garden",
    "title": "Garden morning",
    "summary": "Plant, water and pick.",
    "postcode": "10001",
    "place": "Green gate, 12 Sallow Lane",
    "interests": "growing; Meeting people",
    "needs": "no-id",
    "date": "2026-05-12",
    "starts": "10:00",
    "ends": "12:00",
    "places": "6",
}


@pytest.fixture
def run(tmp_path, now):
    """A function that writes rows to a file and imports it; what it returns is the report."""

    def run(*rows, **options):
        path = tmp_path / "postings.csv"
        columns = list(dict.fromkeys(name for row in rows for name in row)) or list(ROW)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        dry_run = options.pop("dry_run", False)
        chosen = {"source": "town", "organisations": Organisations.CREATE} | options
        return import_table(
            table=open_table(path),
            mapping=MAPPINGS["onward"],
            options=ImportOptions(**chosen),
            now=options.get("now", now),
            dry_run=dry_run,
        )

    return run
