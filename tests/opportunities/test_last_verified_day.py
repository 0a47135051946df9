"""The last verified day is a day of the site: in New York it ends hours later than in UTC."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from community.organisations.actions import WrongDate, verify
from community.organisations.models import Standing, site_day
from opportunities.models import Opportunity
from tests.factories.opportunities import SessionFactory
from tests.factories.organisations import OrganisationFactory, verify_by_two

pytestmark = pytest.mark.django_db
LAST = dt.date(2026, 5, 4)
EVENING = dt.datetime(2026, 5, 5, 3, 59, 50, tzinfo=dt.UTC)  # 11.59 pm of the last day
MIDNIGHT = dt.datetime(2026, 5, 5, 4, 0, 0, tzinfo=dt.UTC)
MOMENTS = [(EVENING, True), (MIDNIGHT, False)]


@pytest.fixture
def opportunity(db):
    return SessionFactory(
        starts_at=MIDNIGHT + dt.timedelta(days=1),
        opportunity__title="Heron walk",
        opportunity__organisation__verified_until=LAST,
        opportunity__next_session_at=MIDNIGHT + dt.timedelta(days=1),
    ).opportunity


@pytest.mark.parametrize(
    ("moment", "day"), [(EVENING, LAST), (MIDNIGHT, LAST + dt.timedelta(days=1))]
)
def test_day_is_the_sites_and_not_that_of_whoever_looks(moment, day):
    with timezone.override("Asia/Tokyo"):
        assert site_day(moment) == day


@pytest.mark.parametrize(("moment", "public"), MOMENTS)
def test_posting_is_public_until_the_sites_midnight(opportunity, moment, public):
    assert Opportunity.objects.public(moment).exists() is public
    assert opportunity.is_public(moment) is public


@pytest.mark.parametrize("name", ["find", "detail"])
def test_pages_show_it_until_the_sites_midnight_and_keep_it_no_longer(opportunity, stranger, name):
    url = reverse(f"opportunities:{name}", args=[opportunity.public_id] if name == "detail" else [])
    for moment, public in MOMENTS:
        with time_machine.travel(moment, tick=False):
            assert (b"Heron walk" in stranger.get(url).content) is public


def test_staff_can_verify_until_this_very_evening(staff, another_staff):
    organisation = OrganisationFactory(standing=Standing.UNVERIFIED, verified_until=None)
    two = (staff, another_staff)
    verify_by_two(organisation=organisation, until=LAST, by=two, now=EVENING)
    assert organisation.verified_until == LAST
    with pytest.raises(WrongDate):
        verify(organisation=organisation, until=LAST, by=staff, now=MIDNIGHT)
