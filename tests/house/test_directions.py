"""Our style says where a line begins and ends, never left and right: it turns round with words."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STYLES = sorted((Path(settings.BASE_DIR) / "community" / "static").rglob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# `inset-inline-start`, `margin-inline`, `text-align: start` and the like stand in their place.
SIDED = re.compile(
    r"""(?<![\w-])(?:
        (?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*\s*:
        | border-(?:top|bottom)-(?:left|right)-radius\s*:
        | (?:left|right)\s*:
        | (?:text-align|float|clear)\s*:\s*(?:left|right)
    )""",
    re.VERBOSE,
)


def sides(style: str) -> list[str]:
    """What a style says of left or right."""
    return SIDED.findall(COMMENT.sub(" ", style))


def test_no_style_names_a_side():
    assert STYLES
    assert {path.name: found for path in STYLES if (found := sides(path.read_text()))} == {}


@pytest.mark.parametrize(
    "style",
    [
        "a{margin-left:1rem}",
        "a{\n  padding-right: 0;\n}",
        "a { border-left-width: 1px }",
        "a{left:0}",
        "a{color:red;right : 0}",
        "a{float:left}",
        "a{text-align: right}",
        "a{border-top-left-radius:4px}",
    ],
)
def test_control_side_is_noticed(style):
    assert sides(style)


@pytest.mark.parametrize(
    "style",
    [
        "a{margin-inline-start:1rem}",
        "a{inset-inline-end:0}",
        "a{text-align:start}",
        ".leave-left{color:red}",
        "/* left: as it was */",
    ],
)
def test_line_that_turns_round_is_let_stand(style):
    assert not sides(style)
