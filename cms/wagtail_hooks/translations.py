"""Pages in several languages in the editors' admin (docs/decisions/0039)."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms.models import StoryPage
from cms.models.languages import UNFINISHED, is_unfinished

# What wagtail-localize puts beside "Save": sentence beside sentence again, and no words of its own.
OF_ITS_MENU: Final = frozenset({"localize-restart-translation", "localize-convert-to-alias"})


@hooks.register("before_edit_page", order=-1)
def whole_or_not_at_all(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before wagtail-localize takes over: say why something is not done, and keep what is there."""
    if request.method != "POST":
        return None
    if isinstance(page.specific, StoryPage):
        if not OF_ITS_MENU & set(request.POST):
            return None
        words = _("A story is translated as a whole: its teller reads it and says yes to it.")
    elif request.POST.get("action") == "publish" and is_unfinished(page):
        words = str(UNFINISHED)
    else:
        return None
    messages.error(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("construct_page_action_menu")
def not_for_stories(items: list[Any], _request: HttpRequest, context: dict[str, Any]) -> None:
    """What a story is refused is not offered."""
    page = context.get("page")
    if page is not None and isinstance(page.specific, StoryPage):
        items[:] = [item for item in items if item.name not in OF_ITS_MENU]
