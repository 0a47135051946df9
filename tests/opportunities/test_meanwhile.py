"""What somebody decides while another one saves or publishes is not undone by that."""

import datetime as dt

import pytest
from wagtail.models import Revision

from community.organisations.actions import suspend
from community.organisations.models import Organisation, Standing
from community.people.actions import give_role
from opportunities.actions.publishing import hold
from opportunities.actions.sessions import add_session
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(home, staff, now):
    """Programme staff with the permissions of their group."""
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def meanwhile(monkeypatch):
    """A function: what it is given happens in the middle of every publishing from now on."""

    def put(act):
        goes_on = Revision.is_latest_revision
        monkeypatch.setattr(Revision, "is_latest_revision", lambda self: act() or goes_on(self))

    return put


def test_hold_of_what_is_just_being_published_stays(desk, now, meanwhile):
    opportunity = OpportunityFactory()
    revision = opportunity.save_revision()

    def stop():
        hold(opportunity=Opportunity.objects.get(pk=opportunity.pk), reason="x", by=desk, now=now)

    meanwhile(stop)
    revision.publish()
    opportunity.refresh_from_db()
    assert opportunity.held_at == now
    assert not opportunity.is_public(now)


def test_date_that_is_added_to_what_is_just_being_published_is_found(now, meanwhile):
    opportunity = OpportunityFactory()
    revision = opportunity.save_revision()
    begins = now + DAY

    def add():
        add_session(
            opportunity=Opportunity.objects.get(pk=opportunity.pk),
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=1),
            capacity=None,
            now=now,
        )

    meanwhile(add)
    revision.publish()
    opportunity.refresh_from_db()
    assert opportunity.next_session_at == begins


def test_words_and_choices_are_saved_as_ever():
    opportunity = OpportunityFactory(title="Old words")
    opportunity.title = "New words"
    opportunity.save()
    assert Opportunity.objects.get(pk=opportunity.pk).title == "New words"


def test_form_that_was_open_before_a_suspension_does_not_undo_it(staff, now):
    opened = Organisation.objects.get(pk=OrganisationFactory(name="Before").pk)
    suspend(organisation=Organisation.objects.get(pk=opened.pk), by=staff, now=now)
    opened.name = "After"
    opened.save()
    opened.refresh_from_db()
    assert (opened.name, opened.standing) == ("After", Standing.SUSPENDED)
