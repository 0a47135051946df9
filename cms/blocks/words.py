"""Blocks of words and pictures. Each is one part of the design, never free mark-up."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks import examples
from opportunities.models import Motif

# DESIGN.md 12: nothing else may come out of the editor.
RICH_TEXT = ["h2", "h3", "bold", "link", "ol", "ul", "blockquote"]

TONES = [("info", _("Information")), ("good", _("Good news")), ("warn", _("Please note"))]


class HeadingBlock(blocks.StructBlock):
    """A heading of the page."""

    text = blocks.CharBlock(label=_("Words"), max_length=120)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"
        preview_value = staticmethod(examples.heading)
        description = _("A heading in the text. The levels follow one another by themselves.")


class PictureBlock(blocks.StructBlock):
    """An uploaded picture with words for those who cannot see it, or a drawing."""

    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        required=False,
        max_length=200,
        help_text=_("For people who cannot see it. Not needed for a drawing."),
    )
    motif = blocks.ChoiceBlock(label=_("Or a drawing"), choices=Motif.choices, required=False)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"
        preview_value = staticmethod(examples.picture)
        description = _("A drawing; or a photo with words for those who cannot see it.")

    def clean(self, value: Any) -> Any:
        """Refuse a picture without words, and a block with both or neither."""
        cleaned = super().clean(value)
        if bool(cleaned["image"]) == bool(cleaned["motif"]):
            problem = ValidationError(_("Choose a picture or a drawing, one of the two."))
            raise StructBlockValidationError({"image": problem})
        if cleaned["image"] and not cleaned["alt"].strip():
            problem = ValidationError(_("Say what the picture shows."))
            raise StructBlockValidationError({"alt": problem})
        return cleaned


class NoticeBlock(blocks.StructBlock):
    """A line that must be seen."""

    tone = blocks.ChoiceBlock(label=_("Kind"), choices=TONES, default="info")
    title = blocks.CharBlock(label=_("In bold"), max_length=120)
    text = blocks.CharBlock(label=_("Then"), required=False, max_length=300)

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "cms/blocks/notice.html"
        preview_value = staticmethod(examples.notice)
        description = _("One line that nobody should miss. At most one or two on a page.")
