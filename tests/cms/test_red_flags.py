"""A posting with a red flag is public only after one of the staff has looked, on every way."""

import datetime as dt

import pytest
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse

from community.people.actions import give_role
from opportunities.actions.clearing import clear_flags, flags_to_look_at
from opportunities.actions.publishing import (
    NoReason,
    NotYours,
    StillFlagged,
    hold,
    release,
    save_draft,
    submit_for_review,
)
from opportunities.models import FLAGGED, Opportunity, RedFlagLook
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.django_db
POSTINGS = "wagtailsnippets_opportunities_opportunity"
BAIT = "Great pay, and a room is provided."


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def desk(reviewer, as_person):
    return as_person(reviewer)


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


@pytest.fixture
def sent(home, partner, organisation, now) -> Opportunity:
    new = Opportunity(organisation=organisation, kind="class", title="Soup", summary=BAIT)
    saved = save_draft(opportunity=new, by=partner, now=now)
    return submit_for_review(opportunity=saved, by=partner, now=now)


def fresh(row) -> Opportunity:
    return Opportunity.objects.get(pk=row.pk)


def approve(row, reviewer) -> None:
    fresh(row).current_workflow_task_state.approve(user=reviewer)


def is_held(row, now) -> bool:
    assert not Opportunity.objects.public(now).filter(pk=row.pk).exists()
    return fresh(row).held_reason == FLAGGED


def test_approving_is_not_enough_until_somebody_has_looked(sent, reviewer, now):
    approve(sent, reviewer)
    assert fresh(sent).live
    assert is_held(sent, now)
    with pytest.raises(StillFlagged):
        release(opportunity=fresh(sent), by=reviewer, now=now)
    assert is_held(sent, now)
    clear_flags(opportunity=sent, note="Rang them; a café job.", by=reviewer, now=now)
    assert fresh(sent).is_public(now)
    look = RedFlagLook.objects.get()
    assert (look.by, look.note, look.keys) == (
        reviewer,
        "Rang them; a café job.",
        ["pay", "lodging"],
    )


def test_who_looks_before_approving_has_looked(sent, reviewer, now):
    clear_flags(opportunity=sent, note="Rang them.", by=reviewer, now=now)
    assert not fresh(sent).live
    approve(sent, reviewer)
    assert fresh(sent).is_public(now)


def test_words_without_a_flag_need_no_look(home, partner, organisation, reviewer, now):
    new = Opportunity(organisation=organisation, kind="class", title="Soup", summary="We cook.")
    saved = save_draft(opportunity=new, by=partner, now=now)
    approve(submit_for_review(opportunity=saved, by=partner, now=now), reviewer)
    assert fresh(saved).is_public(now)
    assert flags_to_look_at(saved) == []


def test_words_taken_out_before_anybody_read_them_are_no_flag(sent, partner, reviewer, now):
    draft = fresh(sent).get_latest_revision_as_object()
    draft.summary, draft.description = "We bake.", ""
    save_draft(opportunity=draft, by=reviewer, now=now)
    assert flags_to_look_at(sent) == []
    approve(sent, reviewer)
    assert fresh(sent).is_public(now)


def test_change_after_the_look_is_looked_at_again(sent, partner, reviewer, now):
    clear_flags(opportunity=sent, note="Rang them.", by=reviewer, now=now)
    approve(sent, reviewer)
    draft = fresh(sent).get_latest_revision_as_object()
    draft.description = "And a registration fee."
    submit_for_review(
        opportunity=save_draft(opportunity=draft, by=partner, now=now), by=partner, now=now
    )
    assert fresh(sent).is_public(now)  # the words that were looked at
    assert {flag.key for flag in flags_to_look_at(sent)} == {"fee", "pay", "lodging"}
    approve(sent, reviewer)
    assert is_held(sent, now)


def publish_by_hand(row, reviewer):
    fresh(row).latest_revision.publish(user=reviewer)


def publish_on_time(row, reviewer):
    draft = fresh(row).get_latest_revision_as_object()
    draft.go_live_at = row.created_at + dt.timedelta(seconds=1)
    revision = draft.save_revision(user=reviewer)
    revision.approved_go_live_at = row.created_at - dt.timedelta(days=1)
    revision.save()
    Opportunity.objects.filter(pk=row.pk).update(go_live_at=row.created_at - dt.timedelta(days=1))
    draft.go_live_at = row.created_at - dt.timedelta(days=1)
    revision.content = draft.serializable_data()
    revision.save()
    call_command("publish_scheduled")


def save_it_live(row, reviewer):
    again = fresh(row)
    again.live = True
    again.save()


def load_a_fixture(row, reviewer):
    again = fresh(row)
    again.live = True
    text = serializers.serialize("json", [again])
    for one in serializers.deserialize("json", text):
        one.save()


WAYS = [publish_by_hand, publish_on_time, save_it_live, load_a_fixture]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_of_publishing_goes_past_it(way, sent, reviewer, now):
    way(sent, reviewer)
    assert fresh(sent).live
    assert is_held(sent, now)


def test_row_that_is_born_live_is_held_from_the_start(organisation, now):
    row = OpportunityFactory(organisation=organisation, summary=BAIT)
    assert is_held(row, now)


def test_desk_of_staff_shows_why_and_asks_for_a_name_under_it(desk, sent, reviewer, now):
    edit = desk.get(reverse(f"{POSTINGS}:edit", args=[sent.pk])).content.decode()
    flags = reverse("desk_flags", args=[sent.pk])
    assert "Pay that is too good, or vague" in edit
    assert flags in edit
    page = desk.get(flags).content.decode()
    assert "A place to stay is offered" in page
    assert "a room is provided" in page
    for empty in ("", "   "):
        assert desk.post(flags, {"note": empty}).status_code == 200
    assert not RedFlagLook.objects.exists()
    assert desk.post(flags, {"note": "Rang them <b>."}).status_code == 302
    assert RedFlagLook.objects.get().by == reviewer
    assert "nobody has looked at" in desk.get(flags).content.decode()
    history = desk.get(reverse(f"{POSTINGS}:history", args=[sent.pk])).content.decode()
    assert "Rang them &lt;b&gt;." in history
    assert "Pay that is too good" not in desk.get(edit_of(sent)).content.decode()


def edit_of(row) -> str:
    return reverse(f"{POSTINGS}:edit", args=[row.pk])


def test_desk_refuses_to_release_what_nobody_looked_at(desk, sent, reviewer, now):
    approve(sent, reviewer)
    page = desk.post(reverse("desk_release", args=[sent.pk])).content.decode()
    assert "Look at its red flags first" in page
    assert is_held(sent, now)


@pytest.mark.parametrize("who", ["partner", "editor", "participant"])
def test_nobody_else_looks_or_reads_why(request, who, sent, as_person, now):
    person = request.getfixturevalue(who)
    client = as_person(person)
    flags = reverse("desk_flags", args=[sent.pk])
    assert client.get(flags).status_code in {302, 404}
    client.post(flags, {"note": "Fine"})
    with pytest.raises(NotYours):
        clear_flags(opportunity=sent, note="Fine", by=person, now=now)
    assert not RedFlagLook.objects.exists()


def test_partner_reads_that_it_waits_and_not_why(sent, partner, reviewer, as_person):
    approve(sent, reviewer)
    client = as_person(partner)
    for name, args in (("workplace", []), ("workplace_edit", [sent.public_id])):
        page = client.get(reverse(f"opportunities:{name}", args=args)).content.decode()
        assert "Staff are looking at it again" in page
        assert FLAGGED not in page
        assert "too good" not in page


def test_hold_of_staff_for_another_reason_outlives_the_look(sent, reviewer, now):
    approve(sent, reviewer)
    hold(opportunity=fresh(sent), reason="Who drives?", by=reviewer, now=now)
    clear_flags(opportunity=sent, note="Rang them.", by=reviewer, now=now)
    assert fresh(sent).held_reason == "Who drives?"
    release(opportunity=fresh(sent), by=reviewer, now=now)
    assert fresh(sent).is_public(now)


def test_look_needs_words(sent, reviewer, now):
    with pytest.raises(NoReason):
        clear_flags(opportunity=sent, note="  ", by=reviewer, now=now)
