"""`make check`: everything about the code that needs no running site.

All checks run, even after one has failed; each says its name, and what it found if it failed.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "-W", "error", "manage.py"]


@dataclass(frozen=True)
class Check:
    """One named check: a command that is well if it exits with 0."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)


def production() -> dict[str, str]:
    """A throwaway environment as a production site has it; nothing is connected to."""
    return {
        "ONWARD_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_KEYS": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "onward.example",
        "DATABASE_URL": "postgres://onward@127.0.0.1:5432/onward",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
    }


def checks(folder: Path) -> list[Check]:
    """What is checked; the slow ones come first, since two run at a time."""
    local = {"ONWARD_ENV": "local", "ONWARD_LOCAL_DIR": str(folder)}
    deploy = ["check", "--deploy", "--fail-level", "WARNING"]
    return [
        Check("types (mypy)", [str(BIN / "mypy")]),
        # Faults only: djlint's formatter puts spaces into titles and between words and marks.
        Check("templates (djlint)", [str(BIN / "djlint"), "--lint", "templates"]),
        Check("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], local),
        Check("deployment", [*MANAGE, *deploy], production()),
        Check("words in Spanish", [sys.executable, "-m", "infra.words"]),
        Check("code, faults (ruff)", [str(BIN / "ruff"), "check", "."]),
        Check("code, form (ruff)", [str(BIN / "ruff"), "format", "--check", "."]),
    ]


def run(check: Check) -> tuple[Check, subprocess.CompletedProcess[str], float]:
    """Run one check and time it."""
    begun = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=os.environ | check.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return check, done, time.monotonic() - begun


def main() -> int:
    """Run all, two at a time; return 0 if all are well."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="onward-check-") as folder:
        chosen = checks(Path(folder))
        with ThreadPoolExecutor(2) as pool:
            for check, done, seconds in pool.map(run, chosen):
                well = done.returncode == 0
                print(f"{'ok    ' if well else 'FAILED'}  {check.name} ({seconds:.0f} s)")
                if not well:
                    failed.append(check.name)
                    print(done.stdout)
                sys.stdout.flush()
    print(f"{len(chosen) - len(failed)} of {len(chosen)} checks are well.")
    if failed:
        print("Failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
