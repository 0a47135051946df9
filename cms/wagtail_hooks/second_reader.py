"""A page that somebody sent to be read, in the editors' admin: somebody else approves it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms.actions import is_own_review


@hooks.register("construct_page_action_menu")
def not_by_who_sent_it(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """What its sender is refused is not offered."""
    page = context.get("page")
    if page is not None and _is_own(request, page):
        items[:] = [item for item in items if item.name != "approve"]


@hooks.register("before_edit_page", order=-1)
def say_who_approves(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A form that was open before, or a button elsewhere: say why, before anything is stored."""
    if request.POST.get("workflow-action-name") != "approve" or not _is_own(request, page):
        return None
    messages.error(request, _("You sent this page to be read: somebody else approves it."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _is_own(request: HttpRequest, page: Page) -> bool:
    state = page.current_workflow_state
    return state is not None and is_own_review(state, request.user)
