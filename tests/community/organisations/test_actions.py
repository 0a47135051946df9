import datetime as dt

import pytest

from community.organisations.actions import NotAllowed, WrongDate, suspend, verify
from community.organisations.models import Standing
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unverified():
    return OrganisationFactory(standing=Standing.UNVERIFIED, verified_until=None)


@pytest.mark.parametrize("days", [0, 1, 365, 366])
def test_verify_makes_an_organisation_public_until_the_day(days, unverified, staff, now):
    until = now.date() + dt.timedelta(days=days)
    verify(organisation=unverified, until=until, by=staff, now=now)
    unverified.refresh_from_db()
    assert unverified.is_public(until)
    assert not unverified.is_public(until + dt.timedelta(days=1))


@pytest.mark.parametrize("days", [-1, 367, 4000])
def test_verify_refuses_days_that_have_passed_or_are_over_a_year_ahead(
    days, unverified, staff, now
):
    with pytest.raises(WrongDate, match="twelve months"):
        verify(
            organisation=unverified, until=now.date() + dt.timedelta(days=days), by=staff, now=now
        )
    unverified.refresh_from_db()
    assert unverified.standing == Standing.UNVERIFIED


def test_verify_keeps_the_note_unless_there_is_a_new_one(staff, now):
    organisation = OrganisationFactory(verified_note="We visited in May.")
    until = now.date() + dt.timedelta(days=9)
    verify(organisation=organisation, until=until, by=staff, now=now)
    assert organisation.verified_note == "We visited in May."
    verify(organisation=organisation, until=until, note="We rang them.", by=staff, now=now)
    organisation.refresh_from_db()
    assert organisation.verified_note == "We rang them."


def test_verify_makes_published_postings_public_at_once(unverified, staff, now):
    OpportunityFactory(organisation=unverified)
    assert not Opportunity.objects.public(now).exists()
    verify(organisation=unverified, until=now.date(), by=staff, now=now)
    assert Opportunity.objects.public(now).exists()


def test_suspend_hides_everything_at_once_and_verify_ends_it(staff, now):
    opportunity = OpportunityFactory()
    organisation = opportunity.organisation
    suspend(organisation=organisation, by=staff, now=now)
    assert not Opportunity.objects.public(now).exists()
    verify(organisation=organisation, until=now.date(), by=staff, now=now)
    assert Opportunity.objects.public(now).exists()


@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_nobody_but_staff_vouches(request, who, unverified, now):
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        verify(organisation=unverified, until=now.date(), by=person, now=now)
    with pytest.raises(NotAllowed):
        suspend(organisation=unverified, by=person, now=now)
    unverified.refresh_from_db()
    assert unverified.standing == Standing.UNVERIFIED


def test_staff_whose_account_is_closed_vouch_for_nobody(unverified, staff, now):
    staff.is_active = False
    with pytest.raises(NotAllowed):
        verify(organisation=unverified, until=now.date(), by=staff, now=now)
