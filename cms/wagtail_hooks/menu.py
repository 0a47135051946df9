"""Staff's own actions beside "Save"."""

from typing import Any

from django.urls import reverse
from wagtail.snippets.action_menu import ActionMenuItem

from community.organisations.models import Standing
from community.organisations.permissions import may_vouch


class StaffAction(ActionMenuItem):
    """A link to one of staff's screens about the row that is being edited."""

    def __init__(self, name: str, label: Any, url_name: str, icon_name: str, order: int) -> None:
        super().__init__(order=order)
        self.name = f"action-{name}"
        self.verb = name
        self.label = label
        self.url_name = url_name
        self.icon_name = icon_name

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """The address of the screen."""
        return reverse(self.url_name, args=[parent_context["instance"].pk])


class PostingAction(StaffAction):
    """Hold or release a posting, whichever is the other of how it stands."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For who may publish; a posting under review is held just as well."""
        if context["view"] != "edit":
            return False
        is_held = context["instance"].held_at is not None
        may = context["request"].user.has_perm("opportunities.publish_opportunity")
        return may and is_held == (self.verb == "release")


class OrganisationAction(StaffAction):
    """Verify an organisation, or suspend it."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For staff; who is suspended cannot be suspended again."""
        if context["view"] != "edit" or not may_vouch(context["request"].user):
            return False
        return self.verb == "verify" or context["instance"].standing != Standing.SUSPENDED
