import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, WorkflowContentType, WorkflowState

from cms.actions import prepare_site
from community.organisations.models import Organisation, Standing
from community.people.actions import give_role
from opportunities.actions.publishing import (
    InReview,
    NobodyReviews,
    NoReason,
    NotYours,
    hold,
    release,
    save_draft,
    set_coordinates,
    submit_for_review,
    zip_centre,
)
from opportunities.models import Interest, Opportunity
from tests.factories.opportunities import AreaFactory, OpportunityFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(home, staff, now):
    """Staff on a site that is ready, so that postings are reviewed."""
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def organisation(partner) -> Organisation:
    return partner.memberships.get().organisation


def draft(organisation, **values) -> Opportunity:
    words = {"kind": "class", "title": "Soup from scratch", "summary": "We cook and eat."}
    return Opportunity(organisation=organisation, **(words | values))


def written(opportunity) -> Opportunity:
    return Opportunity.objects.get(pk=opportunity.pk)


def approve(opportunity, by) -> None:
    written(opportunity).current_workflow_task_state.approve(user=by)


def test_save_draft_of_something_new_is_not_live(partner, organisation, now):
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    assert not written(saved).live
    assert not Opportunity.objects.public(now).exists()
    assert written(saved).latest_revision.user == partner


def test_save_draft_keeps_ticks_of_something_new(partner, organisation, now):
    prepare_site()
    new = draft(organisation)
    new.interests.set(Interest.objects.filter(slug__in=["food", "learning"]))
    saved = save_draft(opportunity=new, by=partner, now=now)
    assert {i.slug for i in written(saved).interests.all()} == {"food", "learning"}


def test_save_draft_of_a_live_posting_leaves_the_public_words(partner, organisation, now):
    live = OpportunityFactory(organisation=organisation, title="Old words")
    changed = live.get_latest_revision_as_object()
    changed.title = "New words"
    save_draft(opportunity=changed, by=partner, now=now)
    assert Opportunity.objects.public(now).get().title == "Old words"
    assert written(live).get_latest_revision_as_object().title == "New words"
    assert written(live).has_unpublished_changes


def test_save_draft_refuses_words_that_are_missing(partner, organisation, now):
    with pytest.raises(ValidationError):
        save_draft(opportunity=draft(organisation, title=""), by=partner, now=now)
    assert not Opportunity.objects.exists()


@pytest.mark.parametrize("who", ["another_partner", "participant", "editor"])
def test_save_draft_refuses_everyone_else(request, who, partner, organisation, now):
    with pytest.raises(NotYours):
        save_draft(opportunity=draft(organisation), by=request.getfixturevalue(who), now=now)
    assert not Opportunity.objects.exists()


def test_save_draft_refuses_who_left_the_organisation(partner, organisation, now):
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    partner.memberships.all().delete()
    with pytest.raises(NotYours):
        save_draft(opportunity=saved, by=partner, now=now)


def test_save_draft_refuses_a_suspended_organisation(partner, organisation, now):
    Organisation.objects.update(standing=Standing.SUSPENDED)
    with pytest.raises(NotYours):
        save_draft(opportunity=draft(organisation), by=partner, now=now)


def test_save_draft_refuses_while_staff_read(partner, organisation, reviewer, now):
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    submit_for_review(opportunity=saved, by=partner, now=now)
    with pytest.raises(InReview):
        save_draft(opportunity=written(saved), by=partner, now=now)
    save_draft(opportunity=written(saved), by=reviewer, now=now)


def test_save_draft_refuses_a_posting_that_staff_locked(partner, organisation, reviewer, now):
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    Opportunity.objects.update(locked=True, locked_by=reviewer, locked_at=now)
    with pytest.raises(InReview):
        save_draft(opportunity=written(saved), by=partner, now=now)


def test_approval_publishes_what_was_submitted(partner, organisation, reviewer, now):
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    submit_for_review(opportunity=saved, by=partner, now=now)
    assert not Opportunity.objects.public(now).exists()
    approve(saved, reviewer)
    assert Opportunity.objects.public(now).get().title == "Soup from scratch"


def test_edit_after_approval_is_reviewed_again(partner, organisation, reviewer, now):
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    submit_for_review(opportunity=saved, by=partner, now=now)
    approve(saved, reviewer)
    changed = written(saved).get_latest_revision_as_object()
    changed.title = "Stew from scratch"
    save_draft(opportunity=changed, by=partner, now=now)
    submit_for_review(opportunity=changed, by=partner, now=now)
    assert written(saved).title == "Soup from scratch"
    assert written(saved).workflow_in_progress
    approve(saved, reviewer)
    assert written(saved).title == "Stew from scratch"
    assert WorkflowState.objects.count() == 2


def test_posting_that_was_sent_back_goes_on_under_the_same_review(
    partner, organisation, reviewer, now
):
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    submit_for_review(opportunity=saved, by=partner, now=now)
    written(saved).current_workflow_task_state.reject(user=reviewer, comment="Say the cost.")
    review = written(saved).current_workflow_state
    assert review.current_task_state.comment == "Say the cost."
    changed = written(saved).get_latest_revision_as_object()
    changed.cost = "$2 for the onions"
    save_draft(opportunity=changed, by=partner, now=now)
    submit_for_review(opportunity=changed, by=partner, now=now)
    approve(saved, reviewer)
    assert WorkflowState.objects.count() == 1
    assert written(saved).live
    assert written(saved).cost == "$2 for the onions"


def test_submitting_twice_starts_one_review(partner, organisation, reviewer, now):
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    submit_for_review(opportunity=saved, by=partner, now=now)
    submit_for_review(opportunity=saved, by=partner, now=now)
    assert WorkflowState.objects.count() == 1


def test_submitting_what_is_live_and_unchanged_starts_no_review(
    partner, organisation, reviewer, now
):
    live = OpportunityFactory(organisation=organisation)
    submit_for_review(opportunity=live, by=partner, now=now)
    assert not WorkflowState.objects.exists()


def test_submitting_an_imported_draft_gives_it_a_revision(partner, organisation, reviewer, now):
    imported = OpportunityFactory(organisation=organisation, live=False)
    submit_for_review(opportunity=imported, by=partner, now=now)
    approve(imported, reviewer)
    assert written(imported).live


def test_submitting_without_a_review_says_so(partner, organisation, now):
    WorkflowContentType.objects.all().delete()
    saved = save_draft(opportunity=draft(organisation), by=partner, now=now)
    with pytest.raises(NobodyReviews, match="tell the staff"):
        submit_for_review(opportunity=saved, by=partner, now=now)


def test_submitting_anothers_posting_is_refused(another_partner, reviewer, now):
    with pytest.raises(NotYours):
        submit_for_review(opportunity=OpportunityFactory(live=False), by=another_partner, now=now)


def test_held_posting_is_invisible_until_it_is_released(reviewer, now):
    opportunity = OpportunityFactory()
    session = SessionFactory(opportunity=opportunity, places_taken=2)
    hold(opportunity=opportunity, reason=" Who drives the van? ", by=reviewer, now=now)
    assert not Opportunity.objects.public(now).exists()
    assert written(opportunity).held_reason == "Who drives the van?"
    session.refresh_from_db()
    assert session.cancelled_at is None
    assert session.places_taken == 2
    release(opportunity=opportunity, by=reviewer, now=now)
    assert Opportunity.objects.public(now).get().held_reason == ""


def test_hold_needs_a_reason(reviewer, now):
    opportunity = OpportunityFactory()
    with pytest.raises(NoReason):
        hold(opportunity=opportunity, reason="  ", by=reviewer, now=now)
    assert Opportunity.objects.public(now).exists()


def test_hold_publishes_no_draft_words(partner, organisation, reviewer, now):
    live = OpportunityFactory(organisation=organisation, title="Old words")
    changed = live.get_latest_revision_as_object()
    changed.title = "New words"
    save_draft(opportunity=changed, by=partner, now=now)
    hold(opportunity=changed, reason="Why?", by=reviewer, now=now)
    assert written(live).title == "Old words"


@pytest.mark.parametrize("who", ["partner", "participant", "editor"])
def test_only_staff_hold_and_release(request, who, now):
    prepare_site()
    person = request.getfixturevalue(who)
    opportunity = OpportunityFactory(held_at=now, held_reason="Why?")
    with pytest.raises(NotYours):
        release(opportunity=opportunity, by=person, now=now)
    with pytest.raises(NotYours):
        hold(opportunity=opportunity, reason="Mine now", by=person, now=now)
    assert written(opportunity).held_reason == "Why?"


def test_publishing_a_held_posting_leaves_it_invisible(reviewer, now):
    opportunity = OpportunityFactory(live=False)
    revision = opportunity.save_revision()
    hold(opportunity=opportunity, reason="Why?", by=reviewer, now=now)
    revision.publish(user=reviewer)
    assert written(opportunity).live
    assert not Opportunity.objects.public(now).exists()


UNTRUSTED = [
    {"standing": Standing.UNVERIFIED, "verified_until": None},
    {"standing": Standing.VERIFIED, "verified_until": dt.date(2026, 5, 3)},
    {"standing": Standing.SUSPENDED, "verified_until": dt.date(2099, 1, 1)},
]


@pytest.mark.parametrize("organisation", UNTRUSTED, ids=["unverified", "expired", "suspended"])
@pytest.mark.parametrize("path", ["approve", "publish", "scheduled", "bulk"])
def test_untrusted_organisation_is_public_by_no_path(organisation, path, reviewer, now):
    """safety.md #16 and T3: every way in which a posting can become live."""
    opportunity = OpportunityFactory(
        live=False, **{f"organisation__{name}": value for name, value in organisation.items()}
    )
    revision = opportunity.save_revision(user=reviewer)
    if path == "approve":
        submit_for_review(opportunity=opportunity, by=reviewer, now=now)
        approve(opportunity, reviewer)
    elif path == "publish":
        revision.publish(user=reviewer)
    elif path == "scheduled":
        revision.approved_go_live_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        revision.save()
        call_command("publish_scheduled", verbosity=0)
    else:
        Opportunity.objects.update(live=True)
    assert written(opportunity).live
    assert not Opportunity.objects.public(now).exists()


@pytest.mark.parametrize(
    ("postcode", "centre"),
    [
        ("10001", (Decimal("40.75"), Decimal("-74.00"))),
        ("10001-1234", (Decimal("40.75"), Decimal("-74.00"))),
        ("00000", None),
        ("", None),
        ("SW1A 1AA", None),
        ("١٢٣٤٥", None),
    ],
)
def test_centre_of_a_zip_code_has_two_decimals(postcode, centre):
    assert zip_centre(postcode) == centre


def test_coordinates_come_from_the_zip_code_or_the_area_and_else_are_empty(organisation):
    area = AreaFactory(latitude="41.00", longitude="-73.00")
    opportunity = draft(organisation, area=area, postcode="10001")
    set_coordinates(opportunity)
    assert opportunity.latitude == Decimal("40.75")
    opportunity.postcode = ""
    set_coordinates(opportunity)
    assert opportunity.longitude == "-73.00"
    opportunity.area = None
    set_coordinates(opportunity)
    assert (opportunity.latitude, opportunity.longitude) == (None, None)


def test_review_goes_to_the_programme_staff(reviewer):
    assert [g.name for g in GroupApprovalTask.objects.get(name="Staff review").groups.all()] == [
        "Programme staff"
    ]
