"""How a partner's activity stands: draft, in review, changes asked for, live, held."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from opportunities.models import Opportunity


@dataclass(frozen=True)
class Standing:
    """One phrase, the look of its tag ("yes", "wait", "stop" or "") and what staff wrote."""

    words: str
    tag: str = ""
    comment: str = ""


def prefetch_reviews(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Bring along the review that is going on for each, in one more query for all of them."""
    going_on = WorkflowState.objects.filter(
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    ).select_related("current_task_state")
    return rows.prefetch_related(
        Prefetch("_workflow_states", queryset=going_on, to_attr="reviews_going_on")
    )


def standing_of(opportunity: Any) -> Standing:
    """How it stands; the row comes from `prefetch_reviews`. What keeps it from view comes first."""
    if opportunity.held_at is not None:
        return Standing(_("Held by staff"), "stop", opportunity.held_words)
    for review in opportunity.reviews_going_on:
        if review.status == review.STATUS_NEEDS_CHANGES:
            return Standing(_("Changes asked for"), "wait", review.current_task_state.comment)
        return Standing(_("With staff, to be read"), "wait")
    if not opportunity.live:
        return Standing(_("Draft"))
    if opportunity.has_unpublished_changes:
        return Standing(_("Live. Your changes are not sent yet"), "wait")
    return Standing(_("Live"), "yes")
