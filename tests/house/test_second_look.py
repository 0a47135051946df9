"""`make test`: what failed in a run of many is run once more by itself, and named."""

import os
from pathlib import Path

import pytest

from infra import test as suite
from infra.part import Part

HEAD = "from pathlib import Path\n\n\ndef test_good(): pass\n\n\n"
# As a test that a busy machine was too slow for.
ONCE = (
    "def test_once():\n    mark = Path({mark!r})\n    seen = mark.exists()\n"
    "    mark.touch()\n    assert seen\n"
)
ALWAYS = "def test_always_{n}(): assert 0\n\n\n"


@pytest.fixture
def first(tmp_path):
    """A function from tests to a part that has run them."""

    def ran(text: str) -> tuple[Part, list[str]]:
        file = tmp_path / "test_some.py"
        file.write_text(HEAD + text)
        env = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
        part = Part("Some", "some", "not browser", env)
        part.start(tmp_path, [str(file)], shown=False)
        part.process.wait()
        assert part.has_ended()
        return part, [str(file)]

    return ran


def look(folder: Path, part: Part, arguments: list[str]) -> bool:
    again = suite.look_again(folder, [part], arguments)
    return suite.summary([part], folder, in_ci=True, chosen=False, again=again)


def test_one_that_passes_by_itself_is_well_and_is_named(tmp_path, first, capfd):
    part, arguments = first(ONCE.format(mark=str(tmp_path / "mark")))
    (name,) = part.failed(tmp_path)
    assert name.endswith("test_some::test_once")
    assert not suite.summary([part], tmp_path, in_ci=True, chosen=False)
    assert look(tmp_path, part, arguments)
    said = capfd.readouterr().out
    assert "ok      Some: 1 passed, 1 failed" in said
    assert f"look at {name}" in said


def test_one_that_fails_again_decides(tmp_path, first, capfd):
    part, arguments = first(ALWAYS.format(n=1))
    assert not look(tmp_path, part, arguments)
    assert "FAILED  Some: 1 passed, 1 failed" in capfd.readouterr().out


def test_more_than_three_failures_are_no_accident(tmp_path, first):
    part, arguments = first("".join(ALWAYS.format(n=n) for n in range(suite.MOST_AGAIN + 1)))
    assert suite.look_again(tmp_path, [part], arguments) == {}


def test_part_without_a_failure_is_not_run_again(tmp_path, first):
    part, arguments = first("")
    assert suite.look_again(tmp_path, [part], arguments) == {}
    assert suite.look_again(tmp_path, [Part("None", "none", "", {})], []) == {}
