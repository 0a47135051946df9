"""HTML as the standard has it: pages are given to the Nu Html Checker, all in one go."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
INSTALLED = ROOT / ".local" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def checker() -> Path | None:
    """The checker of this machine: what VNU_JAR names, else what `.ci/run` installs."""
    path = Path(os.environ.get("VNU_JAR") or INSTALLED)
    return path if path.exists() and shutil.which("java") else None


def validate_html(pages: dict[str, str]) -> list[str]:
    """Check pages (a name for each, and its HTML) and return errors and warnings in words.

    Mere information ("trailing slash on void elements") is left out. Raises RuntimeError if the
    checker is not here or did not run, so that "no findings" always means that it looked.
    """
    jar = checker()
    if jar is None:
        raise RuntimeError("There is no vnu.jar here, or no Java. `.ci/run` installs both.")
    with tempfile.TemporaryDirectory(prefix="onward-html-") as name:
        files = {}
        for number, (page, html) in enumerate(pages.items()):
            path = Path(name) / f"{number}.html"
            path.write_text(html, encoding="utf-8")
            files[path.name] = page
        said = _run(jar, [str(Path(name) / file) for file in files])
    return [
        f"{files[Path(found['url']).name]}:{found.get('lastLine', 0)} {found['message']}"
        for found in said
        if found["type"] == "error" or found.get("subType") in {"warning", "fatal"}
    ]


def _run(jar: Path, files: list[str]) -> list[dict]:
    command = ["java", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", str(jar)]
    command += ["--format", "json", "--stdout", "--exit-zero-always", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    try:
        return json.loads(done.stdout)["messages"]
    except (ValueError, KeyError):
        raise RuntimeError(f"The checker did not run: {done.stderr or done.stdout}") from None
