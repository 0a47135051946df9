"""The checks beside an editor's form, made on the preview while they write."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem


class PageChecker(ContentCheckerItem):
    """What an editor can change, and no more: the frame of the page is tested by us.

    A description for search engines may well be missing: what is not written gives nobody away.
    """

    axe_include: ClassVar[list[str]] = ["main"]
    axe_run_only: ClassVar[list[str]] = [
        "alt-text-quality",
        "empty-heading",
        "heading-order",
        "identical-links-same-purpose",
        "image-alt",
        "image-redundant-alt",
        "link-name",
        "p-as-heading",
    ]
    axe_custom_rules: ClassVar[list[dict[str, Any]]] = [
        rule
        for rule in ContentCheckerItem.axe_custom_rules
        if rule["id"] != "empty-meta-description"
    ]
    axe_custom_checks: ClassVar[list[dict[str, Any]]] = [
        {
            "id": "check-image-alt-text",
            "options": {"pattern": r"\.(avif|gif|jpe?g|png|svg|webp)$|_|^(img|dsc)[- ]?\d|^\d+$"},
        }
    ]
    axe_messages: ClassVar[dict[str, dict[str, Any]]] = {
        "alt-text-quality": {
            "error_name": _("The words of a picture look like the name of a file"),
            "help_text": _("Say what the picture shows."),
        },
        "empty-heading": {
            "error_name": _("A heading has no words"),
            "help_text": _("Who listens to the page hears “heading” and then nothing."),
        },
        "heading-order": {
            "error_name": _("A heading skips a level"),
            "help_text": _("Put a larger heading before it, or make it one."),
        },
        "identical-links-same-purpose": {
            "error_name": _("Two links of the same words lead to different pages"),
            "help_text": _("Name in each what is found there."),
        },
        "image-alt": {
            "error_name": _("A picture has no words"),
            "help_text": _("Say what it shows, for people who cannot see it."),
        },
        "image-redundant-alt": {
            "error_name": _("The words of a picture stand beside it, too"),
            "help_text": _("Whoever listens hears them twice. Say what else it shows."),
        },
        "link-name": {
            "error_name": _("A link has no words"),
            "help_text": _("Say where it leads."),
        },
        "p-as-heading": {
            "error_name": _("A line in bold stands where a heading should"),
            "help_text": _("Make it a heading: people jump from one to the next."),
        },
    }


@hooks.register("construct_wagtail_userbar")
def our_checker(_request: HttpRequest, items: list[Any], *_page: Any) -> None:
    """In place of Wagtail's own."""
    items[:] = [
        PageChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
