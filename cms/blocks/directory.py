"""Services of the directory of help, under one of its headings."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import examples
from community.support.models import Heading
from community.support.permissions import visible_services


def heading_choices() -> list[tuple[str, str]]:
    """The kinds of help there are."""
    return list(Heading.objects.values_list("slug", "label"))


class DirectoryBlock(blocks.StructBlock):
    """A few services of one kind of help. Nothing of them is kept here, and no place is read."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    kind = blocks.ChoiceBlock(label=_("Kind of help"), choices=heading_choices)
    limit = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=12, default=3)

    class Meta:
        icon = "help"
        label = _("Services from the directory")
        template = "cms/blocks/directory.html"
        preview_value = staticmethod(examples.directory)
        description = _("Services of one kind of help, with their numbers and no address.")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add what this reader may see of it at this moment, and the way to the others."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        kind = Heading.objects.filter(slug=value.get("kind") or "").first()
        rows = visible_services(getattr(request, "user", AnonymousUser())).filter(headings=kind)
        rows = rows.prefetch_related("phones").order_by("name", "pk") if kind else rows.none()
        context["services"] = list(rows[: value.get("limit") or 3])
        context["all_url"] = reverse("support:help") + (f"?kind={kind.number}" if kind else "")
        return context
