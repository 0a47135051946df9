"""pytest that has room for its frames is pytest all the same, and asks the system for nothing."""

import os
import re
import subprocess
import sys

from infra.part import ROOT
from infra.roomy import main

# Calls to and fro at every depth: some of it crosses the end of a piece.
DEEP = """
import resource

def quick():
    return 1

quick.__code__ = quick.__code__.replace(co_stacksize=200)  # as of one that does more

def down(depth):
    for _ in range(200):
        quick()
    return down(depth - 1) if depth else None

def test_deep():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    down(200)
    print("FAULTS", resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def run(how, folder, *arguments):
    command = [sys.executable, "-m", how, "-p", "no:django", "-p", "no:cacheprovider", *arguments]
    (folder / "empty.ini").write_text("[pytest]\n")
    return subprocess.run(
        [*command, "-c", "empty.ini", "test_deep.py"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def faults(how, folder):
    (folder / "test_deep.py").write_text(DEEP)
    return int(re.search(r"FAULTS (\d+)", run(how, folder, "-s").stdout)[1])


def test_no_piece_is_asked_for_again_and_again(tmp_path):
    assert faults("infra.roomy", tmp_path) < 100 < faults("pytest", tmp_path)


def test_what_pytest_returns_is_returned(tmp_path):
    (tmp_path / "test_deep.py").write_text("def test_wrong():\n    assert False\n")
    assert run("infra.roomy", tmp_path).returncode == 1
    assert run("infra.roomy", tmp_path, "-k", "nothing").returncode == 5


def test_only_who_runs_it_claims_room():
    assert main.__code__.co_stacksize < 100
