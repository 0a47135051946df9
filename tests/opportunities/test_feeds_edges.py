"""Calendar files at their edges: other zones, other languages, and what staff have stopped."""

import datetime as dt
import re

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from community.organisations.models import Standing
from opportunities.models import Motif, State
from tests.factories.opportunities import SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
CALENDAR = reverse("opportunities:calendar")


@pytest.fixture
def place(participant):
    """A function that gives Sam a place, and returns the sign-up."""

    def give(starts: dt.datetime | None = None, *, state: str = State.CONFIRMED, **values):
        starts = starts or timezone.now() + dt.timedelta(days=3)
        session = SessionFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), **values)
        return SignUpFactory(session=session, person=participant, state=state)

    return give


@pytest.fixture
def sam(as_person, participant):
    return as_person(participant)


def text(client, address: str = CALENDAR) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.getvalue().decode()


def events(client):
    return icalendar.Calendar.from_ical(text(client)).events


def test_calendar_without_a_date_is_a_calendar_all_the_same(sam):
    assert events(sam) == []
    assert text(sam).startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")


@pytest.mark.parametrize("motif", Motif.values)
def test_every_drawing_gives_a_name_that_says_nothing_else(sam, place, motif):
    place(opportunity__motif=motif, opportunity__title="Secret")
    (event,) = events(sam)
    label = str(Motif(motif).label)
    assert re.fullmatch(rf"{label} (morning|afternoon|evening)", event["summary"])


@pytest.mark.parametrize(
    ("zone", "part"),
    [("America/New_York", "morning"), ("Europe/Madrid", "afternoon"), ("Asia/Tokyo", "evening")],
)
def test_part_of_the_day_is_that_of_the_place(sam, place, zone, part):
    ten = dt.datetime(2027, 5, 4, 14, 0, tzinfo=dt.UTC)  # 10 am in New York, 4 pm, 11 pm
    place(ten, time_zone=zone)
    (event,) = events(sam)
    assert event["summary"].endswith(part)
    assert event.start == ten


def test_calendar_holds_no_date_without_a_place(sam, place):
    place(state=State.WAITING)
    place(state=State.WAITING, cancelled_at=timezone.now())
    assert events(sam) == []


@pytest.mark.parametrize(
    "stopped",
    [
        {"opportunity__held_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"opportunity__live": False},
        {"opportunity__organisation__standing": Standing.SUSPENDED},
    ],
    ids=["held", "unpublished", "suspended"],
)
def test_calendar_sends_nobody_to_what_staff_have_stopped(sam, place, stopped):
    to_come = place(**stopped)
    past = place(timezone.now() - dt.timedelta(days=9), **stopped)
    assert [event["uid"] for event in events(sam)] == [str(past.public_id)]
    address = reverse("opportunities:event", args=[to_come.public_id])
    assert sam.get(address).status_code == 404


def test_dates_stand_in_their_order_with_the_same_name_each_time(sam, place):
    later = place(timezone.now() + dt.timedelta(days=9))
    sooner = place(timezone.now() + dt.timedelta(days=2))
    found = [event["uid"] for event in events(sam)]
    assert found == [str(sooner.public_id), str(later.public_id)]
    assert found == [event["uid"] for event in events(sam)]


def test_file_has_lines_that_every_calendar_takes(sam, place):
    place()
    lines = text(sam).split("\r\n")
    assert lines[-1] == ""
    assert not any("\n" in line or "\r" in line for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    for name in ("ORGANIZER", "LOCATION", "DESCRIPTION", "ATTENDEE", "URL"):
        assert not any(line.startswith(name) for line in lines)


def test_file_that_changed_is_sent_again(sam, place):
    place()
    tag = sam.get(CALENDAR)["ETag"]
    assert sam.get(CALENDAR, headers={"If-None-Match": tag}).status_code == 304
    place()
    again = sam.get(CALENDAR, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again["ETag"] != tag


def test_file_of_one_person_is_kept_by_no_cache_and_told_to_no_other(
    sam, place, as_person, another_participant
):
    mine = place()
    answer = sam.get(CALENDAR)
    assert "no-store" in answer["Cache-Control"]
    theirs = text(as_person(another_participant))
    assert str(mine.public_id) not in theirs


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_calendar_is_only_ever_read(sam, method):
    assert getattr(sam, method)(CALENDAR).status_code == 405
