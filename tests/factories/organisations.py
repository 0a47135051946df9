import datetime as dt

import factory
from factory.django import DjangoModelFactory

from community.organisations.actions import verify
from community.organisations.models import Duty, Membership, Organisation, Standing

from .people import UserFactory


class OrganisationFactory(DjangoModelFactory):
    """An organisation that staff have verified for years to come."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Sallow Lane Garden {n}")
    about = "A charity that has grown food here since 2009."
    standing = Standing.VERIFIED
    verified_until = dt.date(2099, 12, 31)


class MembershipFactory(DjangoModelFactory):
    """A partner who owns an organisation, unless another duty is named."""

    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory, role="partner")
    duty = Duty.OWNER


def verify_by_two(*, by, **said):
    """Two of the staff vouch for an organisation; the second one makes it hold."""
    first, second = by
    verify(by=first, **said)
    return verify(by=second, **said)
