"""The operator's list of accounts: deleting one there is the erasure that people do themselves.

Wagtail would delete the row alone: places would not go on to who waits, copies in sessions would
stay, and a restored backup would bring the person back (safety.md #33).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from community.people.models import User
from community.safety.actions import erase


@hooks.register("before_delete_user")
def erase_one(request: HttpRequest, person: User) -> HttpResponse | None:
    """Erase in place of deleting; the page that asks first stays Wagtail's."""
    return _erase(request, [person]) if request.method == "POST" else None


@hooks.register("before_bulk_action")
def erase_several(
    request: HttpRequest, action_type: str, rows: Iterable[Any], _action: Any
) -> HttpResponse | None:
    """The same for several that were ticked in the list; everything else goes on as it does."""
    people = [row for row in rows if isinstance(row, User)]
    return _erase(request, people) if action_type == "delete" and people else None


def _erase(request: HttpRequest, people: list[User]) -> HttpResponse:
    for person in people:
        erase(person=person, now=timezone.now())
    messages.success(request, _("Deleted, with everything that was kept about them."))
    return redirect("wagtailusers_users:index")
