"""`make lock`: write the hashed lock files anew from pyproject.toml.

The files name no package index, so whoever installs from them uses the index they trust. The
smaller locks are held to the versions of the largest, so that all three agree.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
# In this order: the first one decides the versions.
LOCKS = {
    "infra/requirements-dev.txt": ["--extra", "local", "--extra", "dev", "--extra", "sms"],
    "infra/requirements-local.txt": ["--extra", "local"],
    "infra/requirements.txt": [],
}


def command(path: str, extras: list[str], upgrade: bool) -> list[str]:
    """How uv is asked for one lock file."""
    held = [] if path.endswith("-dev.txt") else ["--constraint", "infra/requirements-dev.txt"]
    asked = [str(UV), "pip", "compile", "pyproject.toml", *extras, *held]
    asked += ["--generate-hashes", "--no-header", "--quiet", "--python-version", "3.11"]
    # Old pips (23.2) take `coverage==7` for another package than `coverage[toml]` and ask for a
    # hash of the newest one: a lock without the extras stops installing with the next release.
    asked += ["--no-strip-extras", "--annotation-style", "line"]
    asked += ["--no-emit-index-url", "--no-emit-find-links"]
    return [*asked, *(["--upgrade"] if upgrade else []), "--output-file", path]


def main() -> int:
    """Write all locks; return 0 if each was written."""
    for path, extras in LOCKS.items():
        print(f"Writing {path}", flush=True)
        if subprocess.run(
            command(path, extras, "--upgrade" in sys.argv), cwd=ROOT, check=False
        ).returncode:
            print(f"{path} could not be written; the reason stands above.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
