"""The drawings, by name: `{% icon "leaf" %}`, `{% motif "garden" "volunteer" %}`, `{% mark %}`.

All of them are symbols of one file on our own host, `drawings.svg`: a browser fetches it once, and
custom properties of the page (so dark mode, too) reach into it.
"""

import functools
import re
from pathlib import Path

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Parser, Token, Variable
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@functools.cache
def symbols() -> frozenset[str]:
    """The ids in drawings.svg: `mark`, `i-leaf`, `m-garden`."""
    sprite = Path(settings.BASE_DIR, "community", "static", "drawings.svg").read_text()
    return frozenset(re.findall(r'<symbol id="([a-z-]+)"', sprite))


@functools.lru_cache(maxsize=512)
def draw_icon(name: str, extra: str = "") -> SafeString:
    """An icon of the height of the text around it. It says nothing: a word stands beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        f"icon {extra}".strip(),
        static("drawings.svg"),
        name,
    )


@functools.lru_cache(maxsize=512)
def draw_motif(name: str, kind: str = "", extra: str = "") -> SafeString:
    """A tile with the drawing of an activity, on the ground of its kind."""
    ground = f"tile--{kind}" if kind and kind != "volunteer" else ""
    return format_html(
        '<div class="{}" aria-hidden="true"><svg focusable="false"{}>'
        '<use href="{}#m-{}"/></svg></div>',
        " ".join(filter(None, ["tile", ground, extra])),
        SafeString(' preserveAspectRatio="xMidYMid slice"' if "wide" in extra else ""),
        static("drawings.svg"),
        name,
    )


@functools.lru_cache(maxsize=1)
def draw_mark() -> SafeString:
    """The three stepping stones beside the name of the site."""
    return format_html(
        '<svg aria-hidden="true" focusable="false"><use href="{}#mark"/></svg>',
        static("drawings.svg"),
    )


DRAWINGS = {"icon": draw_icon, "motif": draw_motif, "mark": draw_mark}


class DrawingNode(template.Node):
    """One drawing. Lists show a hundred of them: the finished text is kept per name."""

    def __init__(self, tag: str, arguments: list[FilterExpression]) -> None:
        self.draw = DRAWINGS[tag]
        self.arguments = arguments

    def render(self, context: Context) -> SafeString:
        return self.draw(*[str(argument.resolve(context)) for argument in self.arguments])


@register.tag("icon")
@register.tag("motif")
@register.tag("mark")
def drawing(parser: Parser, token: Token) -> DrawingNode:
    """Raises TemplateSyntaxError for a drawing that does not exist."""
    tag, *bits = token.split_contents()
    arguments = [parser.compile_filter(bit) for bit in bits]
    if tag != "mark":
        if not arguments:
            raise template.TemplateSyntaxError(f"{tag} needs the name of a drawing.")
        name = arguments[0].var
        if not isinstance(name, Variable) and f"{tag[0]}-{name}" not in symbols():
            raise template.TemplateSyntaxError(f"There is no {tag} named {name}.")
    return DrawingNode(tag, arguments)
