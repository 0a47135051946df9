"""Each import contract is proved to notice: a copy of the code is spoiled, once for each."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("community", "opportunities", "cms")
FLOORS = "cms reads opportunities, opportunities reads community, never the other way"
APPS = "Inside community each app knows only the ones below it"
SHAPE = "Every app has the same shape"
TASKS = "Nobody imports a task: actions write rows, tasks read rows"
PRIVATE = "Views, forms and emails are private to their app"
LEAVES = "The two leaves of safety know nobody"
RULES = "Rules know neither the broker, nor the editors' admin, nor log-in"

VIOLATIONS = [
    (FLOORS, "opportunities/apps.py", "import cms.models"),
    (FLOORS, "community/notifications/apps.py", "import opportunities.models"),
    (APPS, "community/notifications/models.py", "import community.safety.models"),
    (APPS, "community/people/adapter.py", "import community.organisations.models"),
    (SHAPE, "community/people/models/person.py", "import community.people.forms"),
    (SHAPE, "community/notifications/helpers.py", "WORDS = 1"),
    (LEAVES, "community/safety/fields.py", "import community.safety.models"),
    (TASKS, "community/notifications/urls.py", "import community.notifications.tasks"),
    (PRIVATE, "cms/apps.py", "import community.people.forms"),
    (RULES, "community/notifications/actions/outbox.py", "import celery"),
]


def lint(tree: Path) -> str:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        leave = shutil.ignore_patterns("static", "locale", "__pycache__")
        shutil.copytree(ROOT / package, tree / package, ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def test_the_code_keeps_every_contract(copy):
    said = lint(copy)
    assert "0 broken" in said, said


@pytest.mark.parametrize(
    ("contract", "path", "line"), VIOLATIONS, ids=[f"{v[1]}: {v[2]}" for v in VIOLATIONS]
)
def test_contract_notices_a_violation(copy, contract, path, line):
    file = copy / path
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text((before or "") + f"\n{line}\n", encoding="utf-8")
    try:
        said = lint(copy)
    finally:
        file.unlink() if before is None else file.write_text(before, encoding="utf-8")
    assert f"{contract} BROKEN" in said, said


def test_every_contract_has_a_violation():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = [c["name"] for c in tomllib.loads(text)["tool"]["importlinter"]["contracts"]]
    assert set(names) == {violation[0] for violation in VIOLATIONS}
