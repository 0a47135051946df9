"""Pages that order others: a section, a guide, and who does what here without naming anybody."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import ICONS, BodyBlock, WordsBlock, examples
from cms.fields import BodyField
from cms.models.languages import InLanguages, below_in_all_languages, one_language_each
from cms.models.pages import BANDS
from cms.models.titles import NeutralTitles
from cms.panels import AdvicePanel


class SectionPage(InLanguages, NeutralTitles, Page):
    """A group of pages that belong together, each with its title and what it is about."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    body = BodyField(WordsBlock(), verbose_name=_("before the list"), blank=True)

    template = "cms/section_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.SectionPage"]
    content_panels = [
        AdvicePanel(heading=_("Before you publish")),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below that are for everybody, as they are ordered."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["pages"] = one_language_each(
            below_in_all_languages(self).live().public().specific()
        )
        return context


class GuidePage(InLanguages, NeutralTitles, Page):
    """How one thing is done, step by step, and when somebody last looked whether it still is so."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    body = BodyField(BodyBlock(), verbose_name=_("guide"), blank=True)
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody last tried it. It stands on the page."),
    )

    bands = BANDS
    template = "cms/guide_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        AdvicePanel(heading=_("Before you publish")),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("checked_on"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def is_old(self) -> bool:
        """Whether nobody has looked at it for a year."""
        return self.checked_on is not None and (timezone.localdate() - self.checked_on).days > 365


class PartBlock(blocks.StructBlock):
    """What somebody does here. No name, no portrait: people who work here are looked for, too."""

    icon = blocks.ChoiceBlock(label=_("Icon"), choices=ICONS, default="person")
    role = blocks.CharBlock(
        label=_("Their part"),
        max_length=80,
        help_text=_("For example “Someone who answers the phone”. No name."),
    )
    text = blocks.CharBlock(label=_("What they do for you"), max_length=300)

    class Meta:
        icon = "user"
        label = _("Part")
        preview_template = "cms/blocks/previews/part.html"
        preview_value = staticmethod(examples.part)
        description = _("What one person does here, without a name.")


class TeamPage(InLanguages, NeutralTitles, Page):
    """Who does what here, by their part and never by name or face (safety.md T1)."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    parts = BodyField([("part", PartBlock())], verbose_name=_("parts"), blank=True)

    template = "cms/team_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        AdvicePanel(heading=_("Before you publish")),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("parts"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("parts")]

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("page of the team")
        verbose_name_plural = _("pages of the team")
