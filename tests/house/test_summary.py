"""`make test` itself: what it counts, what it calls well, and what CI forbids."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra import postgres
from infra import test as suite
from infra.test import Part


def part(name: str = "SQLite", *, ends_with: int = 0) -> Part:
    """A part whose process has ended."""
    made = Part(name, name.lower(), "", dict(os.environ))
    made.process = subprocess.Popen([sys.executable, "-c", f"raise SystemExit({ends_with})"])
    made.process.wait()
    return made


def report(folder: Path, of: Part, tests: int, failures: int = 0, skipped: int = 0) -> None:
    of.report(folder).write_text(
        f'<testsuites><testsuite tests="{tests}" failures="{failures}" errors="0" '
        f'skipped="{skipped}"/></testsuites>'
    )


def summary(folder: Path, *parts: Part, in_ci: bool = False, chosen: bool = False) -> bool:
    return suite.summary(list(parts), folder, in_ci=in_ci, chosen=chosen)


def test_all_is_well_when_every_part_is(tmp_path, capsys):
    one, two = part("SQLite"), part("Browser")
    report(tmp_path, one, 12)
    report(tmp_path, two, 3)
    assert summary(tmp_path, one, two)
    said = capsys.readouterr().out
    assert "ok      SQLite: 12 passed, 0 failed, 0 skipped" in said
    assert "ok      Browser: 3 passed" in said


def test_one_part_that_failed_is_named_and_decides(tmp_path, capsys):
    one, two = part("SQLite"), part("Browser", ends_with=1)
    report(tmp_path, one, 12)
    report(tmp_path, two, 3, failures=2)
    assert not summary(tmp_path, one, two)
    assert "FAILED  Browser: 1 passed, 2 failed" in capsys.readouterr().out


def test_skipped_test_is_counted_here_and_forbidden_in_ci(tmp_path, capsys):
    one = part()
    report(tmp_path, one, 5, skipped=1)
    assert summary(tmp_path, one)
    assert not summary(tmp_path, one, in_ci=True)
    said = capsys.readouterr().out
    assert "4 passed, 0 failed, 1 skipped in" in said
    assert "in CI nothing may be skipped" in said


def test_run_without_a_single_test_is_well_only_when_tests_were_chosen(tmp_path):
    none = part(ends_with=suite.NO_TEST_MATCHED)
    report(tmp_path, none, 0)
    assert not summary(tmp_path, none)
    assert summary(tmp_path, none, chosen=True)


@pytest.mark.parametrize("text", [None, "", "<testsuites>", "<testsuites/>"])
def test_part_that_left_no_report_has_no_tests_and_no_luck(tmp_path, text):
    dead = part(ends_with=-9)
    if text is not None:
        dead.report(tmp_path).write_text(text)
    assert set(dead.counts(tmp_path).values()) == {0}
    assert not summary(tmp_path, dead)


def test_part_that_never_started_is_not_well(tmp_path):
    assert not summary(tmp_path, Part("SQLite", "sqlite", "", {}))


def test_part_runs_real_tests_and_shows_what_it_kept(tmp_path, capsys):
    (tmp_path / "test_three.py").write_text(
        "import pytest\n\ndef test_good(): pass\n\ndef test_bad(): assert 0, 'so it broke'\n\n"
        "@pytest.mark.skip\ndef test_later(): pass\n"
    )
    env = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    made = Part("Three", "three", "not browser", env)
    made.start(tmp_path, [str(tmp_path / "test_three.py")], shown=False)
    made.process.wait()
    assert made.has_ended()
    made.show()
    counted = {"tests": 3, "failures": 1, "errors": 0, "skipped": 1}
    assert made.counts(tmp_path) == counted
    said = capsys.readouterr().out
    assert "===== Three =====" in said
    assert "so it broke" in said
    assert made.seconds > 0
    assert not summary(tmp_path, made)


def test_part_that_runs_ends_when_it_is_told_to(tmp_path):
    made = Part("Long", "long", "", {})
    made.process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    time.sleep(0.3)
    begun = time.monotonic()
    made.end()
    assert made.process.returncode != 0
    assert time.monotonic() - begun < 10
    made.end()


class Told(Part):
    """A part that writes down when it began and ended, and runs no test."""

    def start(self, folder, arguments, *, shown):
        self.begun = time.monotonic()
        self.log = None if shown else folder / self.slug
        if self.log:
            self.log.write_text(f"kept of {self.name}\n")
        self.process = subprocess.Popen([sys.executable, "-c", f"import time; {self.marks}"])


def test_parts_run_side_by_side_and_the_next_begins_when_one_has_ended(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(suite, "AT_ONCE", 2)
    slow = Told("Slow", "slow", "time.sleep(3)", {})
    first = Told("First", "first", "time.sleep(1)", {})
    second = Told("Second", "second", "raise SystemExit(1)", {})
    suite.run_parts(tmp_path, [slow, first, second], [])
    assert first.begun < slow.begun + slow.seconds
    assert second.begun >= first.begun + first.seconds
    assert second.begun < slow.begun + slow.seconds
    assert second.process.returncode == 1
    said = capsys.readouterr().out
    assert said.index("kept of First") < said.index("kept of Second")
    assert "kept of Slow" not in said


def test_parts_that_are_stopped_leave_nothing_running(tmp_path, monkeypatch):
    one, two = (Told(name, name, "time.sleep(600)", {}) for name in ("one", "two"))

    def stop(_seconds):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(suite.time, "sleep", stop)
        with pytest.raises(KeyboardInterrupt):
            suite.run_parts(tmp_path, [one, two], [])
    assert one.process.returncode is not None
    assert two.process.returncode is not None


def test_parts_have_their_own_folder_and_part_of_valkey(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/live")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/0")
    monkeypatch.setenv("SECRET_KEY", "of the live site")
    one = suite.environment(tmp_path, "sqlite", 7000, 0)
    two = suite.environment(tmp_path, "browser", 7000, 2)
    assert "DATABASE_URL" not in one
    assert "SECRET_KEY" not in one
    assert one["REDIS_URL"] == "redis://127.0.0.1:7000/0"
    assert two["REDIS_URL"] == "redis://127.0.0.1:7000/2"
    assert Path(one["ONWARD_LOCAL_DIR"]).is_dir()
    assert one["ONWARD_LOCAL_DIR"] != two["ONWARD_LOCAL_DIR"]
    assert one["PATH"] == os.environ["PATH"]


def test_parts_that_run_at_once_share_no_database_and_no_part_of_valkey(tmp_path):
    server = postgres.Server(port=1, version="15", binaries=tmp_path)
    parts = suite.databases(tmp_path, 7000, server)
    parts.append(suite.in_browser(tmp_path, 7000, server, "chromium"))
    urls = [part.env["DATABASE_URL"] for part in parts if "DATABASE_URL" in part.env]
    assert len(urls) == len(set(urls)) == 2
    assert len({part.env["REDIS_URL"] for part in parts}) == len(parts) == 5


def test_every_test_is_run_by_one_part_at_least():
    def left_out(*folders: str, **how: bool) -> set[str]:
        return {name.rpartition("/")[2] for name in suite.all_but(*folders, **how)}

    there = {path.parent.name for path in (suite.ROOT / "tests").glob("*/test_*.py")}
    alone = (*suite.ONCE, suite.BROWSER)
    assert left_out(*alone, leave_out=True) == set(alone)
    for name in alone:
        assert there - left_out(name) == {name}


def test_what_drives_a_browser_lies_in_its_folder_and_nothing_else_does():
    """Else a part would leave it out: the parts take folders first, then marks."""
    tests = suite.ROOT / "tests"
    driving = {path for path in tests.rglob("test_*.py") if "mark.browser" in path.read_text()}
    assert driving - {Path(__file__)} == set((tests / suite.BROWSER).glob("test_*.py"))


def test_browser_is_the_one_that_was_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/some/chromium")
    assert suite.find_browser() == "/opt/some/chromium"


def test_browser_is_looked_for_by_its_usual_names(tmp_path, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert suite.find_browser() is None
    for name in reversed(suite.BROWSERS):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert suite.find_browser() == str(tmp_path / name)


@pytest.mark.parametrize("says", ["true", "1", "YES"])
def test_ci_without_a_browser_refuses_before_it_begins(tmp_path, monkeypatch, capsys, says):
    monkeypatch.setenv("CI", says)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert suite.run([]) == 1
    assert "in CI nothing is left out" in capsys.readouterr().err


def test_tests_on_real_files_are_left_out_only_without_them(monkeypatch):
    monkeypatch.delenv("REAL_POSTINGS", raising=False)
    monkeypatch.setenv("HSDS_FOLDER", "/some/folder")
    assert "not real_file" in suite.without_real_files()
    monkeypatch.setenv("REAL_POSTINGS", "/some/file.csv")
    assert suite.without_real_files() == ""
    monkeypatch.delenv("HSDS_FOLDER")
    assert "not real_file" in suite.without_real_files()


def test_being_told_to_end_is_what_ctrl_c_does():
    with pytest.raises(KeyboardInterrupt):
        suite.end(15, None)
