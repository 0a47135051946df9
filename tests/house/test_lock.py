"""`make lock`: how the lock files are asked for, without asking an index."""

import sys
from pathlib import Path

import pytest

from infra import lock

SMALLER = [path for path in lock.LOCKS if not path.endswith("-dev.txt")]


@pytest.fixture
def uv(tmp_path, monkeypatch):
    """A program in the place of uv that writes down what it is asked, and ends as told."""

    def put(ends_with: int = 0) -> Path:
        asked = tmp_path / "asked"
        program = tmp_path / "uv"
        program.write_text(
            f"#!{sys.executable}\nimport sys\n"
            f"open({str(asked)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
            f"sys.exit({ends_with})\n"
        )
        program.chmod(0o755)
        monkeypatch.setattr(lock, "UV", program)
        monkeypatch.setattr(sys, "argv", ["lock"])
        return asked

    return put


def test_largest_lock_comes_first_and_is_held_to_nothing():
    first = next(iter(lock.LOCKS))
    assert first == "infra/requirements-dev.txt"
    assert "--constraint" not in lock.command(first, lock.LOCKS[first], upgrade=False)


@pytest.mark.parametrize("path", SMALLER)
def test_smaller_lock_is_held_to_the_versions_of_the_largest(path):
    asked = lock.command(path, lock.LOCKS[path], upgrade=False)
    assert asked[asked.index("--constraint") + 1] == "infra/requirements-dev.txt"


@pytest.mark.parametrize("path", list(lock.LOCKS))
def test_lock_has_hashes_and_names_no_index(path):
    asked = lock.command(path, lock.LOCKS[path], upgrade=False)
    assert {"--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"} <= set(asked)
    assert "--no-strip-extras" in asked
    assert asked[asked.index("--output-file") + 1] == path
    assert not any(word.startswith(("http", "--index", "--extra-index")) for word in asked)


@pytest.mark.parametrize("path", list(lock.LOCKS))
def test_versions_stay_unless_an_upgrade_is_asked_for(path):
    assert "--upgrade" not in lock.command(path, lock.LOCKS[path], upgrade=False)
    assert "--upgrade" in lock.command(path, lock.LOCKS[path], upgrade=True)


def test_production_gets_neither_tools_nor_local_servers():
    asked = lock.command("infra/requirements.txt", lock.LOCKS["infra/requirements.txt"], False)
    assert "--extra" not in asked


def test_all_locks_are_written_in_turn(uv, capsys):
    asked = uv()
    assert lock.main() == 0
    lines = asked.read_text().splitlines()
    assert [line.split()[-1] for line in lines] == list(lock.LOCKS)
    assert not any("--upgrade" in line for line in lines)
    said = capsys.readouterr().out
    assert all(path in said for path in lock.LOCKS)


def test_upgrade_is_passed_on_to_every_lock(uv, monkeypatch):
    asked = uv()
    monkeypatch.setattr(sys, "argv", ["lock", "--upgrade"])
    assert lock.main() == 0
    assert all("--upgrade" in line for line in asked.read_text().splitlines())


def test_lock_that_fails_stops_the_rest_and_is_named(uv, capsys):
    asked = uv(ends_with=2)
    assert lock.main() == 1
    assert len(asked.read_text().splitlines()) == 1
    assert "infra/requirements-dev.txt could not be written" in capsys.readouterr().err
