import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.organisations.models import Organisation, Standing, site_day
from community.organisations.permissions import may_vouch, visible_organisations
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(partner):
    """The partner's own, unverified; one that is public; one expired; one suspended."""
    own = partner.memberships.get().organisation
    own.standing = Standing.UNVERIFIED
    own.save(update_fields=["standing"])
    yesterday = site_day(timezone.now()) - dt.timedelta(days=1)
    return {
        "own": own,
        "public": OrganisationFactory(),
        "expired": OrganisationFactory(verified_until=yesterday),
        "suspended": OrganisationFactory(standing=Standing.SUSPENDED),
    }


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("stranger", {"public"}),
        ("participant", {"public"}),
        ("editor", {"public"}),
        ("partner", {"public", "own"}),
        ("staff", {"public", "own", "expired", "suspended"}),
    ],
)
def test_visible_organisations(request, who, seen, organisations):
    person = AnonymousUser() if who == "stranger" else request.getfixturevalue(who)
    visible = set(visible_organisations(person))
    assert visible == {organisations[name] for name in seen}


def test_visible_organisations_of_a_closed_account_are_a_strangers(staff, organisations):
    staff.is_active = False
    assert set(visible_organisations(staff)) == {organisations["public"]}


def test_organisation_of_two_memberships_is_seen_once(partner, another_partner, organisations):
    own = organisations["own"]
    own.memberships.create(person=another_partner)
    assert visible_organisations(partner).filter(pk=own.pk).count() == 1
    assert Organisation.objects.filter(pk=own.pk).count() == 1


@pytest.mark.parametrize(
    ("who", "may"), [("participant", False), ("partner", False), ("editor", False), ("staff", True)]
)
def test_may_vouch(request, who, may):
    assert may_vouch(request.getfixturevalue(who)) is may
