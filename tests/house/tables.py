"""What the tables in docs name: tests, as path::name between backticks."""

import ast
import re
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def named(cell: str) -> list[tuple[str, str]]:
    """The path and the name of each test in a cell."""
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", cell)


@lru_cache
def _tests_of(path: str) -> set[str]:
    file = ROOT / path
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def is_there(path: str, name: str) -> bool:
    """Whether that file has that test."""
    return name in _tests_of(path)
