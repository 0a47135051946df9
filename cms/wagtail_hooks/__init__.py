"""Editors' and staff's screens in Wagtail's admin.

No list of people is in here, no sign-ups, no addresses. Programme staff can look up one person by
what only that person could tell, and see who it is after they said why (safety.md T5, #38).
"""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from cms.wagtail_hooks import accounts as accounts  # its hooks: deleting is erasing
from cms.wagtail_hooks import apart, looking, partners, safeguarding, views
from cms.wagtail_hooks import checking as checking  # its hooks: checks while one writes
from cms.wagtail_hooks import dates as dates  # its hooks: which colleague changed a date
from cms.wagtail_hooks import diagnosing as diagnosing  # its hooks: why somebody does not see it
from cms.wagtail_hooks import directory as directory  # registers the directory of help
from cms.wagtail_hooks import directory_files as directory_files  # its hooks: a whole file of it
from cms.wagtail_hooks import first_talks as first_talks  # its hooks: who would like to talk
from cms.wagtail_hooks import flags as flags  # its hooks: what staff have to look at
from cms.wagtail_hooks import front_page as front_page  # its hooks: the front door stays
from cms.wagtail_hooks import mentors as mentors  # its hooks: who walks with somebody
from cms.wagtail_hooks import mentorships as mentorships  # its hooks: who walks with whom
from cms.wagtail_hooks import private as private  # its hooks: what is for some only
from cms.wagtail_hooks import rosters as rosters  # its hooks: who comes to a group, with a reason
from cms.wagtail_hooks import second_reader as second_reader  # its hooks: not by who sent it
from cms.wagtail_hooks import several as several  # its hooks: several postings at once
from cms.wagtail_hooks import stories as stories  # its hooks: nothing without a teller's yes
from cms.wagtail_hooks import story_desk as story_desk  # its hooks: what tellers said
from cms.wagtail_hooks import translations as translations  # its hooks: several languages
from cms.wagtail_hooks import waiting as waiting  # its hooks: the first screen
from cms.wagtail_hooks import wanted as wanted  # its hooks: what nobody offers
from cms.wagtail_hooks.menu import OrganisationAction, PostingAction
from cms.wagtail_hooks.opportunities import OpportunityViewSet
from cms.wagtail_hooks.organisations import OrganisationViewSet
from cms.wagtail_hooks.vocabulary import VocabularyGroup
from community.organisations.models import Organisation
from community.safety.permissions import answers_for_safety
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
        path("desk/partners/", partners.applications, name="desk_applications"),
        path("desk/partners/<uuid:public_id>/", partners.application, name="desk_application"),
        path("desk/parked/", views.parked_messages, name="desk_parked"),
        path("desk/safe/", safeguarding.tasks, name="desk_safe"),
        path("desk/safe/<uuid:public_id>/", safeguarding.task, name="desk_safe_task"),
        path("desk/safe/<uuid:public_id>/apart/", apart.keep_apart, name="desk_keep_apart"),
        path("desk/person/", looking.find, name="desk_find"),
        path("desk/person/<uuid:public_id>/", looking.person, name="desk_person"),
        path("desk/person/<uuid:public_id>/seen/", looking.details, name="desk_details"),
        path("desk/person/<uuid:public_id>/apart/<int:pk>/", apart.end, name="desk_end_apart"),
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


class ApplicationsMenuItem(MenuItem):
    """Organisations that want to work with us."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For programme staff."""
        return answers_for_safety(request.user)


@hooks.register("register_admin_menu_item")
def applications_menu_item() -> MenuItem:
    """The way to the organisations that have applied."""
    return ApplicationsMenuItem(
        _("Applications"),
        reverse("desk_applications"),
        name="partners",
        icon_name="form",
        order=215,
    )


class SafeguardingMenuItem(MenuItem):
    """What staff have to look at, and looking one person up."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For programme staff, not for an operator."""
        return answers_for_safety(request.user)


@hooks.register("register_admin_menu_item")
def safeguarding_menu_item() -> MenuItem:
    """The way to what has to be looked at today."""
    return SafeguardingMenuItem(
        _("Safeguarding"), reverse("desk_safe"), name="safe", icon_name="warning", order=190
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
