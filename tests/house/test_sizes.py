"""The sizes and habits that keep the code readable in an hour (docs/decisions/0001-layout.md)."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = ("community", "opportunities", "cms", "infra", "tests")
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 50, 150
# Words that mean "not finished". Spelled apart, so that this file does not hold them.
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + r"ME|X{3}|H" + r"ACK)\b")
# Where packages come from is the business of whoever installs, and no path is of one machine.
INDEX = "|".join(["py" + "pi", "python" + "hosted", "npm" + "js", "deb.debian"])
FOLDER = "|".join(["ro" + "ot/", "ho" + "me/[a-z]+/", "wo" + "rk/(main|shared)", "Us" + "ers/"])
PRIVATE = re.compile(rf"://[\w.-]*({INDEX})|(?<![\w/])/({FOLDER})")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def own_python() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in OWN
        and "migrations" not in path.parts
    ]


def text_files() -> list[Path]:
    kinds = {".py", ".toml", ".md", ".html", ".txt", ".css", ".js", ".sample", ".yaml", ".svg", ""}
    return [path for path in tracked() if path.suffix in kinds and path.name != "LICENSE"]


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_no_source_file_is_too_long():
    long = {str(p.relative_to(ROOT)): len(lines_of(p)) for p in own_python()}
    assert {name: count for name, count in long.items() if count > FILE_LINES} == {}


def test_no_function_is_too_long():
    every = [found for path in own_python() for found in functions(path)]
    assert [found for found in every if found[1] > FUNCTION_LINES] == []


def test_nine_functions_in_ten_are_short():
    source = [p for p in own_python() if p.relative_to(ROOT).parts[0] != "tests"]
    lengths = sorted(length for path in source for _, length in functions(path))
    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_no_template_is_too_long():
    templates = [path for path in tracked() if path.suffix == ".html"]
    long = {str(p.relative_to(ROOT)): len(lines_of(p)) for p in templates}
    assert {name: count for name, count in long.items() if count > TEMPLATE_LINES} == {}


def test_nothing_is_marked_as_unfinished():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in text_files()
        for number, line in enumerate(lines_of(path), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_no_file_names_a_machine_or_a_package_index():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in text_files()
        for number, line in enumerate(lines_of(path), 1)
        if PRIVATE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["community", "opportunities", "cms", "infra"])
def test_every_package_says_what_it_is_for(folder):
    packages = [p for p in own_python() if p.name == "__init__.py"]
    silent = [
        str(path.parent.relative_to(ROOT))
        for path in packages
        if path.relative_to(ROOT).parts[0] == folder
        and "management" not in path.parts
        and path.parent.name != "templatetags"
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_public_function_and_class_is_described():
    source = [p for p in own_python() if p.relative_to(ROOT).parts[0] != "tests"]
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in source
        if path.name != "apps.py"  # wiring: its package already says what the app is for
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_checks_themselves_would_notice():
    """A positive control: what these tests look for is found where it is."""
    assert UNFINISHED.search("# TO" + "DO later")
    assert PRIVATE.search("see https://py" + "pi.org/simple")
    assert PRIVATE.search("open('/ro" + "ot/file')")
    assert not PRIVATE.search("GET /homes/")
