"""Which colleague added, changed or called off a date: staff read it, and nothing of who comes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.people.actions import give_role
from opportunities.actions.signups import sign_up
from opportunities.models import Opportunity, Session
from tests.factories.opportunities import OpportunityFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(home, partner) -> Opportunity:
    organisation = partner.memberships.get().organisation
    return OpportunityFactory(organisation=organisation, title="Soup table")


@pytest.fixture
def client(partner, as_person):
    return as_person(partner)


def typed(**values: object) -> dict[str, object]:
    day = (timezone.now() + dt.timedelta(days=2)).date()
    return {"date": day, "starts": "14:00", "ends": "15:30", "places": "8"} | values


def post(client, name, row, **sent):
    answer = client.post(reverse(f"opportunities:{name}", args=[row.public_id]), sent)
    assert answer.status_code == 302


def written(action: str) -> ModelLogEntry:
    return ModelLogEntry.objects.get(action=f"onward.date_{action}")


def test_each_step_is_written_down_with_who_took_it(client, partner, activity, participant):
    post(client, "workplace_dates", activity, **typed())
    session = Session.objects.get()
    sign_up(session=session, by=participant, alias="Canary Sam", now=timezone.now())
    was = session.local_start.isoformat()
    post(client, "workplace_date", session, **typed(starts="15:00", ends="16:30"))
    post(client, "workplace_date", session, cancel="", reach="one")
    added, changed, off = written("added"), written("changed"), written("off")
    assert {entry.user for entry in (added, changed, off)} == {partner}
    assert added.data == changed.data == {"when": was, "reach": "one"}
    assert off.data["when"] != was
    assert "Canary" not in str([vars(entry) for entry in (added, changed, off)])


def test_what_is_refused_is_not_written_down(client, activity):
    date = SessionFactory(opportunity=activity, starts_at=timezone.now() - dt.timedelta(days=1))
    address = reverse("opportunities:workplace_dates", args=[activity.public_id])
    client.post(address, typed(date="2020-01-01"))
    client.post(reverse("opportunities:workplace_date", args=[date.public_id]), {"cancel": ""})
    assert not ModelLogEntry.objects.filter(action__startswith="onward.date_").exists()


def test_staff_read_it_in_the_history_of_the_posting(client, activity, staff, as_person, now):
    far = (timezone.now() + dt.timedelta(days=60)).date()
    post(client, "workplace_dates", activity, **typed(again="weekly", until=far))
    desk = as_person(give_role(person=staff, role="staff", now=now), proved=True)
    where = reverse("wagtailsnippets_opportunities_opportunity:history", args=[activity.pk])
    history = desk.get(where).content.decode()
    date = Session.objects.earliest("starts_at")
    assert f"Date added: {date.day}, 2 pm (All dates from now on)" in history
    assert "rosa" in history.lower()
