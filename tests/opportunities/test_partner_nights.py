"""Dates that go on over midnight."""

import datetime as dt
import zoneinfo

import pytest
from django.urls import reverse

from community.formats.times import hours_in_words
from opportunities.forms.dates import SessionForm
from opportunities.models import Session
from tests.factories.opportunities import OpportunityFactory

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
MAY = dt.date(2026, 5, 12)


def form(now, **typed):
    values = {"date": "2026-05-12", "starts": "22:00", "ends": "06:00", "places": ""} | typed
    return SessionForm(values, session=Session(time_zone="America/New_York"), now=now)


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        ("22:00", "06:00", 8),
        ("22:00", "00:00", 2),
        ("10 pm", "6 am", 8),
        ("16:00", "08:00", 16),
        ("10:00", "12:00", 2),
    ],
)
def test_end_that_is_not_after_the_start_is_on_the_next_day(now, starts, ends, hours):
    filled = form(now, starts=starts, ends=ends)
    assert filled.is_valid(), filled.errors
    data = filled.cleaned_data
    assert data["starts_at"].astimezone(NEW_YORK).date() == MAY
    assert data["ends_at"] - data["starts_at"] == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("starts", "ends"), [("16:00", "08:01"), ("14:00", "12:00"), ("14:00", "14:00")]
)
def test_night_of_more_than_sixteen_hours_is_a_slip(now, starts, ends):
    (words,) = form(now, starts=starts, ends=ends).errors["ends"]
    assert "or at most 16 hours on, the next day" in words


def test_night_in_which_the_clocks_change_ends_by_the_clock_on_the_wall(now):
    data = form(now, date="2026-10-31")
    assert data.is_valid()
    length = data.cleaned_data["ends_at"] - data.cleaned_data["starts_at"]
    assert length == dt.timedelta(hours=9)
    skipped = form(now, date="2027-03-13", ends="02:30")
    assert "The clocks change that night" in skipped.errors["ends"][0]


@pytest.mark.parametrize(
    ("starts", "length", "words"),
    [
        (22, 8, "10 pm to 6 am the next day"),
        (22, 2, "10 pm to 12 midnight"),
        (10, 2, "10 am to 12 noon"),
        (0, 2, "12 midnight to 2 am"),
    ],
)
def test_hours_say_that_they_end_on_the_next_day(starts, length, words):
    start = dt.datetime(2026, 5, 12, starts, tzinfo=NEW_YORK)
    assert hours_in_words(start, start + dt.timedelta(hours=length)) == words


@pytest.mark.django_db
def test_page_says_so_before_anything_is_saved_and_shows_the_night_after(partner, as_person):
    activity = OpportunityFactory(organisation=partner.memberships.get().organisation)
    page = reverse("opportunities:workplace_dates", args=[activity.public_id])
    client = as_person(partner)
    assert "means the next day, at most 16 hours on" in client.get(page).content.decode()
    day = dt.datetime.now(NEW_YORK).date() + dt.timedelta(days=7)
    typed = {"date": str(day), "starts": "22:00", "ends": "06:00"}
    assert "10 pm to 6 am the next day" in client.post(page, typed, follow=True).content.decode()
    session = activity.sessions.get()
    own = reverse("opportunities:workplace_date", args=[session.public_id])
    typed["places"] = "8"
    assert client.post(own, typed).status_code == 302
    assert activity.sessions.get().ends_at == session.ends_at
