"""The list of stories, and what stands where one was taken back."""

from typing import Any, ClassVar, Final

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, WorkflowPage
from wagtail.url_routing import RouteResult

from cms.models.consents import TakenDown
from cms.models.languages import InLanguages, below_in_all_languages, one_language_each
from cms.models.stories import StoryPage
from cms.models.titles import NeutralTitles

MOST: Final = 60  # stories in a list


class StoryIndexPage(InLanguages, NeutralTitles, Page):
    """The list of stories. Where one was taken down, it says so and nothing else."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    template = "cms/story_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.StoryPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it; a list in another language has the same second readers as its original."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            theirs = WorkflowPage.objects.filter(page__in=self.get_translations()).first()
            if theirs:
                WorkflowPage.objects.get_or_create(
                    page=self.page_ptr, defaults={"workflow": theirs.workflow}
                )

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A story that was taken back is gone for good, before and after it is purged."""
        if path_components and TakenDown.objects.filter(address=path_components[0]).exists():
            return RouteResult(self, kwargs={"is_gone": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, is_gone: bool = False, **kw: Any) -> Any:
        """The list, or the page for what is gone."""
        if is_gone:
            return gone(request)
        return super().serve(request, *args, **kw)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the stories that may be read now, the newest first."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        told = below_in_all_languages(self, StoryPage).told_to(request.user, timezone.now())
        rows = told.order_by("-first_published_at", "-pk")[: 2 * MOST]
        context["stories"] = one_language_each(rows)[:MOST]
        return context


def gone(request: HttpRequest) -> HttpResponse:
    """The page for a story that was taken back: it says nothing of it (410)."""
    response = render(request, "410.html", status=410)
    response["Cache-Control"] = "no-store"
    return response
