"""Editors' and staff's screens in Wagtail's admin.

Nothing of a participant is in here: no accounts, no sign-ups, no addresses (safety.md T5).
"""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from cms.wagtail_hooks import views
from cms.wagtail_hooks.menu import OrganisationAction, PostingAction
from cms.wagtail_hooks.opportunities import OpportunityViewSet
from cms.wagtail_hooks.organisations import OrganisationViewSet
from cms.wagtail_hooks.vocabulary import VocabularyGroup
from community.organisations.models import Organisation
from opportunities.models import Opportunity

register_snippet(OpportunityViewSet)
register_snippet(OrganisationViewSet)
register_snippet(VocabularyGroup)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Staff's own screens."""
    return [
        path("desk/hold/<int:pk>/", views.hold_posting, name="desk_hold"),
        path("desk/release/<int:pk>/", views.release_posting, name="desk_release"),
        path("desk/verify/<int:pk>/", views.verify_organisation, name="desk_verify"),
        path("desk/suspend/<int:pk>/", views.suspend_organisation, name="desk_suspend"),
        path("desk/parked/", views.parked_messages, name="desk_parked"),
    ]


@hooks.register("register_snippet_action_menu_item")
def staff_actions(model: type) -> PostingAction | OrganisationAction | None:
    """The first of staff's own actions under "Save"; the second is its opposite."""
    if model is Opportunity:
        return PostingAction("hold", _("Hold"), "desk_hold", "warning", order=110)
    if model is Organisation:
        return OrganisationAction("verify", _("Verify"), "desk_verify", "success", order=110)
    return None


@hooks.register("register_snippet_action_menu_item")
def staff_opposite_actions(model: type) -> PostingAction | OrganisationAction | None:
    """Release after a hold, suspend after a verification."""
    if model is Opportunity:
        return PostingAction("release", _("Release"), "desk_release", "success", order=110)
    if model is Organisation:
        return OrganisationAction("suspend", _("Suspend"), "desk_suspend", "warning", order=120)
    return None


class ParkedMenuItem(MenuItem):
    """Messages that nobody can send without a look."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For staff."""
        return request.user.has_perm("notifications.view_message")


@hooks.register("register_admin_menu_item")
def parked_menu_item() -> MenuItem:
    """The way to the messages that wait for a look."""
    return ParkedMenuItem(
        _("Parked messages"), reverse("desk_parked"), name="parked", icon_name="mail", order=320
    )


@hooks.register("construct_settings_menu")
def without_people(request: HttpRequest, items: list[Any]) -> None:
    """The list of accounts is for the operator, and even there it is not on the menu."""
    items[:] = [item for item in items if item.name not in {"users", "groups"}]


@hooks.register("register_log_actions")
def what_is_written_down(actions: LogActionRegistry) -> None:
    """Names for what staff do to postings and organisations, for the history of each."""
    actions.register_action("onward.hold", _("Hold"), _("Held"))
    actions.register_action("onward.release", _("Release"), _("Released"))
    actions.register_action("onward.verify", _("Verify"), _("Verified"))
    actions.register_action("onward.suspend", _("Suspend"), _("Suspended"))
