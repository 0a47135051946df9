"""What is installed is exactly what was locked, from wherever the installer trusts."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.txt", "requirements-local.txt", "requirements-dev.txt"]
ENTRY = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9, -]+\])?==(\S+)(.*?)(?=^[A-Za-z0-9]|\Z)",
    re.MULTILINE | re.DOTALL,
)


def entries(name: str) -> dict[str, tuple[str, str]]:
    """Package to (version, the rest of its entry)."""
    text = (ROOT / "infra" / name).read_text(encoding="utf-8")
    return {found[1].lower(): (found[2], found[3]) for found in ENTRY.finditer(text)}


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def bare(requirement: str) -> str:
    return re.split(r"[\[<>=~!; ]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address(name):
    text = (ROOT / "infra" / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "file:" not in text
    assert " @ " not in text


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_a_hash_for_every_package(name):
    found = entries(name)
    assert len(found) > 50
    assert [package for package, (_, rest) in found.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_belongs_to_an_entry(name):
    text = (ROOT / "infra" / name).read_text(encoding="utf-8")
    other = [
        line
        for line in text.splitlines()
        if line.strip()
        and not re.match(
            r"^[A-Za-z0-9._-]+(\[[a-z0-9, -]+\])?==|^    --hash=sha256:[0-9a-f]{64}|^ *#", line
        )
    ]
    assert other == []


def test_locks_agree_on_every_version():
    production, local, dev = (entries(name) for name in LOCKS)
    assert set(production) <= set(local) <= set(dev)
    for smaller in (production, local):
        for package, (version, _) in smaller.items():
            assert dev[package][0] == version, package


def test_every_dependency_is_locked():
    asked = project()
    for lock, extras in zip(LOCKS, [[], ["local"], ["local", "dev", "sms"]], strict=True):
        wanted = asked["dependencies"] + [
            item for extra in extras for item in asked["optional-dependencies"][extra]
        ]
        missing = {bare(item) for item in wanted} - set(entries(lock))
        assert missing == set(), lock


def test_package_asked_for_with_extras_is_locked_with_them():
    """Otherwise pip 23.2 asks for a hash of the newest release, and no install works any more."""
    asked = project()
    for item in asked["dependencies"]:
        if found := re.match(r"([\w-]+)\[([\w,-]+)\]", item):
            name, extras = found[1].lower(), ", ".join(sorted(found[2].split(",")))
            for lock in LOCKS:
                text = (ROOT / "infra" / lock).read_text(encoding="utf-8")
                assert f"\n{name}[{extras}]==" in text, (lock, item)


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.ruff]")[0]
    asked = re.findall(r'^    "([^"]+)",(.*)$', text, re.MULTILINE)
    assert len(asked) > 30
    silent = [name for name, rest in asked if not re.match(r"\s*# .{6,}", rest)]
    assert silent == []
