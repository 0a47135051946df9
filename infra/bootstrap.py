"""Make `.venv` from a hashed lock file, with nothing but Python itself.

    python3 infra/bootstrap.py [--chosen] local|dev

Kept to plain old syntax, so that a Python that is too old can still say so.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "onward-lock")
UNFINISHED = os.path.join(VENV, "onward-unfinished")
LOG = os.path.join(VENV, "onward-install.log")
# What is in the dev lock includes all of the local one.
ENOUGH = {"local": ("local", "dev"), "dev": ("dev",)}

WRONG_PYTHON, NO_VENV, NO_PACKAGES, WRONG_HASH, NO_SPACE = 10, 11, 12, 13, 14
STOPPED = 130


class Refusal(Exception):
    """Something a person can mend: one sentence, and the exit code that goes with it."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def check_python(version: "tuple[int, ...]") -> None:
    """Refuse a Python older than 3.11, and name a newer one if the machine has it."""
    if version >= (3, 11):
        return
    newer = [n for n in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(n)]
    advice = "make run PYTHON={}".format(newer[0] if newer else "python3.12")
    found = ".".join(str(part) for part in version[:2])
    raise Refusal(
        f"Onward needs Python 3.11 or newer and this is {found}. Try: {advice}",
        WRONG_PYTHON,
    )


def lock_path(name: str) -> str:
    """The lock file of a kind of work: `local` or `dev`."""
    return os.path.join(HERE, "requirements-" + name + ".txt")


def stamp_of(name: str) -> str:
    """What the stamp says after the lock `name` was installed: its name and its hash."""
    with open(lock_path(name), "rb") as lock:
        return name + " " + hashlib.sha256(lock.read()).hexdigest()


def read(path: str) -> str:
    """The text of a file, or nothing if there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return ""


def is_ready(name: str, chosen: bool) -> bool:
    """Whether `.venv` already holds this lock (and, if one was chosen, is of this Python)."""
    if os.path.exists(UNFINISHED) or (chosen and not is_of_this_python()):
        return False
    return read(STAMP) in [stamp_of(enough) for enough in ENOUGH[name]]


def is_of_this_python() -> bool:
    """Whether `.venv` was made by the same minor version of Python that runs this."""
    config = read(os.path.join(VENV, "pyvenv.cfg"))
    found = re.search(r"^version\s*=\s*(\d+)\.(\d+)", config, re.MULTILINE)
    if not found:
        return False
    return (int(found.group(1)), int(found.group(2))) == tuple(sys.version_info[:2])


def make_venv(chosen: bool) -> None:
    """Make `.venv`, anew if an earlier install was interrupted or is of another Python."""
    python = os.path.join(VENV, "bin", "python")
    works = os.path.exists(python) and not os.path.exists(UNFINISHED)
    if works and not (chosen and not is_of_this_python()):
        probe = [python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
        works = subprocess.call(probe, stderr=subprocess.DEVNULL) == 0
    else:
        works = False
    if works:
        return
    say("Making .venv with Python {}.{}".format(*sys.version_info[:2]))
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if made.returncode:
        raise Refusal(
            "This Python cannot make a virtual environment. On Debian: apt install python3-venv",
            NO_VENV,
        )


def install(name: str) -> None:
    """Install the lock into `.venv`; whatever interrupts it, the next start begins again."""
    with open(UNFINISHED, "w", encoding="utf-8") as mark:
        mark.write("An install began and has not ended.\n")
    if os.path.exists(STAMP):
        os.remove(STAMP)
    command = [os.path.join(VENV, "bin", "python"), "-m", "pip", "install", "--require-hashes"]
    command += ["--no-input", "--retries", "2", "--progress-bar", "off", "-r", lock_path(name)]
    with open(lock_path(name), encoding="utf-8") as lock:
        total = sum(1 for line in lock if "==" in line and not line.startswith((" ", "#")))
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    try:
        output = follow(process, total)
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode:
        raise Refusal(*reason(output))
    with open(STAMP, "w", encoding="utf-8") as stamp:
        stamp.write(stamp_of(name) + "\n")
    os.remove(UNFINISHED)


def follow(process: "subprocess.Popen[str]", total: int) -> str:
    """Show how far pip is; return all that it said, which is kept in a log too."""
    lines, count, begun = [], 0, time.monotonic()
    with open(LOG, "w", encoding="utf-8") as log:
        for line in process.stdout or ():
            log.write(line)
            lines.append(line)
            if line.startswith(("Collecting ", "Processing ")):
                count += 1
                progress("Fetching packages", count, total)
            elif line.startswith("Installing collected"):
                say(f"Installing {total} packages, about half a minute")
    process.wait()
    if process.returncode == 0:
        say(f"Packages ready after {time.monotonic() - begun:.0f} s")
    return "".join(lines)


def reason(output: str) -> "tuple[str, int]":
    """Turn what pip said into one sentence and an exit code."""
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "A downloaded package is not the one that was locked, so it was not used. "
            "Try again; if it happens again, tell the maintainers.",
            WRONG_HASH,
        )
    if "No space left on device" in output:
        return "The disk is full. Onward needs about 1 GB.", NO_SPACE
    return (
        "The packages could not be fetched. Check that this machine is online, then try again. "
        "Details are in .venv/onward-install.log",
        NO_PACKAGES,
    )


def progress(what: str, count: int, total: int) -> None:
    """One line that moves on a terminal; elsewhere a line for every twentieth package."""
    if sys.stdout.isatty():
        end = "\n" if count == total else ""
        sys.stdout.write(f"\r{what}: {count} of {total}{end}")
    elif count % 20 == 0 or count == total:
        sys.stdout.write(f"{what}: {count} of {total}\n")
    sys.stdout.flush()


def say(words: str) -> None:
    """Print at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main(arguments: "list[str]") -> int:
    """Bring `.venv` up to the lock that is named; return an exit code."""
    chosen = "--chosen" in arguments
    names = [word for word in arguments if word in ENOUGH]
    try:
        check_python(tuple(sys.version_info[:2]))
        name = names[0] if names else "dev"
        if not is_ready(name, chosen):
            make_venv(chosen)
            install(name)
    except Refusal as refusal:
        sys.stderr.write(str(refusal) + "\n")
        return refusal.code
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The next start begins the install again.\n")
        return STOPPED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
