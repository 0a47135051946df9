"""The first screen of editors and staff: what waits for them."""

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.models import GuidePage, State, StoryPage
from community.support.models import Service, TalkState
from community.support.permissions import visible_first_talks

SHOWN: Final = 8
A_YEAR: Final = dt.timedelta(days=365)


class Waiting(Component):
    """People who asked for a talk; stories that need a reader or a button, old guides, drafts."""

    name = "waiting"
    template_name = "cms/admin/waiting.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """A few rows of each; no word of what a teller said."""
        stories = StoryPage.objects.filter(consent__revoked_at=None)
        long_ago = timezone.localdate() - A_YEAR
        drafts = Page.objects.not_live().filter(first_published_at=None, expired=False)
        return {
            "to_read": stories.filter(consent__state=State.CONSENTED)[:SHOWN],
            "to_publish": stories.filter(consent__state=State.FINAL_OK, live=False)[:SHOWN],
            "at_teller": stories.filter(consent__state=State.TELLER_REVIEW)[:SHOWN],
            "old": GuidePage.objects.live().filter(checked_on__lt=long_ago)[:SHOWN],
            "talks": _talks_that_nobody_has(parent_context["request"].user),
            "services": _services_to_look_at(parent_context["request"].user),
            "drafts": drafts.exclude(depth=1).order_by("-latest_revision_created_at")[:SHOWN],
        }


def _services_to_look_at(user: Any) -> int:
    """How many services have words in another language that nobody is shown any more."""
    may_change = user.has_perm("support.change_service")
    return len(Service.objects.to_look_at_again()) if may_change else 0


def _talks_that_nobody_has(user: Any) -> int:
    """How many wait to be taken, and no word of them; none for whoever may not know of any."""
    return visible_first_talks(user).filter(state=TalkState.NEW).count()


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Before Wagtail's own panels, for whoever may enter."""
    panels.insert(0, Waiting())
