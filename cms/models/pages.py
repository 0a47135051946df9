"""What editors write: the home page and standard pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import BodyField
from cms.furniture import forget_furniture
from cms.models.languages import InLanguages, route_in_any_language
from cms.models.titles import TITLE, NeutralTitles
from cms.panels import AdvicePanel
from opportunities.models import Area, Interest

# These blocks run from edge to edge; the others stand in the reading column.
BANDS = frozenset({"quote", "steps", "activities", "promises", "doors"})


class HomePage(InLanguages, NeutralTitles, Page):
    """The front door: a search, the next things to do, and how it works."""

    hero_heading = models.CharField(
        _("heading"), max_length=80, default="Find something good to do this week"
    )
    hero_lead = models.CharField(_("lead"), max_length=200, blank=True)
    body = BodyField(BodyBlock(), verbose_name=_("page"), blank=True)

    bands = BANDS
    opens_with = "hero_heading"
    template = "cms/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels = [
        AdvicePanel(heading=_("Before you publish")),
        *Page.content_panels,
        FieldPanel("hero_heading"),
        FieldPanel("hero_lead"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = []

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("home page")

    def titles(self) -> dict[str, tuple[str, Any]]:
        """The heading, too: it is the title of the front page."""
        return super().titles() | {"hero_heading": (self.hero_heading, TITLE)}

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a page in the reader's language, else in the one that it is in."""
        try:
            return super().route(request, path_components)
        except Http404:
            return route_in_any_language(self, request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the interests and areas of the search."""
        context = super().get_context(request, *args, **kwargs)
        context["interests"] = list(Interest.objects.all()[:8])
        context["areas"] = list(Area.objects.all())
        return context

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the menus be built anew."""
        super().save(*args, **kwargs)
        forget_furniture()


class StandardPage(InLanguages, NeutralTitles, Page):
    """Any other page: about us, how we check partners, privacy."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    body = BodyField(BodyBlock(), verbose_name=_("page"), blank=True)

    bands = BANDS
    template = "cms/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage", "cms.SectionPage"]
    content_panels = [
        AdvicePanel(heading=_("Before you publish")),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the menus be built anew."""
        super().save(*args, **kwargs)
        forget_furniture()
