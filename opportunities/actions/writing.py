"""A posting is written step by step: kept at each, and sent once nothing is missing.

What a step does not ask for is never touched by it, so two windows at two steps do not undo each
other.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from opportunities.models import Opportunity, Part
from opportunities.models.vocabulary import ONLINE

from .publishing import refuse_strangers, save_draft, submit_for_review

NO_SUMMARY: Final = _("Say in a sentence what it is")
NO_WHERE: Final = _("Choose a part of town, or give a ZIP code")
NO_ASK_FOR: Final = _("Tell people who to ask for")
# What a copy takes along: the words, and nothing of dates, people, holds or where it came from.
COPIED: Final = (
    "organisation", "kind", "title", "summary", "description", "rhythm", "motif", "written_in",
    "in_other_languages", "area", "postcode", "place", "getting_there", "who_comes", "cost",
    "commitment", "ask_for", "bring", "arrival", "rules",
)  # fmt: skip
OF_A_PART: Final = ("name", "places", "order", "written_in", "in_other_languages")
A_MOMENT: Final = dt.timedelta(seconds=10)
CHOSEN: Final = ("needs", "languages", "interests", "cautions", "goals", "teaches", "uses")


class Unfinished(Exception):
    """Something is missing without which nobody can come."""


class NothingWaits(Exception):
    """It is not with staff."""


def missing_words(opportunity: Opportunity, *, is_online: bool | None = None) -> dict[str, Any]:
    """What has to be said before staff read it: a question's name, and the words that ask for it.

    Of a draft as `get_latest_revision_as_object()` gives it; `is_online` if it is known already.
    """
    is_somewhere = opportunity.area_id or opportunity.postcode
    if is_online is None:
        is_online = any(need.slug == ONLINE for need in opportunity.needs.all())
    found: dict[str, Any] = {}
    if not opportunity.summary.strip():
        found["summary"] = NO_SUMMARY
    if not is_somewhere and not is_online:
        found["area"] = NO_WHERE
    if not opportunity.ask_for.strip():
        found["ask_for"] = NO_ASK_FOR
    return found


@transaction.atomic
def keep_words(
    *, opportunity: Opportunity, words: Mapping[str, Any], by: User, now: dt.datetime
) -> Opportunity:
    """Put these words into the latest draft and leave all others as they are.

    Nothing is kept if nothing is another: a live posting has no change to be sent then. Raises
    NotYours, InReview, and ValidationError for words that a form would have refused.
    """
    row = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    draft: Opportunity = row.get_latest_revision_as_object()
    if not words:
        return draft
    for name, value in words.items():
        draft._meta.get_field(name).save_form_data(draft, value)
    return save_draft(opportunity=draft, by=by, now=now)


@transaction.atomic
def send_to_staff(*, opportunity: Opportunity, by: User, now: dt.datetime) -> Opportunity:
    """Hand the latest draft to staff, if it says all that it has to.

    Raises Unfinished, NotYours, NobodyReviews.
    """
    row = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    missing = missing_words(row.get_latest_revision_as_object())
    if missing:
        raise Unfinished(" ".join(str(words) for words in missing.values()))
    return submit_for_review(opportunity=row, by=by, now=now)


@transaction.atomic
def take_back(*, opportunity: Opportunity, by: User, now: dt.datetime) -> Opportunity:
    """Take what waits for staff back to write on; it is sent again like anything else.

    Raises NotYours, and NothingWaits where staff have answered already.
    """
    refuse_strangers(opportunity, by)
    row = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    review = row.current_workflow_state
    if review is None or review.status != review.STATUS_IN_PROGRESS:
        raise NothingWaits(_("Staff have answered already, or it was taken back before."))
    review.cancel(user=by)
    return row


@transaction.atomic
def copy_posting(*, opportunity: Opportunity, by: User, now: dt.datetime) -> Opportunity:
    """Begin a new draft with the words and parts of an old posting: no dates, no people, no review.

    A second press right after the first gives the copy that is there. Raises NotYours, and
    ValidationError if its words would be refused today.
    """
    Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)  # one at a time
    source: Opportunity = opportunity.get_latest_revision_as_object()
    just_made = _just_made(source, by, now)
    if just_made is not None:
        return just_made
    draft = Opportunity(**{name: getattr(source, name) for name in COPIED})
    for name in CHOSEN:
        setattr(draft, name, list(getattr(source, name).all()))
    copy = save_draft(opportunity=draft, by=by, now=now)
    Part.objects.bulk_create(
        Part(opportunity=copy, **{name: getattr(part, name) for name in OF_A_PART})
        for part in opportunity.parts.all()
    )
    return copy


def _just_made(source: Opportunity, by: User, now: dt.datetime) -> Opportunity | None:
    """The draft with this title that the same person began a moment ago, if there is one."""
    drafts = Opportunity.objects.filter(
        organisation=source.organisation_id, title=source.title, live=False
    )
    fresh = drafts.filter(created_at__gt=now - A_MOMENT, latest_revision__user=by)
    return fresh.exclude(pk=source.pk).order_by("pk").first()
