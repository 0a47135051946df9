"""`{{ heading|said }}`: the words that a site starts with, in the language of whoever reads.

They are kept in the language of the site, and an editor may change each: then it is said as it was
written.
"""

import re
from html import unescape
from typing import Final

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

# A paragraph with nothing but words in it, as a new site's are.
PARAGRAPH: Final = re.compile(r"(<p(?: [^<>]*)?>)([^<>]+)(</p>)")

register = template.Library()


@register.filter
def said(words: str) -> str:
    """These words in the reader's language, if they are among those of a new site."""
    return gettext(words) if words else words


@register.filter
def said_within(html: str) -> SafeString:
    """Rich text with each plain paragraph of a new site in the reader's language."""

    def paragraph(found: re.Match[str]) -> str:
        words = unescape(found[2])
        other = said(words)
        return found[0] if other == words else f"{found[1]}{escape(other)}{found[3]}"

    # What was rich text stays as it was; our own words are escaped.
    return mark_safe(PARAGRAPH.sub(paragraph, str(html)))  # noqa: S308
