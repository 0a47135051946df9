import datetime as dt

import pytest

from community.organisations.models import Standing
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("standing", "days_left", "is_public"),
    [
        (Standing.VERIFIED, 0, True),
        (Standing.VERIFIED, -1, False),
        (Standing.UNVERIFIED, 30, False),
        (Standing.SUSPENDED, 30, False),
    ],
)
def test_opportunity_is_public_only_while_its_organisation_is_verified(
    now, standing, days_left, is_public
):
    opportunity = OpportunityFactory(
        organisation__standing=standing,
        organisation__verified_until=now.date() + dt.timedelta(days=days_left),
    )
    assert opportunity.is_public(now) is is_public
    assert Opportunity.objects.public(now).exists() is is_public


def test_opportunity_that_is_a_draft_or_held_is_not_public(now):
    draft = OpportunityFactory(live=False)
    held = OpportunityFactory(held_at=now)
    assert not draft.is_public(now)
    assert not held.is_public(now)
    assert not Opportunity.objects.public(now).exists()


def test_older_revision_changes_no_operational_column(now):
    opportunity = OpportunityFactory(title="Old words")
    older = opportunity.save_revision()
    session = SessionFactory(opportunity=opportunity, places_taken=2)
    opportunity.refresh_from_db()
    opportunity.title = "New words"
    opportunity.held_at = now
    opportunity.save(update_fields=["title", "held_at"])
    opportunity.save_revision().publish()
    older.publish()
    opportunity.refresh_from_db()
    assert opportunity.title == "Old words"
    assert opportunity.held_at == now
    assert opportunity.next_session == session
    assert opportunity.sessions.get().places_taken == 2
