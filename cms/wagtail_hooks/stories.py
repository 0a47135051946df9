"""Stories in the editors' admin: what is missing is said beforehand, and side doors stay shut."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms.actions import purge_language
from cms.models import StoryPage
from cms.models.gate import missing


@hooks.register("before_publish_page")
def say_what_is_missing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep the version that was just stored, and say why it is not published."""
    story = page.specific
    if not isinstance(story, StoryPage):
        return None
    draft = story.get_latest_revision_as_object()
    now = timezone.now()
    reasons = missing(draft, max(now, draft.go_live_at) if draft.go_live_at else now)
    if not reasons:
        return None
    _say(request, reasons)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def not_in_bulk(
    request: HttpRequest, action: str, objects: Iterable[Any], _instance: Any
) -> HttpResponse | None:
    """Several at once: a story among them is published, or deleted, by itself and with a look."""
    if action not in {"publish", "delete"} or not any(map(_has_stories, objects)):
        return None
    _say(request, [_("There is a story among them. Open each story by itself.")])
    return redirect("wagtailadmin_explore_root")


@hooks.register("before_copy_page")
def not_copied(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A consent is to one page: a copy or an alias would have none."""
    if not _has_stories(page):
        return None
    _say(request, [_("A story is not copied: its teller said yes to this one page.")])
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_convert_alias_page")
def not_converted(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The same."""
    return not_copied(request, page)


@hooks.register("before_delete_page")
def deleted_without_a_trace(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Deleting a story deletes what Wagtail would keep of it, too (decision 8)."""
    story = page.specific
    if isinstance(story, StoryPage):
        if request.method != "POST":
            return None
        parent = story.get_parent()
        purge_language(page=story, now=timezone.now())
        messages.success(request, _("The story is deleted, with every version of it."))
        return redirect("wagtailadmin_explore", parent.pk)
    if not _has_stories(page):
        return None
    _say(request, [_("There are stories below this page. Delete each of them by itself first.")])
    return redirect("wagtailadmin_explore", page.pk)


def _has_stories(row: Any) -> bool:
    if not isinstance(row, Page):
        return False
    return StoryPage.objects.descendant_of(row, inclusive=True).exists()


def _say(request: HttpRequest, reasons: list[str]) -> None:
    for words in reasons:
        messages.error(request, words)
