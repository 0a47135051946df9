"""What a whole page is built from."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import examples
from cms.blocks.activities import ActivitiesBlock
from cms.blocks.bands import DoorsBlock, PromisesBlock, QuoteBlock, StepsBlock
from cms.blocks.directory import DirectoryBlock
from cms.blocks.words import RICH_TEXT, HeadingBlock, NoticeBlock, PictureBlock


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, with what the design has: two levels of headings, lists, links, bold."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"
        preview_value = staticmethod(examples.text)
        description = _("Paragraphs, lists and links.")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT)
        super().__init__(**kwargs)


class WordsBlock(blocks.StreamBlock):
    """Words and pictures."""

    heading = HeadingBlock()
    text = TextBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    notice = NoticeBlock()


class StoryTeaserBlock(blocks.StructBlock):
    """A story of somebody, in its own title and lead: no word of it is kept here."""

    page = blocks.PageChooserBlock(label=_("Story"), page_type="cms.StoryPage")

    class Meta:
        icon = "openquote"
        label = _("Story")
        template = "cms/blocks/story.html"
        preview_template = "cms/blocks/story_preview.html"
        description = _("A way to one story. It is not there while the story is not public.")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the story, if this reader may read it at this moment."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request, page = (parent_context or {}).get("request"), value.get("page")
        person = getattr(request, "user", AnonymousUser())
        rows = page.specific_class.objects.filter(pk=page.pk) if page else None
        context["story"] = rows and rows.told_to(person, timezone.now()).first()
        return context


class NumbersBlock(blocks.StaticBlock):
    """The numbers to ring of the country that the reader chose."""

    class Meta:
        icon = "help"
        label = _("Numbers to ring")
        template = "cms/blocks/numbers.html"
        admin_text = _("The numbers under Settings, Site settings, with the day of their check.")
        preview_value = None
        description = _("The numbers that stand at the foot of every page, here in the text.")


class BodyBlock(WordsBlock):
    """What a standard page is made of."""

    steps = StepsBlock()
    activities = ActivitiesBlock()
    promises = PromisesBlock()
    doors = DoorsBlock()
    story = StoryTeaserBlock()
    directory = DirectoryBlock()
    numbers = NumbersBlock()


class StoryBlock(blocks.StreamBlock):
    """What a story is made of: the teller's words, and nothing that changes by itself."""

    heading = HeadingBlock()
    text = TextBlock()
    picture = PictureBlock()
    quote = QuoteBlock(template="cms/blocks/story_quote.html")
