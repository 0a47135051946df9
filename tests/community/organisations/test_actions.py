"""Two of the staff vouch for an organisation; one is enough to stop it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from community.organisations.actions import (
    AgreementWaits,
    HasPart,
    NotAllowed,
    WrongDate,
    suspend,
    verify,
    waits_for_another,
)
from community.organisations.models import Membership, Standing, Vouching
from community.safety.models import Task
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory
from tests.factories.organisations import OrganisationFactory, verify_by_two

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def unverified():
    return OrganisationFactory(standing=Standing.UNVERIFIED, verified_until=None)


@pytest.fixture
def two(staff, another_staff):
    return staff, another_staff


@pytest.mark.parametrize("days", [0, 1, 365, 366])
def test_two_make_an_organisation_public_until_the_day(days, unverified, two, now):
    until = now.date() + days * DAY
    verify_by_two(organisation=unverified, until=until, by=two, now=now)
    unverified.refresh_from_db()
    assert unverified.is_public(until)
    assert not unverified.is_public(until + DAY)


@pytest.mark.parametrize("days", [-1, 367, 4000])
def test_verify_refuses_days_that_have_passed_or_are_over_a_year_ahead(
    days, unverified, staff, now
):
    with pytest.raises(WrongDate, match="twelve months"):
        verify(organisation=unverified, until=now.date() + days * DAY, by=staff, now=now)
    unverified.refresh_from_db()
    assert unverified.standing == Standing.UNVERIFIED
    assert not Vouching.objects.exists()


def test_colleagues_are_asked_by_a_task_until_there_are_two(unverified, two, now):
    first, second = two
    for _again in range(2):
        verify(organisation=unverified, until=now.date(), by=first, now=now)
    task = Task.objects.get()
    assert (task.about, task.done_at) == (unverified.public_id, None)
    verify(organisation=unverified, until=now.date(), by=second, now=now)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (now, second)


@pytest.mark.parametrize("standing", ["unverified", "suspended", "lapsed"])
def test_one_alone_makes_nothing_public_however_often(standing, staff, now):
    """The same for another year and after a suspension (safety.md #68)."""
    opportunity = OpportunityFactory(
        organisation__standing="verified" if standing == "lapsed" else standing,
        organisation__verified_until=now.date() - DAY,
    )
    for _again in range(3):
        verify(organisation=opportunity.organisation, until=now.date(), by=staff, now=now)
    assert not Opportunity.objects.public(now).exists()
    assert Vouching.objects.filter(second_at=None).count() == 1


def test_one_alone_gives_no_other_year(staff, now):
    organisation = OrganisationFactory(verified_until=now.date() + 3 * DAY)
    verify(organisation=organisation, until=now.date() + 300 * DAY, by=staff, now=now)
    organisation.refresh_from_db()
    assert organisation.verified_until == now.date() + 3 * DAY


def test_database_refuses_one_who_is_both(unverified, staff, now):
    with pytest.raises(IntegrityError, match="vouching_is_by_two"), transaction.atomic():
        Vouching.objects.create(
            organisation=unverified,
            until=now.date(),
            first_by=staff,
            first_at=now,
            second_by=staff,
            second_at=now,
        )


def test_of_two_days_the_earlier_one_holds(unverified, two, now):
    for person, days in zip(two, (200, 100), strict=True):
        verify(organisation=unverified, until=now.date() + days * DAY, by=person, now=now)
    assert unverified.verified_until == now.date() + 100 * DAY


def test_what_the_first_said_is_over_after_a_month(unverified, two, now):
    until, first, second = now.date() + 90 * DAY, *two
    verify(organisation=unverified, until=until, by=first, now=now)
    later = now + 30 * DAY
    assert waits_for_another(unverified, later) is None
    verify(organisation=unverified, until=until, by=second, now=later)
    unverified.refresh_from_db()
    assert unverified.standing == Standing.UNVERIFIED
    verify(organisation=unverified, until=until, by=first, now=later)
    assert unverified.standing == Standing.VERIFIED


def test_what_somebody_said_whose_account_is_gone_counts_for_nothing(unverified, two, now):
    first, second = two
    verify(organisation=unverified, until=now.date(), by=first, now=now)
    first.delete()
    verify(organisation=unverified, until=now.date(), by=second, now=now)
    unverified.refresh_from_db()
    assert unverified.standing == Standing.UNVERIFIED


def test_who_works_there_does_not_vouch(unverified, two, now):
    Membership.objects.create(organisation=unverified, person=two[1])
    verify(organisation=unverified, until=now.date(), by=two[0], now=now)
    with pytest.raises(HasPart):
        verify(organisation=unverified, until=now.date(), by=two[1], now=now)
    unverified.refresh_from_db()
    assert unverified.standing == Standing.UNVERIFIED


def test_who_agreed_to_older_words_is_not_verified_before_they_agree_again(two, now):
    organisation = OrganisationFactory(agreed_version=0)
    with pytest.raises(AgreementWaits):
        verify(organisation=organisation, until=now.date(), by=two[0], now=now)


def test_verify_keeps_the_note_unless_there_is_a_new_one(two, now):
    organisation = OrganisationFactory(verified_note="We visited in May.")
    until = now.date() + 9 * DAY
    verify_by_two(organisation=organisation, until=until, by=two, now=now)
    assert organisation.verified_note == "We visited in May."
    verify_by_two(organisation=organisation, until=until, note="We rang them.", by=two, now=now)
    organisation.refresh_from_db()
    assert organisation.verified_note == "We rang them."


def test_verify_makes_published_postings_public_at_once(unverified, two, now):
    OpportunityFactory(organisation=unverified)
    assert not Opportunity.objects.public(now).exists()
    verify_by_two(organisation=unverified, until=now.date(), by=two, now=now)
    assert Opportunity.objects.public(now).exists()


def test_suspend_hides_everything_at_once_and_two_end_it(two, now):
    opportunity = OpportunityFactory()
    organisation = opportunity.organisation
    verify(organisation=organisation, until=now.date(), by=two[0], now=now)
    suspend(organisation=organisation, by=two[0], now=now)
    assert not Opportunity.objects.public(now).exists()
    verify(organisation=organisation, until=now.date(), by=two[1], now=now)
    assert not Opportunity.objects.public(now).exists()  # what was said before counts no more
    verify(organisation=organisation, until=now.date(), by=two[0], now=now)
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
    assert not Vouching.objects.exists()


def test_staff_whose_account_is_closed_vouch_for_nobody(unverified, staff, now):
    staff.is_active = False
    with pytest.raises(NotAllowed):
        verify(organisation=unverified, until=now.date(), by=staff, now=now)
