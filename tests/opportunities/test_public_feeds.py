"""What everybody may read in a feed reader or a calendar, and what nobody does."""

import datetime as dt
from xml.etree import ElementTree

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.organisations.actions import suspend
from community.organisations.models import Standing
from opportunities.models import AvoidedArea
from tests.factories.opportunities import AreaFactory, SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED, DATES = reverse("opportunities:public_feed"), reverse("opportunities:public_dates")
BOTH = pytest.mark.parametrize("address", [FEED, DATES])


@pytest.fixture
def session():
    return SessionFactory(
        capacity=1,
        opportunity__title="Plum picking",
        opportunity__summary="Pick plums; eat some.",
        opportunity__place="Canary Lane 12",
        opportunity__ask_for="Canary Rosa",
        opportunity__area=AreaFactory(label="Northgate"),
        opportunity__organisation__name="Sallow Trust",
    )


def text(address, client=None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_feed_is_atom_with_stable_names(session):
    feed = ElementTree.fromstring(text(FEED))
    (entry,) = feed.findall(f"{ATOM}entry")
    posting = session.opportunity
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{posting.public_id}"
    assert entry.findtext(f"{ATOM}title") == "Plum picking"
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/opportunities/{posting.public_id}/")
    assert entry.findtext(f"{ATOM}summary") == "Sallow Trust · Northgate · Pick plums; eat some."
    assert feed.findtext(f"{ATOM}title") == "New things to do"


def test_dates_are_a_calendar_with_the_part_of_town(session):
    (event,) = icalendar.Calendar.from_ical(text(DATES)).events
    assert event["uid"] == str(session.public_id)
    assert (event["summary"], event["location"]) == ("Plum picking", "Northgate")
    assert event["description"] == "Sallow Trust. Pick plums; eat some."
    assert event.start == session.starts_at.replace(microsecond=0)
    assert all(len(line.encode()) <= 75 for line in text(DATES).split("\r\n"))


@BOTH
def test_feed_holds_no_exact_place_and_nobody(session, participant, address):
    SignUpFactory(person=participant, session=session, alias="Canary Sam", note="Canary note")
    body = text(address)
    assert "Plum picking" in body
    assert "Canary" not in body
    assert "ORGANIZER" not in body


@BOTH
def test_feed_is_the_same_whether_somebody_comes_or_not(session, participant, address):
    before = text(address)
    SignUpFactory(person=participant, session=session)
    session.refresh_from_db()
    assert session.is_full
    assert text(address).encode() == before.encode()


@BOTH
def test_feed_says_nothing_of_where_a_support_group_meets(session, address):
    session.opportunity.kind = "group"
    session.opportunity.save()
    body = text(address)
    assert "Plum picking" in body
    assert "Northgate" not in body


HIDDEN = [
    {"opportunity__live": False},
    {"opportunity__held_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    {"opportunity__organisation__standing": Standing.UNVERIFIED},
    {"opportunity__organisation__standing": Standing.SUSPENDED},
    {"opportunity__organisation__verified_until": dt.date(2026, 1, 1)},
    {"cancelled_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
]


@BOTH
@pytest.mark.parametrize(
    "how", HIDDEN, ids=["draft", "held", "unverified", "suspended", "expired", "called off"]
)
def test_what_is_not_public_is_in_no_feed(address, how):
    """safety.md #16."""
    SessionFactory(opportunity__title="Plum picking", **how)
    assert "Plum picking" not in text(address)


@BOTH
def test_what_staff_stop_is_gone_at_once(
    session, staff, address, django_capture_on_commit_callbacks
):
    assert "Plum picking" in text(address)
    with django_capture_on_commit_callbacks(execute=True):
        organisation = session.opportunity.organisation
        suspend(organisation=organisation, by=staff, now=timezone.now())
    assert "Plum picking" not in text(address)


@BOTH
def test_what_somebody_keeps_away_is_not_shown_to_them(session, participant, as_person, address):
    area = session.opportunity.area
    AvoidedArea.objects.create(person=participant, area=area, created_at=timezone.now())
    assert "Plum picking" not in text(address, as_person(participant))
    assert "Plum picking" in text(address)


@BOTH
def test_kept_feed_costs_no_query_and_unchanged_is_not_sent_again(
    session, address, django_assert_num_queries
):
    client = Client()
    tag = client.get(address)["ETag"]
    with django_assert_num_queries(0):
        assert client.get(address).status_code == 200
        again = client.get(f"{address}?x=1", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@BOTH
@pytest.mark.parametrize("number", [1, 5])
def test_feed_costs_one_query_however_long(address, number, django_assert_num_queries):
    for _ in range(number):
        SessionFactory()
    with django_assert_num_queries(1):
        text(address)


@BOTH
def test_stranger_gets_no_cookie(session, address):
    answer = Client().get(address)
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-cache"


def test_list_links_to_the_feed(session):
    page = text(reverse("opportunities:find"))
    assert f'type="application/atom+xml" title="New things to do" href="{FEED}"' in page


@BOTH
def test_feed_of_nothing_is_a_feed(address):
    assert text(address)
