"""`{% frame "components/footer.html" %}`: a part of the frame around every page, rendered once.

Such a part depends on very little, so its text is kept in this process for each language, menu and
kind of visitor. Nothing about a person may stand in it: no name, no token.
"""

import functools
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from community.people.models import Role

register = template.Library()

NUMBERS = (
    _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"),
    _("nine"),
)  # fmt: skip


@register.filter
def in_words(number: int) -> str:
    """One to nine in words, more in figures: as people write."""
    return gettext(NUMBERS[number - 1]) if 1 <= number <= len(NUMBERS) else str(number)


FURNITURE = (
    "site_name",
    "town",
    "navigation",
    "footer",
    "emergency_number",
    "emergency_note",
    "crisis_lines",
    "country",
    "other_countries",
)


@functools.lru_cache(maxsize=512)
def draw_part(
    name: str,
    _language: str | None,
    furniture: tuple[Any, ...],
    area: str,
    here: str,
    *,
    is_signed_in: bool,
    is_partner: bool,
) -> SafeString:
    """The text of one part, in the active language; `_language` tells kept texts apart."""
    return SafeString(
        render_to_string(
            name,
            {
                # With attributes, as the page's own: parts may stand in parts.
                "furniture": SimpleNamespace(**dict(zip(FURNITURE, furniture, strict=True))),
                "area": area,
                "here": here,
                "is_signed_in": is_signed_in,
                "is_partner": is_partner,
            },
        ).strip()
    )


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str) -> SafeString:
    """Works without a request and without furniture, as the pages for mistakes need it."""
    kept = context.get("furniture")
    furniture = tuple(getattr(kept, field, ()) for field in FURNITURE)
    request = context.get("request")
    path = request.path if request else ""
    user = getattr(request, "user", None)  # not there when a request is refused early
    here = context.get("here") or next(
        (link.url for link in furniture[2] if link.url == path),
        "",
    )
    return draw_part(
        name,
        get_language(),
        furniture,
        str(context.get("area", "")),
        str(here),
        is_signed_in=bool(user and user.is_authenticated),
        is_partner=getattr(user, "role", "") == Role.PARTNER,
    )
