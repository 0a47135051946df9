"""`make run`: the whole site on one machine, until Ctrl-C.

An SQLite database, an embedded Valkey, a real SMTP server that keeps mail as files, the web
server, and the worker with its clock. Everything lives in `.local/` and listens on 127.0.0.1 only.
"""

import fcntl
import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from infra import children
from infra.children import Child, Children

ROOT = Path(__file__).resolve().parent.parent
BAD_PORT, PORT_BUSY, ALREADY_RUNNING, NOT_STARTED, CHILD_ENDED = 20, 21, 22, 23, 24
# What a shell may have set for a real site. A demonstration must never touch that one's data.
NOT_INHERITED = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "FIELD_KEYS",
    "ALLOWED_HOSTS",
    "EMAIL_",
    "STATIC_ROOT",
)


class Refusal(Exception):
    """Why the site does not run: one plain sentence, and an exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


class Ended(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def end(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal into leaving every `with` block; a second one changes nothing."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise Ended


def chosen_port(text: str) -> int:
    """The port to listen on. Raises Refusal if it is none, or somebody else has it."""
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 65535:
        raise Refusal(f"'{text}' is no port. Choose a number: make run PORT=8001", BAD_PORT)
    port = int(text)
    if not children.is_free(port):
        raise Refusal(
            f"Port {port} is in use. End what uses it, or choose another: make run PORT={port + 1}",
            PORT_BUSY,
        )
    return port


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for this run. The system lets go of it however the run ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal("Onward already runs from this folder.", ALREADY_RUNNING) from None
        yield


def secret_file(folder: Path) -> Path:
    """The file with this machine's own signing key, made once and readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        aside = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(aside, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path


def environment(folder: Path, *, port: int, valkey: int, smtp: int) -> dict[str, str]:
    """The environment of every process of this run."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(NOT_INHERITED)}
    return inherited | {
        "ONWARD_ENV": "local",
        "ONWARD_LOCAL_DIR": str(folder),
        "ONWARD_MAILBOX_DIR": str(folder / "mailbox"),
        "SECRET_KEY_FILE": str(secret_file(folder)),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "REDIS_URL": f"redis://127.0.0.1:{valkey}/0",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(smtp),
        "PYTHONUNBUFFERED": "1",
    }


def prepare(folder: Path, env: dict[str, str]) -> str:
    """Bring the data up to date, showing progress; return the demonstration's accounts."""
    accounts = folder / "accounts"
    command = [sys.executable, "-m", "infra.prepare", str(accounts)]
    quiet = env | {"LOG_LEVEL": "WARNING"}
    process = subprocess.Popen(
        command,
        env=quiet,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=children.die_with_parent,
    )
    try:
        code = process.wait()
    finally:
        children.end_group(process, children.PATIENCE)
    if code:
        raise Refusal("The data could not be prepared; the reason stands above.", NOT_STARTED)
    return accounts.read_text(encoding="utf-8").strip()


def start_site(group: Children, env: dict[str, str], *, port: int, folder: Path) -> None:
    """Start the web server, wait until a page is served, then start the worker with its clock."""
    (folder / "static").mkdir(exist_ok=True)  # empty here; the server warns if it is missing
    web = [sys.executable, "-m", "gunicorn", "community.wsgi", "--config", "infra/gunicorn.conf.py"]
    web += ["--bind", f"127.0.0.1:{port}"]
    site = group.start("web", web, env=env, cwd=ROOT)
    children.wait_until(lambda: front_page(port) is not None, site, seconds=60)
    if (front_page(port) or 500) >= 500:
        raise Refusal(f"The site did not start. It said:\n{site.last_words()}", NOT_STARTED)
    # The clock's memory is worth nothing: it only ever says "sweep what is due".
    for old in folder.glob("beat*"):
        old.unlink()
    worker = [sys.executable, "-m", "celery", "-A", "community", "worker", "-B", "-c", "1"]
    worker += ["--schedule", str(folder / "beat"), "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    group.start("worker", worker, env=env, cwd=ROOT)


def front_page(port: int) -> int | None:
    """The status with which the front page is answered; None while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def welcome(port: int, accounts: str, folder: Path, seconds: float) -> str:
    """What a person needs to know to look around."""
    return f"""
Onward runs: http://127.0.0.1:{port}/   (ready after {seconds:.0f} s)

{accounts}

Mail is kept on this machine: http://127.0.0.1:{port}/mailbox/
What the servers say is in {folder.name}/log/. The data stays in {folder.name}/ for the next start.
Ctrl-C ends everything.
"""


def watch(group: Children) -> Child:
    """Wait until a process ends by itself, and return it."""
    while not (ended := group.ended()):
        time.sleep(0.5)
    return ended


def run(folder: Path, port: int) -> None:
    """Start everything, say so, and stay until a signal. Raises Refusal if a process ends."""
    begun = time.monotonic()
    with alone(folder), Children(folder / "log") as group:
        valkey = children.start_valkey(group, folder=folder)
        smtp = children.free_port()
        env = environment(folder, port=port, valkey=valkey, smtp=smtp)
        mailbox = [sys.executable, "-m", "infra.mailbox", str(smtp), env["ONWARD_MAILBOX_DIR"]]
        mail = group.start("mail", mailbox, env=env, cwd=ROOT)
        accounts = prepare(folder, env)
        start_site(group, env, port=port, folder=folder)
        if not children.wait_until(lambda: children.answers(smtp), mail, seconds=10):
            raise Refusal(f"The mailbox did not start:\n{mail.last_words()}", NOT_STARTED)
        print(welcome(port, accounts, folder, time.monotonic() - begun), flush=True)
        ended = watch(group)
        raise Refusal(
            f"The {ended.name} process ended by itself, so all were ended. "
            f"It said:\n{ended.last_words()}",
            CHILD_ENDED,
        )


def main() -> int:
    """Run until told to end; return an exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    folder = Path(os.environ.get("ONWARD_LOCAL_DIR", ROOT / ".local")).resolve()
    try:
        run(folder, chosen_port(os.environ.get("PORT", "8000")))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except Ended:
        print("\nEverything has ended. The data is kept.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
