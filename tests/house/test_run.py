"""`make run`, for real: it starts, keeps its data, refuses plainly, and leaves nothing behind."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import children, run

ROOT = Path(__file__).resolve().parent.parent.parent


class Started:
    """One start of the site in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.output = folder.parent / "output"
        env = os.environ | {"ONWARD_LOCAL_DIR": str(folder), "PORT": str(port)}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "infra.run"],
                cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        limit = time.monotonic() + 240
        while "Ctrl-C ends everything" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < limit, self.said()
            time.sleep(0.2)

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def processes(self) -> dict[int, str]:
        """Every process that was started for this folder, by number."""
        mark = f"ONWARD_LOCAL_DIR={self.folder}".encode()
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal() or int(entry.name) == self.process.pid:
                continue
            with contextlib.suppress(OSError):
                # Valkey writes its name over its environment, and works in the folder.
                at_work = (entry / "cwd").readlink() == self.folder
                if at_work or mark in (entry / "environ").read_bytes():
                    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(entry.name)] = words.decode()
        return found

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "local"


@pytest.fixture
def refused(folder):
    """What a start says that ends at once, and its exit code."""

    def start(**env: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "infra.run"],
            cwd=ROOT, env=os.environ | {"ONWARD_LOCAL_DIR": str(folder)} | env,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return done.returncode, done.stderr

    return start


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_site_starts_keeps_its_data_and_leaves_nothing_behind(folder):
    first = Started(folder, children.free_port())
    try:
        first.wait_until_ready()
        accounts = (folder / "accounts").read_text()
        assert accounts.strip() in first.said()
        assert first.status("/") == 200
        assert first.status("/opportunities/") == 200
        assert first.status("/mailbox/") == 200
        words = " ".join(first.processes().values())
        missing = [n for n in ("gunicorn", "celery", "valkey", "mailbox") if n not in words]
        assert missing == [], words
        secret = (folder / "secret_key").read_text()
        assert secret not in first.said()
        assert (folder / "secret_key").stat().st_mode & 0o077 == 0
    finally:
        code = first.end()
    assert code == 0
    assert first.processes() == {}
    assert "The data is kept" in first.said()

    second = Started(folder, children.free_port())
    try:
        second.wait_until_ready()
        assert "Making the demonstration" not in second.said()
        assert accounts.strip() in second.said()
        valkey = next(pid for pid, words in second.processes().items() if "valkey-server" in words)
        os.kill(valkey, signal.SIGKILL)
        assert second.process.wait(60) == run.CHILD_ENDED
    finally:
        second.process.kill()
    assert "The valkey process ended by itself" in second.said()
    assert second.processes() == {}


def test_busy_port_is_one_plain_sentence_and_a_code(refused, taken_port):
    code, said = refused(PORT=str(taken_port))
    assert code == run.PORT_BUSY
    assert said.strip().startswith(f"Port {taken_port} is in use.")
    assert f"make run PORT={taken_port + 1}" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1", "80 80", "٣"])
def test_port_that_is_none_is_one_plain_sentence(refused, text):
    code, said = refused(PORT=text)
    assert code == run.BAD_PORT
    assert said.count("\n") == 1


def test_second_run_from_the_same_folder_is_refused_and_the_lock_outlives_nobody(folder, refused):
    with run.alone(folder):
        code, said = refused(PORT=str(children.free_port()))
        assert (code, said.count("\n")) == (run.ALREADY_RUNNING, 1)
    with run.alone(folder):
        pass


def test_nothing_of_a_real_site_reaches_a_local_one(folder, monkeypatch):
    folder.mkdir()
    for name in ("DATABASE_URL", "SECRET_KEY", "EMAIL_HOST_PASSWORD", "REDIS_URL"):
        monkeypatch.setenv(name, "of-the-real-site")
    env = run.environment(folder, port=1, valkey=2, smtp=3)
    assert "of-the-real-site" not in env.values()
    assert env["ONWARD_ENV"] == "local"


def test_mail_server_keeps_each_mail_as_a_file(tmp_path):
    import smtplib

    port = children.free_port()
    with children.Children(tmp_path / "log") as group:
        box = tmp_path / "mail"
        command = [sys.executable, "-W", "error", "-m", "infra.mailbox", str(port), str(box)]
        child = group.start("mail", command, cwd=ROOT)
        ready = children.wait_until(lambda: children.answers(port), child, seconds=20)
        assert ready, child.last_words()
        with smtplib.SMTP("127.0.0.1", port) as client:
            for text in ("one", "two é"):
                message = f"Subject: Tuesday\r\n\r\n{text}\r\n".encode()
                client.sendmail("a@example.org", ["b@example.org"], message)
        kept = sorted(box.glob("*.eml"))
        assert len(kept) == 2
        assert b"X-Envelope-To: b@example.org" in kept[0].read_bytes()
        assert "two é".encode() in kept[1].read_bytes()
        assert list(box.glob(".*")) == []
    assert child.process.returncode == 0, child.last_words()
