"""Colleagues: asked to join by an owner, and gone at once."""

import datetime as dt

import pytest

from community.notifications.models import Message
from community.organisations.actions import (
    LastOwner,
    LinkOver,
    NotOwner,
    TooManyInvitations,
    WrongAccount,
    invite,
    join,
    let_go,
    suspend,
    take_back,
)
from community.organisations.models import Duty, Invitation, Membership
from community.organisations.permissions import (
    managed_organisations,
    organisations_of,
    visible_colleagues,
    visible_invitations,
)
from community.people.models import Role
from community.safety.actions import erase
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
EMAIL = "Noa@willowlane.example"


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


@pytest.fixture
def ask(organisation, partner, keep, now):
    def asked(by=partner, duty=Duty.DOOR, email=EMAIL, at=now):
        return invite(
            organisation=organisation, email=email, duty=duty, by=by, link_for=keep, now=at
        )

    return asked


def test_invitation_is_a_letter_with_a_link_whose_token_is_not_kept(ask, tokens):
    row = ask()
    letter = Message.objects.get()
    assert (letter.address, letter.recipient) == (EMAIL.lower(), None)
    assert tokens[0] in letter.body
    assert tokens[0] not in str(Invitation.objects.values().get())
    assert row.digest != tokens[0]


@pytest.mark.parametrize("duty", Duty)
def test_link_gives_the_duty_once(
    duty, ask, tokens, organisation, participant, another_participant, now
):
    ask(duty=duty)
    work = join(token=tokens[0], by=participant, now=now + 6 * DAY)
    assert (work.organisation, work.duty) == (organisation, duty)
    participant.refresh_from_db()
    assert participant.role == Role.PARTNER
    with pytest.raises(LinkOver):
        join(token=tokens[0], by=another_participant, now=now)
    another_participant.refresh_from_db()
    assert another_participant.role == Role.PARTICIPANT


@pytest.mark.parametrize(
    "how", ["wrong", "late", "taken back", "asked again", "suspended", "inviter let go", "erased"]
)
def test_link_that_is_over_gives_nothing(how, ask, tokens, organisation, participant, staff, now):
    inviter = MembershipFactory(organisation=organisation).person
    row, token, at = ask(by=inviter), tokens[0], now
    if how == "wrong":
        token = token[:-1]
    elif how == "late":
        at = now + 7 * DAY
    elif how == "taken back":
        take_back(invitation=row, by=inviter)
    elif how == "asked again":
        ask()
    elif how == "suspended":
        suspend(organisation=organisation, by=staff, now=now)
    elif how == "inviter let go":
        let_go(membership=inviter.memberships.get(), by=inviter, now=now)
    else:
        erase(person=inviter, now=now)
    with pytest.raises(LinkOver):
        join(token=token, by=participant, now=at)
    assert not participant.memberships.exists()
    assert participant.role == Role.PARTICIPANT


@pytest.mark.parametrize("who", ["staff", "editor"])
def test_who_has_other_work_here_joins_nobody_and_the_link_stays(who, request, ask, tokens, now):
    ask()
    person = request.getfixturevalue(who)
    with pytest.raises(WrongAccount):
        join(token=tokens[0], by=person, now=now)
    person.refresh_from_db()
    assert person.role == who
    assert Invitation.objects.exists()


def test_who_works_there_already_stays_as_they_are(ask, tokens, partner, now):
    ask(duty=Duty.DOOR)
    assert join(token=tokens[0], by=partner, now=now).duty == Duty.OWNER


@pytest.mark.parametrize(
    "who", ["coordinator", "door", "another_partner", "participant", "staff", "left"]
)
def test_nobody_but_an_owner_asks_or_lets_go(who, request, ask, organisation, partner, now):
    if who in Duty.values or who == "left":
        work = MembershipFactory(organisation=organisation, duty="owner" if who == "left" else who)
        person = work.person
        if who == "left":
            let_go(membership=work, by=partner, now=now)
            person.refresh_from_db()
    else:
        person = request.getfixturevalue(who)
    row = ask()
    with pytest.raises(NotOwner):
        ask(by=person, email="x@example.org")
    with pytest.raises(NotOwner):
        take_back(invitation=row, by=person)
    with pytest.raises(NotOwner):
        let_go(membership=partner.memberships.get(), by=person, now=now)
    assert not visible_colleagues(person).filter(organisation=organisation).exists()
    assert not visible_invitations(person, now).filter(organisation=organisation).exists()
    assert partner.memberships.exists()


def test_owner_sees_colleagues_and_who_is_asked(ask, partner, organisation, now):
    work = MembershipFactory(organisation=organisation, duty=Duty.DOOR)
    MembershipFactory()
    row = ask()
    assert {*visible_colleagues(partner)} == {work, partner.memberships.get()}
    assert [*visible_invitations(partner, now)] == [row]
    assert not visible_invitations(partner, now + 7 * DAY).exists()


def test_who_is_let_go_sees_nothing_at_once_and_has_an_ordinary_account(organisation, partner, now):
    work = MembershipFactory(organisation=organisation, duty=Duty.COORDINATOR)
    person = work.person
    assert organisations_of(person).exists()
    let_go(membership=work, by=partner, now=now)
    assert not organisations_of(person).exists()
    person.refresh_from_db()
    assert person.role == Role.PARTICIPANT


def test_who_works_elsewhere_too_goes_on_there(organisation, partner, now):
    work = MembershipFactory(organisation=organisation, duty=Duty.DOOR)
    MembershipFactory(person=work.person)
    let_go(membership=work, by=partner, now=now)
    work.person.refresh_from_db()
    assert work.person.role == Role.PARTNER
    assert organisations_of(work.person).count() == 1


def test_last_owner_stays(organisation, partner, now):
    MembershipFactory(organisation=organisation, duty=Duty.COORDINATOR)
    own = partner.memberships.get()
    with pytest.raises(LastOwner):
        let_go(membership=own, by=partner, now=now)
    MembershipFactory(organisation=organisation)
    let_go(membership=own, by=partner, now=now)
    assert not Membership.objects.filter(person=partner).exists()


def test_owner_of_a_suspended_organisation_manages_nothing(organisation, partner, staff, ask, now):
    suspend(organisation=organisation, by=staff, now=now)
    assert not managed_organisations(partner).exists()
    with pytest.raises(NotOwner):
        ask()


def test_letters_are_bounded(ask, now):
    for number in range(20):
        ask(email=f"noa{number}@example.org")
    with pytest.raises(TooManyInvitations):
        ask(email="one-more@example.org")


def test_inbox_is_not_flooded_by_asking_again_and_the_last_link_works(
    ask, tokens, participant, now
):
    for _again in range(3):
        ask()
    with pytest.raises(TooManyInvitations):
        ask()
    assert Message.objects.count() == 3
    join(token=tokens[2], by=participant, now=now)
