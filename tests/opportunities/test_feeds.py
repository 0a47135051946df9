import datetime as dt

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.models import State
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
START = dt.datetime(2027, 3, 9, 15, 0, tzinfo=dt.UTC)  # Tuesday, 10 am in New York


def without_token(answer):
    """A page without its form tokens, which differ every time."""
    return [line for line in answer.content.split(b"\n") if b"csrfmiddlewaretoken" not in line]


@pytest.fixture
def sign_up(participant):
    opportunity = OpportunityFactory(
        title="Canary title", place="Canary place", ask_for="Canary name", motif="garden"
    )
    session = SessionFactory(
        opportunity=opportunity, starts_at=START, ends_at=START + dt.timedelta(hours=2)
    )
    return SignUpFactory(session=session, person=participant, alias="Canary alias")


def test_event_is_a_calendar_file_that_says_only_when(as_person, participant, sign_up):
    answer = as_person(participant).get(reverse("opportunities:event", args=[sign_up.public_id]))
    body = answer.getvalue()
    (event,) = icalendar.Calendar.from_ical(body).events
    assert event.start == START
    assert event.end == START + dt.timedelta(hours=2)
    assert event["summary"] == "Garden morning"
    assert event["class"] == "PRIVATE"
    assert b"Canary" not in body
    assert b"testserver" not in body
    assert answer["Content-Disposition"] == 'attachment; filename="event.ics"'


def test_event_of_somebody_else_looks_like_one_that_is_not_there(
    as_person, another_participant, sign_up
):
    client = as_person(another_participant)
    theirs = client.get(reverse("opportunities:event", args=[sign_up.public_id]))
    missing = client.get(
        reverse("opportunities:event", args=["00000000-0000-4000-8000-000000000000"])
    )
    assert theirs.status_code == missing.status_code == 404
    assert without_token(theirs) == without_token(missing)


def test_event_without_a_place_has_no_file(as_person, participant, sign_up):
    sign_up.state = State.WAITING
    sign_up.save()
    answer = as_person(participant).get(reverse("opportunities:event", args=[sign_up.public_id]))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["event", "calendar"])
def test_calendar_asks_a_stranger_to_sign_in(stranger, sign_up, name):
    arguments = [sign_up.public_id] if name == "event" else []
    answer = stranger.get(reverse(f"opportunities:{name}", args=arguments))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_calendar_holds_own_confirmed_dates_only(
    as_person, participant, another_participant, sign_up
):
    SignUpFactory(person=another_participant, session=sign_up.session)
    long_ago = timezone.now() - dt.timedelta(days=31)
    SignUpFactory(person=participant, state=State.CANCELLED, changed_at=long_ago)
    SignUpFactory(person=participant, session__cancelled_at=long_ago)
    body = as_person(participant).get(reverse("opportunities:calendar")).getvalue()
    assert [str(event["uid"]) for event in icalendar.Calendar.from_ical(body).events] == [
        str(sign_up.public_id)
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_calendar_costs_one_query_however_long(
    as_person, participant, django_assert_num_queries, number
):
    for _ in range(number):
        SignUpFactory(person=participant)
    client = as_person(participant)
    with django_assert_num_queries(3):  # the session, the person, the calendar
        answer = client.get(reverse("opportunities:calendar"))
        answer.getvalue()
    assert answer.status_code == 200


def test_calendar_that_did_not_change_is_not_sent_again(as_person, participant, sign_up):
    client = as_person(participant)
    first = client.get(reverse("opportunities:calendar"))
    again = client.get(reverse("opportunities:calendar"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    sign_up.session.starts_at += dt.timedelta(hours=1)
    sign_up.session.save()
    moved = client.get(reverse("opportunities:calendar"), headers={"If-None-Match": first["ETag"]})
    assert moved.status_code == 200
