"""Every text that is marked for translation, in the source and in the templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation.template import templatize

from infra.catalogue import Said

ROOT = Path(__file__).resolve().parent.parent
PLACES: Final = ("community", "opportunities", "cms", "templates")
# What each function's texts are, in their order.
FUNCTIONS: Final = {
    "_": ("english",),
    "_t": ("english",),
    "gettext": ("english",),
    "gettext_lazy": ("english",),
    "gettext_noop": ("english",),
    "ngettext": ("english", "plural"),
    "ngettext_lazy": ("english", "plural"),
    "pgettext": ("context", "english"),
    "pgettext_lazy": ("context", "english"),
    "npgettext": ("context", "english", "plural"),
    "npgettext_lazy": ("context", "english", "plural"),
}
_TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
# What Django makes of a template for gettext's programs: calls of these, and nothing else of use.
_CALL = re.compile(rf" (_|n?p?gettext)\({_TEXT}(?:, ?{_TEXT})?(?:, ?{_TEXT})?")


def said_by_site() -> dict[Said, set[str]]:
    """Each text and the files that it stands in."""
    found: dict[Said, set[str]] = {}
    for place in PLACES:
        for file in sorted((ROOT / place).rglob("*")):
            if file.suffix in READERS and file.is_file():
                text = file.read_text(encoding="utf-8")
                for said in READERS[file.suffix](text):
                    found.setdefault(said, set()).add(str(file.relative_to(ROOT)))
    return found


def of_source(text: str) -> Iterator[Said]:
    """The texts in Python."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            names = FUNCTIONS.get(name, ())
            values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if names and len(values) >= len(names) and all(map(_is_text, values[: len(names)])):
                yield Said(**dict(zip(names, map(str, values), strict=False)))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def of_template(text: str) -> Iterator[Said]:
    """The texts in a template."""
    for call in _CALL.finditer(templatize(text)):
        names = FUNCTIONS[call[1]]
        texts = [ast.literal_eval(one) for one in call.groups()[1:] if one]
        yield Said(**dict(zip(names, texts, strict=False)))


READERS: Final = {".py": of_source, ".html": of_template, ".txt": of_template}
