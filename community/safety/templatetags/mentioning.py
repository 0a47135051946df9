"""`{% page_to_mention as path %}`: this page, as a link to "Something isn't right" names it."""

import re
from typing import Any

from django import template
from django.template.context import Context
from django.urls import Resolver404, resolve

register = template.Library()
LONGEST = 200


def mentionable(path: str) -> str:
    """`path` if it is a page of this site that holds no token, else nothing.

    A link to a new password opens an account: it never goes into another address or a task.
    """
    if len(path) > LONGEST or not re.fullmatch(r"/(?!/)[\w./-]*", path):
        return ""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    is_plain = found.view_name == "wagtail_serve" or set(found.kwargs) <= {"public_id"}
    return path if is_plain and (not found.args or found.view_name == "wagtail_serve") else ""


@register.simple_tag(takes_context=True)
def page_to_mention(context: Context) -> Any:
    """The path of this page; nothing where there is no request, as on a page for a mistake."""
    request = context.get("request")
    return mentionable(request.path) if request else ""
