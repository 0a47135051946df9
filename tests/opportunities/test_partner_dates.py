"""A partner's dates: added, moved, called off, and who comes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.organisations.models import Organisation
from opportunities.actions.signups import sign_up
from opportunities.models import Opportunity, Session
from tests.factories.opportunities import (
    OpportunityFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reviewed_site(home):
    """Postings are reviewed here."""


@pytest.fixture
def organisation(partner) -> Organisation:
    return partner.memberships.get().organisation


@pytest.fixture
def client(partner, as_person):
    return as_person(partner)


@pytest.fixture
def activity(organisation) -> Opportunity:
    return OpportunityFactory(organisation=organisation, title="Old words")


def address(name: str, row: Opportunity | Session | None = None) -> str:
    return reverse(f"opportunities:{name}", args=[row.public_id] if row else [])


def words(**values: object) -> dict[str, object]:
    typed = {
        "kind": "class",
        "title": "Soup from scratch",
        "summary": "We cook and eat.",
        "cost": "Free",
        "motif": "pot",
        "ask_for": "Mel, in a red apron",
        "postcode": "10001",
    }
    return typed | values


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def tomorrow(**values: object) -> dict[str, object]:
    day = (timezone.now() + dt.timedelta(days=2)).date()
    return {"date": day, "starts": "14:00", "ends": "3.30 pm", "places": "8"} | values


def test_partner_adds_a_date_by_the_clock_of_the_place(client, activity):
    response = client.post(address("workplace_dates", activity), tomorrow())
    assert response.url == address("workplace_dates", activity)
    session = Session.objects.get()
    assert (session.clock, session.hours) == ("2 pm", "2 pm to 3.30 pm")
    assert session.capacity == 8
    assert Opportunity.objects.get().next_session == session
    assert "0 of 8 places taken" in text_of(client.get(address("workplace_dates", activity)))


def test_dates_of_a_draft_lead_on_to_sending_it(client, activity, organisation):
    draft = OpportunityFactory(organisation=organisation, live=False)
    on = f'class="btn" href="{address("workplace_edit", draft)}"'
    assert on not in text_of(client.get(address("workplace_dates", draft)))
    assert on in text_of(client.post(address("workplace_dates", draft), tomorrow(), follow=True))
    page = text_of(client.post(address("workplace_dates", activity), tomorrow(), follow=True))
    assert "Check and send" not in page


WRONG_DATES = [
    ({"date": "2020-01-01"}, "The date has passed"),
    ({"date": "2999-01-01"}, "more than a year"),
    ({"date": "soon"}, "We can’t read that day"),
    ({"date": ""}, "Choose a day"),
    ({"ends": "13:30"}, "The end time must be later than 2 pm"),
    ({"ends": "14:00"}, "The end time must be later than 2 pm"),
    ({"starts": "25:00"}, "We can’t read that time"),
    ({"places": "0"}, "At least one place"),
    ({"places": "many"}, "A number, like 8"),
    ({"places": "9" * 30}, "too many places"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG_DATES, ids=[str(w[0]) for w in WRONG_DATES])
def test_wrong_dates_are_refused_in_words(wrong, said, client, activity):
    page = text_of(client.post(address("workplace_dates", activity), tomorrow(**wrong)), 400)
    assert said in page
    assert not Session.objects.exists()


def test_time_that_the_change_of_clocks_leaves_out_is_refused(
    partner, activity, as_person, time_machine
):
    time_machine.move_to(dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    client = as_person(partner)
    typed = tomorrow(date="2027-03-14", starts="02:30", ends="04:00")
    page = text_of(client.post(address("workplace_dates", activity), typed), 400)
    assert "The clocks change that night" in page


def test_partner_moves_a_date_and_sets_its_places(client, activity):
    session = SessionFactory(opportunity=activity, capacity=6)
    form = text_of(client.get(address("workplace_date", session)))
    assert f'value="{session.local_start:%Y-%m-%d}"' in form
    client.post(address("workplace_date", session), tomorrow(places="9"))
    session.refresh_from_db()
    assert (session.hours, session.capacity) == ("2 pm to 3.30 pm", 9)


def test_places_below_who_comes_are_refused_and_the_time_stays(client, activity):
    sign_up_row = SignUpFactory(session__opportunity=activity, session__capacity=6)
    SignUpFactory(session=sign_up_row.session)
    session = Session.objects.get()
    before = session.starts_at
    page = text_of(client.post(address("workplace_date", session), tomorrow(places="1")), 400)
    assert "More people than that have a place" in page
    session.refresh_from_db()
    assert (session.starts_at, session.capacity) == (before, 6)


def test_partner_calls_a_date_off(client, activity):
    session = SessionFactory(opportunity=activity)
    client.post(address("workplace_date", session), {"cancel": "1"})
    session.refresh_from_db()
    assert session.cancelled_at is not None
    assert "Called off" in text_of(client.get(address("workplace_date", session)))


def test_register_holds_names_and_notes_and_nothing_else(client, activity, participant, now):
    session = SessionFactory(opportunity=activity, capacity=1)
    present = timezone.now()
    sign_up(session=session, by=participant, alias="Sunny", note="Needs a seat", now=present)
    waiting = UserFactory(username="wendy", email="wendy@example.org")
    sign_up(session=session, by=waiting, alias="Waity", now=present)
    page = text_of(client.get(address("workplace_date", session)))
    assert "Sunny" in page
    assert "Needs a seat" in page
    for private in (
        participant.username,
        participant.email,
        str(participant.public_id),
        "Waity",
        "wendy",
        participant.alias + "<",
    ):
        assert private not in page.split("<main")[1]
