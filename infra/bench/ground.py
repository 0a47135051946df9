"""What a run stands on: servers, databases, the load, and the rows of the table."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra import children, postgres
from infra.children import Child, Children

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = int(os.environ.get("ROUNDS", "9"))
SLICE = 1.0  # seconds
CONNECTIONS = 8
# The processor time of the floor's view where performance.md was written: a bare view (two workers,
# 5,500/s), twenty rows through the ORM and the template.
QUIET_FLOOR_MS = 0.4 + 1.4 + 2.7
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Row:
    """One line of the table: what was measured against its budget."""

    work: str
    figure: str
    budget: str
    met: bool | None = None


@dataclass(frozen=True)
class Side:
    """What is pressed: a server, addresses in turn, and whose cookie.

    A visitor without any is given a page that is kept; `warm`: seconds before it counts.
    """

    url: str
    paths: Sequence[str]
    cookie: str = "bench=1"
    warm: float = 3


@dataclass
class Bench:
    """One run: the servers, the environment they share, and what was found."""

    group: Children
    folder: Path
    server: postgres.Server
    redis: str
    rows: list[Row] = field(default_factory=list)
    floor_url: str = ""
    floor: Child | None = None

    def env(self, database: str, **more: str) -> dict[str, str]:
        """The environment of the product on one of this run's databases."""
        return os.environ | {
            "ONWARD_ENV": "local",
            "ONWARD_LOCAL_DIR": str(self.folder),
            "DATABASE_URL": self.server.url(database),
            "REDIS_URL": self.redis,
            "DJANGO_SETTINGS_MODULE": "community.settings",
            "LOG_LEVEL": "ERROR",
            "SEARCHES_A_MINUTE": "100000000",  # a bench is one network that asks a lot
            **more,
        }

    def call(self, database: str, *arguments: str, **env: str) -> str:
        """Run Python with the product's environment; its output, or an error that says all."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env(database, **env),
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return done.stdout

    def work(self, database: str, name: str, *arguments: object, **env: str) -> dict[str, Any]:
        """Run one piece of `infra.bench.work`."""
        said = self.call(database, "-m", "infra.bench.work", name, *map(str, arguments), **env)
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        return found

    def serve(self, name: str, application: str, database: str, **env: str) -> tuple[Child, str]:
        """Start gunicorn as in production: two workers of four threads."""
        port = children.free_port()
        child = self.group.start(
            name,
            [sys.executable, "-m", "gunicorn", "-c", "infra/gunicorn.conf.py", application],
            env=self.env(database, BIND=f"127.0.0.1:{port}", **env),
            cwd=ROOT,
        )
        if not children.wait_until(lambda: children.answers(port), child, seconds=30):
            raise RuntimeError(f"{name} did not start:\n{child.last_words()}")
        return child, f"http://127.0.0.1:{port}"

    def end(self, child: Child) -> None:
        """Stop one server before the next is measured."""
        children.end_group(child.process, patience=10)
        self.group.running.remove(child)

    def load(self, side: Side, seconds: float = SLICE) -> dict[str, float]:
        """Press one side for that long; requests per second, and milliseconds p50 and p99."""
        command = ["-m", "infra.bench.load", side.url, side.cookie, str(CONNECTIONS), str(seconds)]
        found: dict[str, float] = json.loads(self.call("postgres", *command, *side.paths))
        if found["odd"]:
            raise RuntimeError(f"{found['odd']} answers of {side.paths[0]} were not 200")
        return found

    def in_turn(self, *sides: Side) -> list[list[dict[str, float]]]:
        """Press each for a second, in turn, round after round; what was found, by side.

        A shared machine is half as fast from one second to the next: only the quick seconds of
        each can be compared (`_quick`), and there are some in as many rounds.
        """
        for side in sides:
            self.load(side, side.warm)
        rounds = [[self.load(side) for side in sides] for _ in range(ROUNDS)]
        return [list(found) for found in zip(*rounds, strict=True)]

    def floor_now(self) -> float:
        """Requests of the floor per second, as fast as the machine is at this moment."""
        return self.load(self.floor_side(), 2)["per_second"]

    def floor_side(self) -> Side:
        """The floor, to be pressed beside something."""
        return Side(self.floor_url, ["/"], warm=1)

    def slower(self) -> float:
        """How many times a processor here needs for the floor what it needed on a quiet machine."""
        assert self.floor is not None
        before = _processor_seconds(self.floor.process.pid)
        found = self.load(self.floor_side(), 3)
        took = _processor_seconds(self.floor.process.pid) - before
        return 1000 * took / (3 * found["per_second"]) / QUIET_FLOOR_MS

    def ratio(self, work: str, at_least: float, side: Side) -> None:
        """A row of requests per second against the floor, which is pressed in turn with it."""
        rounds, of_floor = self.in_turn(side, self.floor_side())
        found, floor = _quick(rounds), _quick(of_floor)
        ratio = found["per_second"] / floor["per_second"]
        p99 = statistics.median(one["p99"] for one in rounds)
        figure = (
            f"{found['per_second']:.0f}/s, p50 {found['p50']:.1f} ms, p99 {p99:.1f} ms; "
            f"floor {floor['per_second']:.0f}/s, ratio {ratio:.2f}"
        )
        self.rows.append(Row(work, figure, f"ratio at least {at_least}", ratio >= at_least))

    def flat(self, work: str, most: float, side: Side, base: Side) -> None:
        """A row of the time of one page against another's, pressed in turn."""
        found, others = map(_quick, self.in_turn(side, base))
        self.times(work, found["p50"] / others["p50"], most)

    def times(self, work: str, times: float, most: float) -> None:
        """A row of how many times one is the other."""
        self.rows.append(Row(work, f"{times:.2f}x", f"at most {most}x", times <= most))


def _quick(found: Sequence[dict[str, float]]) -> dict[str, float]:
    """What was found in the second quickest round: one odd second decides nothing."""
    return sorted(found, key=lambda one: one["per_second"])[-min(2, len(found))]


def _processor_seconds(parent: int) -> float:
    """What the workers of a gunicorn have taken of the processors so far."""
    found = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            columns = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(columns[1]) == parent:
            found += int(columns[11]) + int(columns[12])
    return found / TICKS


def say(words: str) -> None:
    """One line of progress."""
    print(f"- {words}", file=sys.stderr, flush=True)
