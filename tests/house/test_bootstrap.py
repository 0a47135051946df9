"""The virtualenv is made from the lock, and every failure is one plain sentence."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OFFLINE = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_CACHE_DIR": "1",
}
ONE_PACKAGE = "tqdm==4.67.1 \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture(scope="module")
def empty_venv(tmp_path_factory) -> Path:
    """A virtualenv with pip alone; making one takes seconds, copying it does not."""
    path = tmp_path_factory.mktemp("base") / ".venv"
    subprocess.run([sys.executable, "-m", "venv", path], check=True)
    return path


@pytest.fixture
def tree(tmp_path) -> Path:
    """A checkout with nothing in it but what makes the virtualenv."""
    (tmp_path / "infra").mkdir()
    shutil.copy(ROOT / "infra" / "bootstrap.py", tmp_path / "infra")
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("local", "dev"):
        (tmp_path / "infra" / f"requirements-{name}.txt").write_text("", encoding="utf-8")
    return tmp_path


@pytest.fixture
def bootstrap(tree):
    """The module itself, working on the empty checkout."""
    spec = importlib.util.spec_from_file_location("bootstrap", tree / "infra" / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree_with_venv(tree, empty_venv) -> Path:
    """The same, where the virtualenv is there and holds nothing yet."""
    shutil.copytree(empty_venv, tree / ".venv", symlinks=True)
    return tree


def lock(tree: Path, text: str, name: str = "local") -> None:
    (tree / "infra" / f"requirements-{name}.txt").write_text(text, encoding="utf-8")


def start(tree: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "infra/bootstrap.py", *arguments],
        cwd=tree, env=os.environ | env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def looks_installed(tree: Path, bootstrap, name: str = "local") -> None:
    """Make `.venv` look as if this lock had been installed."""
    (tree / ".venv").mkdir(exist_ok=True)
    (tree / ".venv" / "onward-lock").write_text(bootstrap.stamp_of(name) + "\n")


def test_no_network_is_one_plain_sentence_and_a_code(tree_with_venv):
    tree = tree_with_venv
    lock(tree, ONE_PACKAGE)
    done = start(tree, "local", **OFFLINE)
    assert done.returncode == 12
    assert done.stderr.count("\n") == 1
    assert "Check that this machine is online" in done.stderr
    assert "127.0.0.1:9" not in done.stdout + done.stderr
    assert "127.0.0.1:9" in (tree / ".venv" / "onward-install.log").read_text()


def test_install_that_failed_is_begun_again_and_its_venv_made_anew(tree):
    lock(tree, ONE_PACKAGE)
    start(tree, "local", **OFFLINE)
    half = tree / ".venv" / "half-installed"
    half.write_text("x")
    lock(tree, "")
    done = start(tree, "local", **OFFLINE)
    assert done.returncode == 0, done.stderr
    assert not half.exists()


def test_second_start_installs_nothing_and_says_nothing(tree_with_venv):
    tree = tree_with_venv
    first = start(tree, "local", **OFFLINE)
    assert first.returncode == 0, first.stderr
    begun = time.monotonic()
    second = start(tree, "local", **OFFLINE)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert time.monotonic() - begun < 10


def test_changed_lock_is_installed_again(tree, bootstrap):
    looks_installed(tree, bootstrap)
    assert bootstrap.is_ready("local", chosen=False)
    lock(tree, "# another\n")
    assert not bootstrap.is_ready("local", chosen=False)


def test_dev_lock_is_enough_to_run_but_not_the_other_way(tree, bootstrap):
    lock(tree, "# dev\n", "dev")
    looks_installed(tree, bootstrap, "dev")
    assert bootstrap.is_ready("local", chosen=False)
    looks_installed(tree, bootstrap, "local")
    assert not bootstrap.is_ready("dev", chosen=False)


def test_chosen_python_makes_the_venv_anew(tree, bootstrap):
    looks_installed(tree, bootstrap)
    config = tree / ".venv" / "pyvenv.cfg"
    config.write_text(f"version = 3.{sys.version_info[1] + 1}.1\n")
    assert bootstrap.is_ready("local", chosen=False)
    assert not bootstrap.is_ready("local", chosen=True)
    config.write_text("version = {}.{}.1\n".format(*sys.version_info[:2]))
    assert bootstrap.is_ready("local", chosen=True)


def test_old_python_is_told_in_one_sentence(bootstrap):
    with pytest.raises(bootstrap.Refusal) as refusal:
        bootstrap.check_python((3, 9))
    assert refusal.value.code == 10
    assert "Python 3.11 or newer and this is 3.9" in str(refusal.value)
    assert "make run PYTHON=python3.1" in str(refusal.value)
    bootstrap.check_python((3, 11))
    bootstrap.check_python((3, 14))


def test_real_old_python_reads_the_file_far_enough_to_say_so(bootstrap):
    """Nothing in the file is newer than Python 3.7, so that an old one runs it at all."""
    import ast

    source = (ROOT / "infra" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    annotations = [
        ast.unparse(argument.annotation)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        for argument in node.args.args
        if argument.annotation
    ]
    assert [text for text in annotations if "[" in text and not text.startswith("'")] == []


def test_python_that_does_not_exist_is_told_in_one_sentence(tree):
    done = subprocess.run(
        ["make", "run", "PYTHON=python-of-nowhere"],
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "There is no 'python-of-nowhere' here" in done.stderr


def test_wrong_hash_is_told_apart_from_no_network(bootstrap):
    words, code = bootstrap.reason("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM ...")
    assert code == 13
    assert "not the one that was locked" in words
    assert bootstrap.reason("OSError: [Errno 28] No space left on device")[1] == 14
    assert bootstrap.reason("ERROR: No matching distribution found for x")[1] == 12


@pytest.fixture
def silent_index() -> Iterator[str]:
    """A package index of our own that takes every call and never answers, so that pip waits.

    An address nobody answers would not do: some networks refuse it at once.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def is_gone(group: int, seconds: float) -> bool:
    """Whether no process of this group is left: on a busy machine the last one goes a moment later
    than whoever started it. What still runs after `seconds` is ended here."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False


def test_ctrl_c_during_an_install_is_calm_and_leaves_no_pip(tree_with_venv, silent_index):
    tree = tree_with_venv
    lock(tree, ONE_PACKAGE)
    slow = OFFLINE | {"PIP_INDEX_URL": f"{silent_index}/simple", "PIP_TIMEOUT": "60"}
    process = subprocess.Popen(
        [sys.executable, "infra/bootstrap.py", "local"],
        cwd=tree, env=os.environ | slow, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    mark = tree / ".venv" / "onward-unfinished"
    limit = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < limit:
        time.sleep(0.1)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Stopped. The next start begins the install again." in said
    assert "Traceback" not in said
    assert mark.exists()
    assert is_gone(process.pid, seconds=10)
