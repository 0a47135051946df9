"""What is started together ends together, whatever happens to whom."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from infra import children
from infra.children import Children

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
ROOT = Path(__file__).resolve().parent.parent.parent


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be read does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


def gone(pid: int, seconds: float = 5) -> bool:
    limit = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < limit:
        time.sleep(0.05)
    return not alive(pid)


def read_number(path: Path) -> int:
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        if path.exists() and (text := path.read_text().strip()):
            return int(text)
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written")


def with_grandchild(path: Path, *, stubborn: bool = False) -> list[str]:
    """A program that starts another one, notes its number, and stays."""
    code = f"""
        import signal, subprocess, sys, time
        if {stubborn}:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        open({str(path)!r}, "w").write(str(child.pid))
        time.sleep(600)
    """
    return [sys.executable, "-c", textwrap.dedent(code)]


def test_leaving_the_block_ends_every_child_and_what_it_started(tmp_path):
    with Children(tmp_path / "log") as group:
        one = group.start("one", SLEEP)
        group.start("two", with_grandchild(tmp_path / "pid"))
        grandchild = read_number(tmp_path / "pid")
        assert alive(one.process.pid)
        assert alive(grandchild)
    assert gone(one.process.pid)
    assert gone(grandchild)


def test_child_that_will_not_end_is_killed_with_what_it_started(tmp_path):
    group = Children(tmp_path / "log")
    child = group.start("deaf", with_grandchild(tmp_path / "pid", stubborn=True))
    grandchild = read_number(tmp_path / "pid")
    group.stop(patience=0.3)
    assert gone(child.process.pid)
    assert gone(grandchild)


def test_children_end_even_after_one_has_died(tmp_path):
    with Children(tmp_path / "log") as group:
        dead = group.start("dead", [sys.executable, "-c", "raise SystemExit('so it ended')"])
        other = group.start("other", SLEEP)
        dead.process.wait(10)
        assert group.ended() is dead
        assert "so it ended" in dead.last_words()
    assert gone(other.process.pid)


def test_what_a_dead_child_started_ends_too(tmp_path):
    with Children(tmp_path / "log") as group:
        child = group.start("killed", with_grandchild(tmp_path / "pid"))
        grandchild = read_number(tmp_path / "pid")
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait(10)
    assert gone(grandchild)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux ends children of the dead")
def test_children_end_when_we_are_killed_outright(tmp_path):
    code = f"""
        import time
        from pathlib import Path
        from infra.children import Children
        group = Children(Path({str(tmp_path)!r}) / "log")
        child = group.start("child", ["sleep", "600"])
        Path({str(tmp_path / "pid")!r}).write_text(str(child.process.pid))
        time.sleep(600)
    """
    runner = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT)
    child = read_number(tmp_path / "pid")
    runner.kill()
    runner.wait()
    assert gone(child)


def test_port_in_use_is_noticed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not children.is_free(port)
        assert children.answers(port)
    assert children.is_free(port)
    assert not children.answers(port)


def test_waiting_ends_when_the_child_does(tmp_path):
    with Children(tmp_path / "log") as group:
        child = group.start("short", [sys.executable, "-c", ""])
        begun = time.monotonic()
        assert not children.wait_until(lambda: False, child, seconds=30)
        assert time.monotonic() - begun < 10


def test_valkey_starts_and_keeps_nothing_on_disk(tmp_path):
    import redis

    with Children(tmp_path / "log") as group:
        port = children.start_valkey(group, folder=tmp_path)
        client = redis.Redis(port=port)
        client.set("a", "b")
        assert client.get("a") == b"b"
        client.close()
    assert not children.answers(port)
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
