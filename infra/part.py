"""One run of pytest within `make test`: what is selected, where it writes, and how it ended."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from infra import children

ROOT = Path(__file__).resolve().parent.parent


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
        command = [sys.executable, "-m", "infra.roomy", "-m", self.marks, "--reuse-db", "-q"]
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

    def failed(self, folder: Path) -> list[str]:
        """The tests that failed, by name, as pytest's report says."""
        try:
            cases = list(ET.parse(self.report(folder)).getroot().iter("testcase"))
        except (OSError, ET.ParseError):
            return []
        return [
            f"{case.get('classname')}::{case.get('name')}"
            for case in cases
            if case.find("failure") is not None or case.find("error") is not None
        ]

    def once_more(self, folder: Path) -> "Part":
        """The same part with nothing but what failed in it."""
        kept = ["-o", f"cache_dir={folder / self.slug / 'cache'}", "--last-failed"]
        name, slug = f"{self.name}, what failed", f"{self.slug}-again"
        return Part(name, slug, self.marks, self.env, [*self.besides, *kept])


def heading(words: str) -> None:
    """A line that can be found again in a long output."""
    print(f"\n===== {words} =====", flush=True)
