"""The front page of a site stays: everything else is below it, and goes with it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, Site


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def front_page_stays(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Send whoever presses it back, with a word."""
    return _refused(request) if _has_front_page(page) else None


@hooks.register("before_bulk_action")
def not_among_several(
    request: HttpRequest, action: str, objects: Iterable[Any], _instance: Any
) -> HttpResponse | None:
    """The same where it is one of several."""
    if action in {"delete", "unpublish"} and any(map(_has_front_page, objects)):
        return _refused(request)
    return None


def _has_front_page(row: Any) -> bool:
    if not isinstance(row, Page):
        return False
    below = Page.objects.descendant_of(row, inclusive=True)
    return Site.objects.filter(root_page__in=below).exists()


def _refused(request: HttpRequest) -> HttpResponse:
    words = _("The front page stays. Change it, or choose another one under Settings, Sites.")
    messages.error(request, words)
    return redirect("wagtailadmin_explore_root")
