"""One date is one entry in every calendar, and follows whatever happens to it."""

import datetime as dt

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.sessions import cancel_session, move_session
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import State
from tests.factories.opportunities import SessionFactory

pytestmark = pytest.mark.django_db
A_SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def began():
    return timezone.now() - dt.timedelta(hours=1)


@pytest.fixture
def session():
    return SessionFactory(capacity=1)


@pytest.fixture
def place(participant, session, began):
    return sign_up(session=session, by=participant, alias="Sam", now=began)


@pytest.fixture
def sam(as_person, participant):
    return as_person(participant)


def of_all(client):
    body = client.get(reverse("opportunities:calendar")).getvalue()
    return icalendar.Calendar.from_ical(body).events


def only(client):
    (event,) = of_all(client)
    return event


def by_itself(client, place):
    answer = client.get(reverse("opportunities:event", args=[place.public_id]))
    (event,) = icalendar.Calendar.from_ical(answer.getvalue()).events
    return event


def test_both_files_give_one_date_the_same_uid_and_the_same_state(sam, place):
    assert only(sam).to_ical() == by_itself(sam, place).to_ical()
    assert only(sam)["uid"] == str(place.public_id)
    assert only(sam)["status"] == "CONFIRMED"


def test_sequence_rises_when_the_time_changes(sam, place, session, began):
    before = only(sam)
    starts_at = session.starts_at + dt.timedelta(hours=3)
    move_session(
        session=session,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=2),
        now=began + A_SECOND,
    )
    after = only(sam)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.start == starts_at.replace(microsecond=0)
    assert after["dtstamp"].dt > before["dtstamp"].dt
    assert after["last-modified"].dt == after["dtstamp"].dt


def test_sequence_rises_again_and_again(sam, place, session, participant, began):
    seen = [only(sam)["sequence"]]
    cancel_sign_up(sign_up=place, now=began + A_SECOND)
    seen.append(only(sam)["sequence"])
    again = sign_up(session=session, by=participant, alias="Sam", now=began + 2 * A_SECOND)
    seen.append(only(sam)["sequence"])
    cancel_session(session=session, now=began + 3 * A_SECOND)
    seen.append(only(sam)["sequence"])
    assert seen == sorted(set(seen))
    assert again.public_id == place.public_id


@pytest.mark.parametrize("how", ["given back", "called off"])
def test_date_that_is_off_is_said_to_be_off_for_a_while(sam, place, session, began, how):
    before = only(sam)
    if how == "given back":
        cancel_sign_up(sign_up=place, now=began + A_SECOND)
    else:
        cancel_session(session=session, now=began + A_SECOND)
    after = only(sam)
    assert (after["uid"], after["status"]) == (before["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]
    assert by_itself(sam, place)["status"] == "CANCELLED"
    assert "organizer" not in after


def test_date_that_is_off_is_gone_after_a_month(sam, place, session, began):
    cancel_sign_up(sign_up=place, now=began)
    place.refresh_from_db()
    place.changed_at = began - dt.timedelta(days=31)
    place.save()
    assert of_all(sam) == []
    address = reverse("opportunities:event", args=[place.public_id])
    assert sam.get(address).status_code == 404


def test_who_only_waited_for_what_was_called_off_has_nothing_taken_out(
    place, session, another_participant, as_person, began
):
    waits = sign_up(session=session, by=another_participant, alias="Kim", now=began)
    assert waits.state == State.WAITING
    cancel_session(session=session, now=began + A_SECOND)
    assert of_all(as_person(another_participant)) == []


def test_date_that_somebody_came_to_stays(sam, place, session):
    session.starts_at = timezone.now() - dt.timedelta(days=9)
    session.ends_at = session.starts_at + dt.timedelta(hours=2)
    session.save()
    place.state = State.ATTENDED
    place.save()
    assert only(sam)["status"] == "CONFIRMED"


def test_unchanged_calendar_is_the_same_file(sam, place):
    first, again = (sam.get(reverse("opportunities:calendar")) for _ in range(2))
    assert first.getvalue() == again.getvalue()
    assert first["ETag"] == again["ETag"]
