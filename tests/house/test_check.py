"""`make check`: it says which check failed and why, and lets none hide another."""

import os
import sys
from pathlib import Path

import pytest

from infra import check
from infra.check import Check

ROOT = Path(__file__).resolve().parent.parent.parent


def python(code: str, **env: str) -> Check:
    return Check("one", [sys.executable, "-c", code], env)


def test_check_is_well_when_its_command_ends_with_0():
    one, done, seconds = check.run(python("print('fine')"))
    assert one.name == "one"
    assert done.returncode == 0
    assert done.stdout == "fine\n"
    assert 0 < seconds < 60


def test_check_keeps_what_its_command_said_on_either_output():
    _, done, _ = check.run(
        python("import sys; print('out', flush=True); print('err', file=sys.stderr); sys.exit(3)")
    )
    assert done.returncode == 3
    assert "out" in done.stdout
    assert "err" in done.stdout


def test_check_runs_in_the_folder_of_the_project_with_its_own_environment():
    _, done, _ = check.run(python("import os; print(os.getcwd(), os.environ['ROOM'])", ROOM="blue"))
    assert done.stdout.split() == [str(ROOT), "blue"]


def test_check_does_not_wait_for_anybody_to_type():
    _, done, _ = check.run(python("import sys; print(repr(sys.stdin.read()))"))
    assert done.stdout == "''\n"


def test_environment_of_production_has_a_new_long_key_each_time():
    one, two = check.production(), check.production()
    assert one["SECRET_KEY"] != two["SECRET_KEY"]
    assert len(one["SECRET_KEY"]) >= 50
    assert one["ONWARD_ENV"] == "production"


def test_every_check_has_its_own_name_and_a_program_that_is_there(tmp_path):
    chosen = check.checks(tmp_path)
    assert len({one.name for one in chosen}) == len(chosen) >= 8
    for one in chosen:
        assert os.access(one.command[0], os.X_OK), one.name


@pytest.mark.parametrize(
    "about",
    ["types", "templates", "import contracts", "migrations", "deployment", "ruff", "words"],
)
def test_nothing_that_the_project_promises_goes_unchecked(tmp_path, about):
    assert any(about in one.name for one in check.checks(tmp_path))


def test_check_of_code_reads_everything_and_changes_nothing(tmp_path):
    code = [one.command for one in check.checks(tmp_path) if "ruff" in one.name]
    assert len(code) == 2
    for command in code:
        assert command[-1] == "."
        assert "--fix" not in command
    assert any("--check" in command for command in code)


def run_main(monkeypatch, capsys, *chosen: Check) -> tuple[int, str]:
    monkeypatch.setattr(check, "checks", lambda folder: list(chosen))
    code = check.main()
    return code, capsys.readouterr().out


def test_main_says_that_all_is_well(monkeypatch, capsys):
    code, said = run_main(monkeypatch, capsys, Check("a", [sys.executable, "-c", "print('noise')"]))
    assert code == 0
    assert "ok      a (" in said
    assert "1 of 1 checks are well." in said
    assert "noise" not in said


def test_main_runs_the_rest_after_one_has_failed(monkeypatch, capsys):
    code, said = run_main(
        monkeypatch,
        capsys,
        Check("first", [sys.executable, "-c", "raise SystemExit('this is why')"]),
        Check("second", [sys.executable, "-c", ""]),
        Check("third", [sys.executable, "-c", "raise SystemExit(2)"]),
    )
    assert code == 1
    assert "FAILED  first" in said
    assert "this is why" in said
    assert "ok      second" in said
    assert "1 of 3 checks are well." in said
    assert said.rstrip().endswith("Failed: first, third")


@pytest.fixture
def as_in_a_terminal(monkeypatch):
    """Without the settings that tests run with."""
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")


def named(folder: Path, name: str) -> Check:
    return next(one for one in check.checks(folder) if one.name == name)


def test_check_of_deployment_notices_a_weak_key(as_in_a_terminal, tmp_path):
    strict = named(tmp_path, "deployment")
    weak = Check(strict.name, strict.command, strict.env | {"SECRET_KEY": "weak"})
    _, done, _ = check.run(weak)
    assert done.returncode != 0
    assert "key" in done.stdout.lower()


def test_check_of_deployment_is_well_as_the_project_is(as_in_a_terminal, tmp_path):
    _, done, _ = check.run(named(tmp_path, "deployment"))
    assert done.returncode == 0, done.stdout


def test_check_of_import_contracts_fails_outside_of_the_project(tmp_path, monkeypatch):
    contracts = named(tmp_path, "import contracts")
    monkeypatch.setattr(check, "ROOT", tmp_path)
    _, done, _ = check.run(contracts)
    assert done.returncode != 0
