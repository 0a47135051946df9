"""`make test`: every test on SQLite, every test on PostgreSQL, and those in a browser.

Three lanes run side by side: SQLite; PostgreSQL; and what is the same on both (the house, and who
may do what), then the browser. Some of it waits for servers, so three lanes keep two cores busy.
Every part has its own folder and its own part of Valkey.
In CI (`CI=true`) nothing may be skipped; elsewhere what was not run is named at the end.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree as ET

from infra import children, postgres
from infra.children import Children

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What a shell may have set for a real site.
NOT_INHERITED = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "FIELD_KEYS",
    "REDIS_URL",
    "SECRET_KEY",
}
NO_TEST_MATCHED = 5  # pytest's own exit code
# What starts and checks the site itself, and who gets what at which address: the code of ours that
# they ask is the same on every database, and what it asks of one is tested on both. Once is enough.
ONCE = ("house", "access")


@dataclass
class Part:
    """One run of pytest: what is selected, on which database, and how it ended."""

    name: str
    slug: str
    marks: str
    env: dict[str, str]
    besides: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None
    log: Path | None = None
    begun: float = 0.0
    seconds: float = 0.0

    def start(self, folder: Path, arguments: Sequence[str], *, shown: bool) -> None:
        """Start pytest: shown as it goes, or kept in a file to be shown later."""
        self.begun = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-m", self.marks, "--create-db", "-q"]
        command += ["-o", f"cache_dir={folder / self.slug / 'cache'}", "--durations=5"]
        command += [f"--junitxml={self.report(folder)}", *self.besides, *arguments]
        self.log = None if shown else folder / f"{self.slug}.log"
        # No session of its own: Ctrl-C in the terminal is meant for pytest, too.
        with self.log.open("wb") if self.log else nullcontext() as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                preexec_fn=children.die_with_parent,
            )

    def report(self, folder: Path) -> Path:
        """Where pytest writes how many tests it ran."""
        return folder / f"{self.slug}.xml"

    def has_ended(self) -> bool:
        """Whether it ran and is over; the first time, how long it took is written down."""
        if not self.process or self.process.poll() is None:
            return False
        self.seconds = self.seconds or time.monotonic() - self.begun
        return True

    def show(self) -> None:
        """Show what was kept; nothing when it was shown as it went."""
        if self.log:
            heading(self.name)
            sys.stdout.write(self.log.read_text(encoding="utf-8", errors="replace"))
            sys.stdout.flush()

    def end(self) -> None:
        """End it if it still runs; it closes its own test database."""
        if self.process and not self.has_ended():
            self.process.send_signal(signal.SIGINT)
            self.process.wait()

    def counts(self, folder: Path) -> dict[str, int]:
        """How many tests ran, failed and were skipped, as pytest's report says."""
        try:
            suite = ET.parse(self.report(folder)).getroot().find("testsuite")
        except (OSError, ET.ParseError):
            suite = None
        names = ("tests", "failures", "errors", "skipped")
        return {name: int(suite.get(name, 0)) if suite is not None else 0 for name in names}


def heading(words: str) -> None:
    """A line that can be found again in a long output."""
    print(f"\n===== {words} =====", flush=True)


def find_browser() -> str | None:
    """A Chromium of this machine, or what CHROMIUM names."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def without_real_file() -> str:
    """What leaves out the tests on a real file of postings, where nobody has named one."""
    return "" if os.environ.get("REAL_POSTINGS") else " and not real_file"


def environment(folder: Path, slug: str, valkey: int, number: int) -> dict[str, str]:
    """The environment of one part: its own folder, and its own numbered part of Valkey."""
    place = folder / slug
    place.mkdir()
    inherited = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
    return inherited | {
        "ONWARD_LOCAL_DIR": str(place),
        "REDIS_URL": f"redis://127.0.0.1:{valkey}/{number}",
        "PYTHONUNBUFFERED": "1",
    }


def databases(folder: Path, valkey: int, server: postgres.Server) -> list[Part]:
    """The part on SQLite, the part on PostgreSQL, and the one that is run once."""
    sqlite = Part(
        "SQLite",
        "sqlite",
        f"not browser and not postgres{without_real_file()}",
        environment(folder, "sqlite", valkey, 0),
        all_but(*ONCE, leave_out=True),
    )
    pg = Part(
        f"PostgreSQL {server.version}",
        "postgresql",
        f"not browser and not sqlite{without_real_file()}",
        environment(folder, "postgresql", valkey, 1) | {"DATABASE_URL": server.url()},
        all_but(*ONCE, leave_out=True),
    )
    house = Part(
        "House and doors",
        "house",
        f"not browser and not postgres{without_real_file()}",
        environment(folder, "house", valkey, 3),
        all_but(*ONCE),
    )
    return [sqlite, pg, house]


def all_but(*folders: str, leave_out: bool = False) -> list[str]:
    """Arguments that keep pytest in these folders of `tests`, or out of them."""
    others = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - set(folders)
    ignored = folders if leave_out else sorted(others)
    return [f"--ignore=tests/{name}" for name in ignored]


def in_browser(folder: Path, valkey: int, server: postgres.Server, browser: str) -> Part:
    """The tests in that browser, on PostgreSQL: in a database of their own, beside the others'."""
    env = environment(folder, "browser", valkey, 2) | {
        "DATABASE_URL": server.url("browser"),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        "CHROMIUM": browser,
    }
    return Part("Browser", "browser", "browser", env)


def run_lanes(folder: Path, lanes: Sequence[Sequence[Part]], arguments: Sequence[str]) -> None:
    """Run the lanes side by side, the parts of each one after the other.

    The very first part is shown as it goes, the others afterwards.
    """
    waiting = [list(lane) for lane in lanes]
    heading(waiting[0][0].name + " (beside it others, shown afterwards)")
    try:
        while any(waiting):
            for lane in waiting:
                if lane and not lane[0].process:
                    lane[0].start(folder, arguments, shown=lane[0] is lanes[0][0])
                elif lane and lane[0].has_ended():
                    del lane[0]
            time.sleep(0.2)
        for part in chain.from_iterable(lanes):
            part.show()
    finally:
        for part in chain.from_iterable(lanes):
            part.end()


def summary(parts: list[Part], folder: Path, *, in_ci: bool, chosen: bool) -> bool:
    """Print a line for each part; return whether all is well."""
    heading("Summary")
    well = True
    for part in parts:
        count = part.counts(folder)
        failed = count["failures"] + count["errors"]
        passed = count["tests"] - failed - count["skipped"]
        code = part.process.returncode if part.process else 1
        good = code == 0 or (chosen and code == NO_TEST_MATCHED)
        words = f"{passed} passed, {failed} failed, {count['skipped']} skipped"
        if in_ci and count["skipped"]:
            good = False
            words += " (in CI nothing may be skipped)"
        well = well and good
        print(f"{'ok    ' if good else 'FAILED'}  {part.name}: {words} in {part.seconds:.0f} s")
    return well


def run(arguments: list[str]) -> int:
    """Run everything; return an exit code."""
    begun = time.monotonic()
    in_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    browser = find_browser()
    if in_ci and not browser:
        print("There is no Chromium here, and in CI nothing is left out.", file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="onward-test-") as name,
        Children(Path(name) / "log") as group,
    ):
        folder = Path(name)
        valkey = children.start_valkey(group, folder=folder)
        server = postgres.start(group, folder)
        print(f"PostgreSQL {server.version} from {server.binaries}", flush=True)
        sqlite, pg, house = databases(folder, valkey, server)
        last = [in_browser(folder, valkey, server, browser)] if browser else []
        parts = [sqlite, pg, house, *last]
        run_lanes(folder, [[sqlite], [pg], [house, *last]], arguments)
        well = summary(parts, folder, in_ci=in_ci, chosen=bool(arguments))
    if not browser:
        print("not run  Browser: no Chromium was found (apt install chromium, or set CHROMIUM)")
    if without_real_file():
        print("not run  Real postings: REAL_POSTINGS names no file")
    print(f"Whole run: {time.monotonic() - begun:.0f} s", flush=True)
    return 0 if well else 1


def end(_number: int, _frame: FrameType | None) -> None:
    """Turn SIGTERM into what Ctrl-C does, so that the servers end with us."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end)
    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
