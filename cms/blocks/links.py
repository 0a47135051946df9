"""Links that editors set: to a page of this site, or to one of its other addresses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks import examples


class LinkValue(blocks.StructValue):
    """A link with its address worked out."""

    @property
    def url(self) -> str:
        """The page's path, or the address that was typed."""
        page = self.get("page")
        return (page.url or "") if page else self.get("address", "")


class LinkBlock(blocks.StructBlock):
    """A link to a page of this site, or to one of its other addresses ("/opportunities/")."""

    text = blocks.CharBlock(label=_("Words"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.RegexBlock(
        label=_("Or a path on this site"),
        regex=r"^/(?!/)[\w\-/?=&.#]*$",
        required=False,
        error_messages={"invalid": _("Begin with one slash, like /opportunities/.")},
    )

    class Meta:
        icon = "link"
        preview_template = "cms/blocks/previews/link.html"
        preview_value = staticmethod(examples.link)
        description = _("A way to a page of this site.")
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        """Refuse a link with two targets or with none."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            problem = ValidationError(_("Choose a page or type a path, one of the two."))
            raise StructBlockValidationError({"page": problem})
        return cleaned
