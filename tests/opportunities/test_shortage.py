"""Dates that are near and have far too few people: told once, to the organisation and to staff."""

import datetime as dt

import pytest

from community.notifications.models import Message
from community.safety.models import Task
from opportunities.actions.shortage import tell_of_shortages
from opportunities.models import Opportunity, Session
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def posting(partner):
    return OpportunityFactory(organisation=partner.memberships.get().organisation)


def near(posting, now, *, days=5, capacity=6, taken=1, **values):
    made = SessionFactory(
        opportunity=posting, starts_at=now + days * DAY, capacity=capacity, **values
    )
    SignUpFactory.create_batch(taken, session=made)
    return made


def test_organisation_and_staff_are_told_once(posting, partner, now):
    session = near(posting, now)
    assert tell_of_shortages(now=now) == 1
    message, task = Message.objects.get(), Task.objects.get()
    assert (message.recipient, task.about) == (partner, posting.public_id)
    assert session.clock in message.body
    assert posting.title not in message.body
    assert posting.title in task.note
    assert tell_of_shortages(now=now + DAY) == 0
    assert Message.objects.count() == Task.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"days": 8},
        {"days": -1},
        {"taken": 2},
        {"capacity": 2, "taken": 0},
        {"capacity": None},
    ],
)
def test_far_away_small_or_well_attended_dates_are_not_told_of(other, posting, now):
    near(posting, now, **other)
    assert tell_of_shortages(now=now) == 0
    assert not Message.objects.exists()


def test_none_where_nobody_could_come(posting, now):
    """A date that is closed has fewer people for a reason that the organisation is not told."""
    near(posting, now, closed_at=now, planned=12)
    near(posting, now, cancelled_at=now)
    assert tell_of_shortages(now=now) == 0
    Session.objects.update(cancelled_at=None, closed_at=None, planned=None)
    Opportunity.objects.update(held_at=now)
    assert tell_of_shortages(now=now) == 0


def test_who_may_pass_their_place_on_still_comes(posting, now):
    session = near(posting, now, capacity=6, taken=2)
    Session.objects.filter(pk=session.pk).update(places_taken=1, places_sought=1)
    assert tell_of_shortages(now=now) == 0
