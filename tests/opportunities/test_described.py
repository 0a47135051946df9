"""What the page of an activity says to search engines: what stands on it for everybody, no more."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.signups import sign_up
from opportunities.models import Kind
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
PLACE = "14 Canary Lane"


def said(client, opportunity) -> dict[str, object]:
    """What is said to them; nothing where there is no such element."""
    page = client.get(reverse("opportunities:detail", args=[opportunity.public_id]))
    found = ELEMENT.findall(page.content.decode())
    return json.loads(found[0]) if found else {}


@pytest.fixture
def date():
    opportunity = OpportunityFactory(
        title="Soup table", area=AreaFactory(label="North side"), place=PLACE
    )
    return SessionFactory(opportunity=opportunity, time_zone="America/Chicago", capacity=7)


def test_next_date_is_an_event_by_the_clock_of_the_place(stranger, date):
    SessionFactory(opportunity=date.opportunity, starts_at=date.starts_at.replace(year=2098))
    event = said(stranger, date.opportunity)
    assert event["@type"] == "Event"
    assert event["name"] == "Soup table"
    assert event["startDate"] == date.local_start.isoformat()
    assert event["startDate"][-6:] in {"-05:00", "-06:00"}
    assert event["endDate"] == date.local_end.isoformat()
    assert event["organizer"]["name"] == date.opportunity.organisation.name
    assert event["location"]["name"] == "North side"
    assert event["eventAttendanceMode"].endswith("OfflineEventAttendanceMode")
    assert event["url"].endswith(f"/opportunities/{date.opportunity.public_id}/")


def test_what_is_online_has_no_place_at_all(stranger, date):
    needs = [PracticalNeedFactory(slug="online")]
    event = said(stranger, SessionFactory(opportunity__needs=needs).opportunity)
    assert event["location"]["@type"] == "VirtualLocation"
    assert event["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")


def test_neither_the_place_nor_a_number_of_places_nor_anybody_is_said_even_to_who_comes(
    participant, as_person, date
):
    sign_up(session=date, by=participant, alias="Canary Sam", now=timezone.now())
    client = as_person(participant)
    page = client.get(reverse("opportunities:detail", args=[date.opportunity.public_id]))
    assert PLACE in page.content.decode()  # who comes reads it on the page
    event = json.dumps(said(client, date.opportunity))
    assert "Canary" not in event
    assert "apacity" not in event


def test_of_a_support_group_and_without_a_date_nothing_is_said(stranger, date):
    group = SessionFactory(opportunity__kind=Kind.GROUP, opportunity__area=AreaFactory())
    assert said(stranger, group.opportunity) == {}
    assert said(stranger, OpportunityFactory()) == {}


def test_words_of_a_posting_cannot_end_the_element(stranger, date):
    date.opportunity.title = "</script><b>Soup & bread</b>"
    date.opportunity.save()
    assert said(stranger, date.opportunity)["name"] == "</script><b>Soup & bread</b>"
