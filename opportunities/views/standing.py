"""How a partner's activity stands: draft, in review, changes asked for, live, held."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from opportunities.actions.telling import languages_of
from opportunities.actions.writing import missing_words
from opportunities.models import Opportunity
from opportunities.models.vocabulary import ONLINE


@dataclass(frozen=True)
class Standing:
    """One phrase, the look of its tag ("yes", "wait", "stop" or "") and what staff wrote."""

    words: str
    tag: str = ""
    comment: str = ""
    since: dt.datetime | None = None


def with_what_is_said(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Bring along the latest words, to tell what is missing in them."""
    is_online = Opportunity.needs.through.objects.filter(
        opportunity=OuterRef("pk"), practicalneed__slug=ONLINE
    )
    return rows.select_related("latest_revision").annotate(said_online=Exists(is_online))


def gaps_of(row: Any, online: int | None) -> list[Any]:
    """What is missing without which nobody can come; the row comes from `with_what_is_said`.

    `online` is the number of the need with which it needs no part of town.
    """
    said: dict[str, Any] = row.latest_revision.content if row.latest_revision else {}
    if said:
        is_online = online in said.get("needs", ())
        row = Opportunity(
            **{name: said.get(name) or "" for name in Opportunity.TOLD},
            written_in=said.get("written_in") or row.written_in,
            in_other_languages=said.get("in_other_languages") or {},
            postcode=said.get("postcode") or "",
            area_id=said.get("area"),
        )
    else:
        is_online = row.said_online
    missing = list(missing_words(row, is_online=is_online).values())
    old = [one.name for one in languages_of(row) if one.is_old]
    return missing + [_("Look at the words in %(language)s again") % {"language": n} for n in old]


def prefetch_reviews(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Bring along the review that is going on for each, in one more query for all of them."""
    going_on = WorkflowState.objects.filter(
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    ).select_related("current_task_state")
    return rows.prefetch_related(
        Prefetch("_workflow_states", queryset=going_on, to_attr="reviews_going_on")
    )


def is_to_send(opportunity: Any) -> bool:
    """Whether it is a draft that its organisation still has to send, or to send again; the row
    comes from `prefetch_reviews`."""
    with_staff = any(
        review.status == review.STATUS_IN_PROGRESS for review in opportunity.reviews_going_on
    )
    return not opportunity.live and not with_staff and opportunity.held_at is None


def standing_of(opportunity: Any) -> Standing:
    """How it stands; the row comes from `prefetch_reviews`. What keeps it from view comes first."""
    if opportunity.held_at is not None:
        return Standing(_("Held by staff"), "stop", opportunity.held_words)
    for review in opportunity.reviews_going_on:
        if review.status == review.STATUS_NEEDS_CHANGES:
            return Standing(_("Changes asked for"), "wait", review.current_task_state.comment)
        sent_at = review.current_task_state.started_at
        return Standing(_("With staff, to be read"), "wait", since=sent_at)
    if not opportunity.live:
        return Standing(_("Draft"))
    if opportunity.has_unpublished_changes:
        return Standing(_("Live. Your changes are not sent yet"), "wait")
    return Standing(_("Live"), "yes")
