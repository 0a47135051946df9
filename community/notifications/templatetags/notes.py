"""How many notes wait, for the row of pages of "My space"."""

from typing import Any

from django import template

from community.notifications.actions import unread_notes

register = template.Library()


@register.simple_tag(takes_context=True)
def unread(context: Any) -> int:
    """How many notes the signed-in person has not read: one small query, on their own pages only.

    A page's request is asked, not its context: the row is included with no context of the page.
    """
    person = getattr(getattr(context, "request", None), "user", None)
    return unread_notes(person=person) if person is not None and person.is_authenticated else 0
