"""Two at the same moment, over real connections, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.cache import caches
from django.db import connections

from community.organisations.actions import (
    LastOwner,
    LinkOver,
    NotNow,
    NotOwner,
    approve,
    invite,
    join,
    let_go,
    verify,
)
from community.organisations.models import Application, Membership, Organisation, Vouching
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls):
    """Run the calls in threads that start together; return what each gave or raised."""
    start = threading.Barrier(len(calls))

    def run(call):
        try:
            start.wait(timeout=10)
            return call()
        except Exception as problem:
            return problem
        finally:
            connections.close_all()
            for cache in caches.all(initialized_only=True):
                for pool in cache._cache._pools.values():
                    pool.disconnect()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def refused(results) -> list[type]:
    return [type(one) for one in results if isinstance(one, Exception)]


def test_one_who_presses_four_times_at_once_is_still_one(staff, until, now):
    organisation = OrganisationFactory(standing="unverified", verified_until=None)
    press = partial(verify, organisation=organisation, until=until, by=staff, now=now)
    assert refused(at_once([press] * 4)) == []
    assert Organisation.objects.get().standing == "unverified"
    assert Vouching.objects.get().second_at is None


def test_two_at_once_verify_it_once(staff, another_staff, until, now):
    organisation = OrganisationFactory(standing="unverified", verified_until=None)
    rows = [Organisation.objects.get(pk=organisation.pk) for _each in range(2)]
    calls = [
        partial(verify, organisation=row, until=until, by=by, now=now)
        for row, by in zip(rows, (staff, another_staff), strict=True)
    ]
    assert refused(at_once(calls)) == []
    assert Organisation.objects.get().standing == "verified"
    vouching = Vouching.objects.get()
    assert {vouching.first_by, vouching.second_by} == {staff, another_staff}


def test_four_at_once_approve_one_application_once(checked, staff, another_staff, until, now):
    """Both of the staff, each with a double click: one organisation with one owner."""
    more = UserFactory(username="ines", role="staff")
    say = partial(approve, until=until, note="", now=now)
    calls = [
        partial(say, application=Application.objects.get(), by=by)
        for by in (staff, another_staff, more, staff)
    ]
    assert set(refused(at_once(calls))) <= {NotNow}
    assert Organisation.objects.count() == 1
    assert Membership.objects.count() == 1
    assert Vouching.objects.count() == 1


def test_two_at_once_take_up_an_invitation_once(
    partner, participant, another_participant, keep, tokens, now
):
    organisation = partner.memberships.get().organisation
    invite(
        organisation=organisation, email="noa@example.org", duty="door", by=partner,
        link_for=keep, now=now,
    )  # fmt: skip
    people = (participant, another_participant)
    results = at_once([partial(join, token=tokens[0], by=by, now=now) for by in people])
    assert refused(results) == [LinkOver]
    assert organisation.memberships.count() == 2


def test_of_two_owners_who_let_each_other_go_one_stays(partner, now):
    one = partner.memberships.get()
    other = MembershipFactory(organisation=one.organisation)
    calls = [
        partial(let_go, membership=one, by=other.person, now=now),
        partial(let_go, membership=other, by=partner, now=now),
    ]
    results = refused(at_once(calls))
    assert len(results) == 1
    assert results[0] in {NotOwner, LastOwner}
    assert one.organisation.memberships.count() == 1
