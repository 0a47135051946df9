"""`make test`: every test on SQLite, every test on PostgreSQL, and those in a browser.

Three parts run side by side, the long ones first: some of it waits for servers, so three keep two
cores busy until the end. What is the same on both databases (the house, and who may do what) is run
once. Every part has its own folder, its own part of Valkey and its own copy of a database that was
migrated once.
In CI (`CI=true`) nothing may be skipped; elsewhere what was not run is named at the end.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType, MappingProxyType
from urllib.parse import urlsplit

from infra import children, migrated, postgres
from infra.children import Children
from infra.part import ROOT, Part, heading

# The first is Chromium without what a window needs: the processor has a quarter less to do.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# What a shell may have set for a real site; and what would make each process of a run compile
# every module anew.
NOT_INHERITED = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "FIELD_KEYS",
    "PYTHONDONTWRITEBYTECODE",
    "REDIS_URL",
    "SECRET_KEY",
}
NO_TEST_MATCHED = 5  # pytest's own exit code
SOME_FAILED = 1
# More than so many failures are no accident of a machine that had much to do.
MOST_AGAIN = 3
# What starts and checks the site itself, and who gets what at which address: the code of ours that
# they ask is the same on every database, and what it asks of one is tested on both. Once is enough.
ONCE = ("house", "access")
BROWSER = "browser"
AT_ONCE = 3


def find_browser() -> str | None:
    """A Chromium of this machine, or what CHROMIUM names."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def without_real_files() -> str:
    """What leaves out the tests on real files, where nobody has named them."""
    there = all(os.environ.get(name) for name in ("REAL_POSTINGS", "HSDS_FOLDER"))
    return "" if there else " and not real_file"


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
    """The part on SQLite, the part on PostgreSQL, and those that are run once."""
    sqlite = Part(
        "SQLite",
        "sqlite",
        f"not browser and not postgres{without_real_files()}",
        environment(folder, "sqlite", valkey, 0),
        all_but(*ONCE, BROWSER, leave_out=True),
    )
    pg = Part(
        f"PostgreSQL {server.version}",
        "postgresql",
        f"not browser and not sqlite and not no_database{without_real_files()}",
        environment(folder, "postgresql", valkey, 1) | {"DATABASE_URL": server.url()},
        all_but(*ONCE, BROWSER, leave_out=True),
    )
    doors, house = (
        Part(
            name,
            slug,
            f"not browser and not postgres{without_real_files()}",
            environment(folder, slug, valkey, number),
            all_but(slug),
        )
        for name, slug, number in (("Doors", "access", 3), ("House", "house", 4))
    )
    return [sqlite, pg, doors, house]


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
    return Part("Browser", "browser", "browser", env, all_but(BROWSER))


def with_databases(
    group: Children, folder: Path, server: postgres.Server, parts: Sequence[Part]
) -> None:
    """Give each part a migrated database of its own."""
    heading("Migrations, once for SQLite and once for PostgreSQL")
    begun = time.monotonic()
    migrated.make(group, folder, server, parts[0].env)
    on_postgres = {part.slug for part in parts if "DATABASE_URL" in part.env}
    migrated.copy_file(folder, [folder / p.slug for p in parts if p.slug not in on_postgres])
    names = [urlsplit(p.env["DATABASE_URL"]).path[1:] for p in parts if p.slug in on_postgres]
    migrated.copy_database(server, names)
    print(f"Ready after {time.monotonic() - begun:.0f} s", flush=True)


def run_parts(folder: Path, parts: Sequence[Part], arguments: Sequence[str]) -> None:
    """Run them side by side, as many at once as keep the machine busy, in the order given.

    The very first one is shown as it goes, the others afterwards.
    """
    waiting, running = list(parts), list[Part]()
    heading(waiting[0].name + " (beside it others, shown afterwards)")
    try:
        while waiting or running:
            running = [part for part in running if not part.has_ended()]
            while waiting and len(running) < AT_ONCE:
                running.append(waiting.pop(0))
                running[-1].start(folder, arguments, shown=running[-1] is parts[0])
            time.sleep(0.2)
        for part in parts:
            part.show()
    finally:
        for part in parts:
            part.end()


def look_again(folder: Path, parts: Sequence[Part], arguments: Sequence[str]) -> dict[str, Part]:
    """Run once more, with the machine to themselves, the few tests that failed; by slug.

    What waits for servers beside two other lanes may fail for that alone. Which they were is said
    in the summary: somebody has to look at them.
    """
    again = {}
    for part in parts:
        code = part.process.returncode if part.process else 0
        if code != SOME_FAILED or len(part.failed(folder)) not in range(1, MOST_AGAIN + 1):
            continue
        again[part.slug] = second = part.once_more(folder)
        heading(second.name)
        try:
            second.start(folder, arguments, shown=True)
            while not second.has_ended():
                time.sleep(0.2)
        finally:
            second.end()
    return again


def summary(
    parts: list[Part],
    folder: Path,
    *,
    in_ci: bool,
    chosen: bool,
    again: Mapping[str, Part] = MappingProxyType({}),
) -> bool:
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
        second = again.get(part.slug)
        if second and second.process and second.process.returncode == 0:
            good = second.counts(folder)["tests"] >= failed
            words += f" (passed by themselves: look at {', '.join(part.failed(folder))})"
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
        parts = databases(folder, valkey, server)
        if browser:
            parts.insert(1, in_browser(folder, valkey, server, browser))
        with_databases(group, folder, server, parts)
        run_parts(folder, parts, arguments)
        again = look_again(folder, parts, arguments)
        well = summary(parts, folder, in_ci=in_ci, chosen=bool(arguments), again=again)
    if not browser:
        print("not run  Browser: no Chromium was found (apt install chromium, or set CHROMIUM)")
    if without_real_files():
        print("not run  Real files: REAL_POSTINGS and HSDS_FOLDER have to name them")
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
