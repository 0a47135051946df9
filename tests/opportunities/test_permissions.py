import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from community.organisations.models import Standing
from community.safety.permissions import kept_apart_from
from opportunities.models import State
from opportunities.permissions import (
    editable_opportunities,
    may_see_place,
    visible_opportunities,
    visible_sign_ups,
    visible_workplace_sign_ups,
    what_organisation_sees,
)
from tests.conftest import NOON
from tests.factories.opportunities import OpportunityFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody():
    return AnonymousUser()


def at(partner, **fields):
    """An opportunity of the organisation that this partner works for."""
    return OpportunityFactory(organisation=partner.memberships.get().organisation, **fields)


# -- opportunities ---------------------------------------------------------------------------


def test_stranger_and_participant_see_what_is_public(anybody, participant, partner, now):
    public = OpportunityFactory()
    OpportunityFactory(live=False)
    OpportunityFactory(held_at=now)
    OpportunityFactory(organisation__standing=Standing.UNVERIFIED)
    for person in (anybody, participant):
        assert list(visible_opportunities(person, now)) == [public]


def test_partner_sees_and_edits_their_own_drafts_and_nobody_elses(partner, another_partner, now):
    draft = at(partner, live=False)
    at(another_partner, live=False)
    public_elsewhere = at(another_partner)
    assert set(visible_opportunities(partner, now)) == {draft, public_elsewhere}
    assert list(editable_opportunities(partner)) == [draft]


def test_staff_see_all_and_editors_what_is_public(editor, staff, now):
    held = OpportunityFactory(held_at=now)
    assert list(visible_opportunities(staff, now)) == [held]
    assert not visible_opportunities(editor, now).exists()
    for person in (editor, staff):
        assert not editable_opportunities(person).exists()


def test_nobody_else_edits(anybody, participant, partner):
    at(partner)
    for person in (anybody, participant):
        assert not editable_opportunities(person).exists()


@pytest.mark.parametrize("end", ["suspended", "no longer a partner", "deactivated", "left"])
def test_partner_whose_work_ended_edits_and_sees_nothing(partner, end, now):
    row = SignUpFactory(session__opportunity=at(partner))
    assert list(visible_workplace_sign_ups(partner, now)) == [row]
    membership = partner.memberships.get()
    if end == "suspended":
        membership.organisation.standing = Standing.SUSPENDED
        membership.organisation.save(update_fields=["standing"])
    elif end == "left":
        membership.delete()
    else:
        partner.role = "participant" if end == "no longer a partner" else partner.role
        partner.is_active = end != "deactivated"
        partner.save()
    assert not editable_opportunities(partner).exists()
    assert not visible_workplace_sign_ups(partner, now).exists()


# -- sign-ups --------------------------------------------------------------------------------


def test_sign_ups_are_seen_by_the_person_alone(
    participant, another_participant, partner, staff, anybody
):
    mine = SignUpFactory(person=participant, session__opportunity=at(partner))
    SignUpFactory(person=another_participant, session=mine.session)
    assert list(visible_sign_ups(participant)) == [mine]
    for person in (partner, staff, anybody):
        assert not visible_sign_ups(person).exists()
    participant.is_active = False
    assert not visible_sign_ups(participant).exists()


def test_partner_sees_who_has_a_place_with_their_own_organisation(partner, another_partner, now):
    mine = SignUpFactory(session__opportunity=at(partner))
    elsewhere = SignUpFactory(session__opportunity=at(another_partner))
    assert list(visible_workplace_sign_ups(partner, now)) == [mine]
    assert list(visible_workplace_sign_ups(another_partner, now)) == [elsewhere]


@pytest.mark.parametrize("state", [State.WAITING, State.CANCELLED])
def test_partner_does_not_see_who_waits_or_left(partner, state, now):
    SignUpFactory(session__opportunity=at(partner), state=state)
    assert not visible_workplace_sign_ups(partner, now).exists()


def test_workplace_is_closed_to_everybody_else(
    anybody, participant, another_participant, editor, staff, now
):
    SignUpFactory(person=participant)
    for person in (anybody, participant, another_participant, editor, staff):
        assert not visible_workplace_sign_ups(person, now).exists()


def test_organisation_sees_alias_note_and_state_and_nothing_else(participant):
    row = SignUpFactory(person=participant, alias="Wren", note="A seat, please", companions=1)
    seen = what_organisation_sees(row)
    assert seen == {
        "alias": "Wren", "note": "A seat, please", "companions": 1, "part": "", "listens": False,
        "state": "confirmed",
    }  # fmt: skip
    for hidden in (participant.username, participant.email, str(participant.public_id)):
        assert hidden not in str(seen)


# -- the exact place -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "sees_it"),
    [
        (State.CONFIRMED, True),
        (State.ATTENDED, True),
        (State.WAITING, False),
        (State.CANCELLED, False),
    ],
)
def test_place_is_shown_to_who_has_a_place(participant, another_participant, state, sees_it, now):
    row = SignUpFactory(person=participant, state=state)
    opportunity = row.session.opportunity
    assert may_see_place(participant, opportunity, now) is sees_it
    assert not may_see_place(another_participant, opportunity, now)
    assert not may_see_place(participant, OpportunityFactory(), now)


def test_place_of_a_cancelled_session_is_not_shown(participant, now):
    row = SignUpFactory(person=participant, session__cancelled_at=now)
    assert not may_see_place(participant, row.session.opportunity, now)


def test_place_is_not_shown_once_the_session_is_over(participant):
    """It may have moved since, away from who came then."""
    row = SignUpFactory(person=participant, state=State.ATTENDED)
    opportunity, ends_at = row.session.opportunity, row.session.ends_at
    assert may_see_place(participant, opportunity, ends_at - dt.timedelta(seconds=1))
    assert not may_see_place(participant, opportunity, ends_at)


@pytest.mark.parametrize(
    "stopped",
    [
        {"held_at": NOON},
        {"live": False},
        {"organisation__standing": "suspended"},
        {"organisation__verified_until": NOON.date() - dt.timedelta(days=1)},
    ],
    ids=["held", "unpublished", "suspended", "expired"],
)
def test_what_staff_stopped_shows_neither_place_nor_who_comes(participant, partner, now, stopped):
    row = SignUpFactory(person=participant, session__opportunity=at(partner))
    opportunity = row.session.opportunity
    assert may_see_place(participant, opportunity, now)
    assert visible_workplace_sign_ups(partner, now).exists()
    for name, value in stopped.items():
        of, _, name = name.rpartition("__")
        changed = opportunity.organisation if of else opportunity
        setattr(changed, name, value)
        changed.save(update_fields=[name])
    assert not may_see_place(participant, opportunity, now)
    assert not visible_workplace_sign_ups(partner, now).exists()


def test_place_is_on_the_public_page_for_nobody_without_a_place(
    partner, another_partner, editor, staff, anybody, now
):
    """Who answers for it reads it where they work: there a password alone opens nothing."""
    opportunity = at(partner)
    for person in (partner, another_partner, editor, staff, anybody):
        assert not may_see_place(person, opportunity, now)


# -- kept apart ------------------------------------------------------------------------------


def test_people_are_kept_apart_both_ways(now, block):
    one, other, third = UserFactory.create_batch(3)
    block(one, other, now)
    assert list(kept_apart_from(one.pk)) == [other.pk]
    assert list(kept_apart_from(other.pk)) == [one.pk]
    assert not kept_apart_from(third.pk).exists()
