"""From a partner's draft to what the public sees, and back.

The words are reviewed by staff in the editors' admin; what is here is the partner's side of it
(write, send) and the staff's brake (hold, release). Nothing in here makes anything public: that
takes an approval, a verified organisation and no hold (safety.md #16, #55).
"""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Final

import zipcodes
from django.db import transaction
from django.utils.translation import gettext as _
from modelsearch import index

from community.organisations.models import Organisation
from community.people.models import User
from community.safety.cache import forget_kept_pages
from opportunities.actions.elsewhere import tell_if_elsewhere
from opportunities.actions.flagged import uncleared_flags
from opportunities.actions.pausing import pause_reminders
from opportunities.actions.reminders import plan_reminders
from opportunities.actions.signups import fill_places_again
from opportunities.actions.stopping import tell_of_stopped, tell_on_again
from opportunities.models import REPORTED, Opportunity, OpportunityQuerySet, Session, SignUp
from opportunities.permissions import written_organisations

TWO_DECIMALS: Final = Decimal("0.01")
MAY_WAIT: Final = ("summary",)  # a draft is kept without; `writing` asks for it before it is sent


class NotYours(Exception):
    """The person works neither for the organisation nor for the programme."""


class InReview(Exception):
    """Staff are reading the posting, or somebody locked it; its words cannot change meanwhile."""


class NobodyReviews(Exception):
    """The site has no review, so a posting that is sent would lie in a drawer."""


class NoReason(Exception):
    """A hold needs a reason that the organisation can act on."""


class StillFlagged(Exception):
    """Its words have a red flag that nobody of the staff has looked at."""


@transaction.atomic
def save_draft(*, opportunity: Opportunity, by: User, now: dt.datetime) -> Opportunity:
    """Keep a partner's words as a draft. What is public stays as it is.

    For an opportunity that exists, pass `get_latest_revision_as_object()` with the changes made
    to it. Coordinates are those of its ZIP code or area, never of a place (safety.md T11).
    Raises NotYours, InReview, and ValidationError for values a form would have refused.
    """
    refuse_strangers(opportunity, by)
    set_coordinates(opportunity)
    may_wait = [name for name in MAY_WAIT if not getattr(opportunity, name)]
    if opportunity.pk is None:
        opportunity.live = False
        opportunity.full_clean(exclude=may_wait)
        opportunity.save()
    elif (lock := opportunity.get_lock()) and lock.for_user(by):
        raise InReview(_("Staff are reading this now. You can change it again when they answer."))
    else:
        opportunity.full_clean(exclude=may_wait)
    opportunity.save_revision(user=by, clean=False)
    return opportunity


@transaction.atomic
def submit_for_review(*, opportunity: Opportunity, by: User, now: dt.datetime) -> Opportunity:
    """Hand the latest draft to staff. Doing it twice, or without a change, does nothing.

    A posting that was sent back is handed in again under the same review.
    Raises NotYours, NobodyReviews.
    """
    refuse_strangers(opportunity, by)
    # The lock makes a double click one review.
    opportunity = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    review = opportunity.current_workflow_state
    if review is not None:
        if review.status == review.STATUS_NEEDS_CHANGES:
            review.resume(by)
    elif not opportunity.live or opportunity.has_unpublished_changes:
        workflow = opportunity.get_workflow()
        if workflow is None:
            raise NobodyReviews(_("This site has no review yet. Please tell the staff."))
        if opportunity.latest_revision_id is None:  # it was imported
            opportunity.save_revision(user=by)
        workflow.start(opportunity, by)
    return opportunity


@transaction.atomic
def hold(*, opportunity: Opportunity, reason: str, by: User, now: dt.datetime) -> Opportunity:
    """Take a posting out of sight at once, for a reason its organisation is shown.

    Sessions and sign-ups stay as they are, but nobody is reminded. Raises NotYours, NoReason.
    """
    _refuse_all_but_staff(by)
    reason = reason.strip()[:200]
    if not reason:
        raise NoReason(_("Say why, in words that the organisation can act on."))
    held = _set_hold(opportunity, now, reason)
    _pause(Opportunity.objects.filter(pk=held.pk), now)
    return held


@transaction.atomic
def hold_reported(*, opportunity: Opportunity, now: dt.datetime) -> Opportunity:
    """Take a posting out of sight because somebody said that it isn't right; staff release it.

    Its organisation reads that staff are looking at it, never that somebody said something: it
    could guess who. Whether a report may do this is decided in `concerns`.
    """
    if opportunity.held_at is not None:
        return opportunity
    held = _set_hold(opportunity, now, REPORTED)
    _pause(Opportunity.objects.filter(pk=held.pk), now)
    return held


@transaction.atomic
def release(*, opportunity: Opportunity, by: User, now: dt.datetime) -> Opportunity:
    """End a hold; people are reminded again, unless it is out of sight for another reason.

    Raises NotYours, StillFlagged.
    """
    _refuse_all_but_staff(by)
    row = Opportunity.objects.get(pk=opportunity.pk)
    if row.live and uncleared_flags(row):
        raise StillFlagged(_("Look at its red flags first, and say what you have looked at."))
    released = _set_hold(opportunity, None, "")
    _resume(Opportunity.objects.filter(pk=released.pk), now)
    return released


@transaction.atomic
def words_published(*, opportunities: Collection[Opportunity], now: dt.datetime) -> None:
    """Bring what is on its way in step with words that have just become public.

    Reminders that say where and whom to ask for are written anew, and after a time out of sight
    people are reminded and free places given again. Words that were held on their way to be
    public (`flagged`) lead nobody there. Who has a place is told once if it is at another place.
    For Wagtail's `published`, and for a file that changes what is public.
    """
    tell_if_elsewhere(opportunities=opportunities, now=now)
    rows = Opportunity.objects.filter(pk__in=[one.pk for one in opportunities])
    _pause(rows.exclude(held_at=None), now)
    _resume(rows, now)


@transaction.atomic
def words_unpublished(*, opportunity: Opportunity, now: dt.datetime) -> None:
    """Remind nobody of what is not public any more. For Wagtail's `unpublished`."""
    _pause(Opportunity.objects.filter(pk=opportunity.pk), now)


@transaction.atomic
def organisation_stopped(*, organisation: Organisation, now: dt.datetime) -> None:
    """Remind nobody of what this organisation offers, and tell who would come soon that it is off.

    For who suspends it, right after.
    """
    _pause(Opportunity.objects.filter(organisation=organisation), now)
    tell_of_stopped(organisation=organisation, now=now)


@transaction.atomic
def organisation_verified(*, organisation: Organisation, now: dt.datetime) -> None:
    """Remind people again of what is public of this organisation; tell who heard that it is off.

    For who verifies it.
    """
    _resume(Opportunity.objects.filter(organisation=organisation), now)


def index_again(*, organisation: Organisation) -> None:
    """Make what this organisation offers found under the name that it has now."""
    for opportunity in Opportunity.objects.filter(organisation=organisation):
        index.insert_or_update_object(opportunity)
    forget_kept_pages()


def set_coordinates(opportunity: Opportunity) -> None:
    """Set the coarse coordinates from the ZIP code, or else from the area's centre.

    Two decimals of a degree are about a kilometre. Without either there are no coordinates.
    """
    centre = zip_centre(opportunity.postcode)
    if centre is None and opportunity.area is not None:
        centre = opportunity.area.latitude, opportunity.area.longitude
    opportunity.latitude, opportunity.longitude = centre or (None, None)


def zip_centre(postcode: str) -> tuple[Decimal, Decimal] | None:
    """The centre of a US ZIP code in degrees, rounded to two decimals, or None if unknown."""
    digits = postcode.strip()[:5]
    if len(digits) != 5 or not (digits.isascii() and digits.isdigit()):
        return None
    found = zipcodes.matching(digits)  # type: ignore[no-untyped-call]
    if not found:
        return None
    latitude, longitude = (
        Decimal(str(found[0][name])).quantize(TWO_DECIMALS) for name in ("lat", "long")
    )
    # The military abroad: the data has them at 0 degrees, in the sea.
    return (latitude, longitude) if latitude or longitude else None


def _pause(stopped: OpportunityQuerySet, now: dt.datetime) -> None:
    pause_reminders(sign_ups=SignUp.objects.ahead(now).filter(session__opportunity__in=stopped))


def _resume(opportunities: OpportunityQuerySet, now: dt.datetime) -> None:
    public = opportunities.public(now)
    upcoming = Session.objects.upcoming(now).filter(opportunity__in=public)
    fill_places_again(sessions=upcoming, now=now)
    sign_ups = SignUp.objects.ahead(now).filter(session__opportunity__in=public)
    plan_reminders(sign_ups=sign_ups, now=now)
    tell_on_again(sign_ups=sign_ups, now=now)


def _set_hold(opportunity: Opportunity, held_at: dt.datetime | None, reason: str) -> Opportunity:
    # Only these two columns: the row in hand may carry a draft's words.
    Opportunity.objects.filter(pk=opportunity.pk).update(held_at=held_at, held_reason=reason)
    forget_kept_pages()
    opportunity.held_at, opportunity.held_reason = held_at, reason
    return opportunity


def refuse_strangers(opportunity: Opportunity, by: User) -> None:
    """Raise NotYours for whoever works neither for its organisation nor for the programme."""
    is_theirs = written_organisations(by).filter(pk=opportunity.organisation_id).exists()
    if not is_theirs and not by.has_perm("opportunities.change_opportunity"):
        raise NotYours(_("Only the organisation and the staff can change this."))


def _refuse_all_but_staff(by: User) -> None:
    if not by.has_perm("opportunities.publish_opportunity"):
        raise NotYours(_("Only staff can do this."))
