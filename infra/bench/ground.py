"""What a run stands on: servers, databases, the load, and the rows of the table."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra import children, postgres
from infra.children import Child, Children

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = float(os.environ.get("SECONDS_EACH", "6"))
CONNECTIONS = 8


@dataclass
class Row:
    """One line of the table: what was measured against its budget."""

    work: str
    figure: str
    budget: str
    met: bool | None = None


@dataclass
class Bench:
    """One run: the servers, the environment they share, and what was found."""

    group: Children
    folder: Path
    server: postgres.Server
    redis: str
    rows: list[Row] = field(default_factory=list)
    floor_url: str = ""

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

    def load(
        self,
        url: str,
        paths: Sequence[str],
        seconds: float = SECONDS,
        *,
        kept: bool = False,
        cookie: str = "bench=1",
    ) -> dict[str, float]:
        """Warm up, then measure. Only a visitor without a cookie is given a `kept` page; `cookie`:
        of somebody who is signed in."""
        cookie = "" if kept else cookie
        for length in (min(4, seconds), seconds):
            command = ["-m", "infra.bench.load", url, cookie, str(CONNECTIONS), str(length), *paths]
            found: dict[str, float] = json.loads(self.call("postgres", *command))
        if found["odd"]:
            raise RuntimeError(f"{found['odd']} answers of {paths[0]} were not 200")
        return found

    def floor_now(self) -> float:
        """Requests of the floor per second, as fast as the machine is at this moment."""
        return self.load(self.floor_url, ["/"], 2)["per_second"]

    def ratio(
        self,
        work: str,
        at_least: float,
        url: str,
        paths: Sequence[str],
        seconds: float = SECONDS,
        *,
        kept: bool = False,
        cookie: str = "bench=1",
    ) -> dict[str, float]:
        """A row of requests per second against the floor, which is pressed just before and after.

        A shared machine is half as fast from one minute to the next: a floor of ten minutes ago
        says nothing.
        """
        before = self.floor_now()
        found = self.load(url, paths, seconds, kept=kept, cookie=cookie)
        after = self.floor_now()
        floor = (before + after) / 2
        ratio = found["per_second"] / floor
        figure = (
            f"{found['per_second']:.0f}/s, p50 {found['p50']:.1f} ms, p99 {found['p99']:.1f} ms; "
            f"floor {floor:.0f}/s, ratio {ratio:.2f}"
        )
        self.rows.append(Row(work, figure, f"ratio at least {at_least}", ratio >= at_least))
        return found

    def flat(self, work: str, figure: float, base: float, most: float) -> None:
        """A row of one time against another."""
        times = figure / base
        self.rows.append(Row(work, f"{times:.2f}x", f"at most {most}x", times <= most))


def say(words: str) -> None:
    """One line of progress."""
    print(f"- {words}", file=sys.stderr, flush=True)
