"""Whether a service is open, by its own clock, on every kind of night."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.support.models import OtherHours, Service, Status, WeeklyHours
from community.support.models.opening import Span, is_open, spans_on
from community.support.views.opening import opening_of
from tests.factories.support import ServiceFactory

pytestmark = pytest.mark.django_db
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")


def service_with(*hours, zone="America/New_York", **others) -> Service:
    """Hours as (weekday, from, until)."""
    service = ServiceFactory(time_zone=zone, **others)
    for weekday, opens, closes in hours:
        WeeklyHours.objects.create(
            service=service, weekday=weekday, opens=dt.time(opens), closes=dt.time(closes)
        )
    return service


def there(*when) -> dt.datetime:
    return dt.datetime(*when, tzinfo=NEW_YORK).astimezone(dt.UTC)


def test_it_opens_and_closes_by_its_own_clock():
    service = service_with((0, 9, 17))  # Mondays; 4 May 2026 is one
    assert not is_open(service, there(2026, 5, 4, 8, 59))
    assert is_open(service, there(2026, 5, 4, 9))
    assert is_open(service, there(2026, 5, 4, 16, 59))
    assert not is_open(service, there(2026, 5, 4, 17))
    assert not is_open(service, there(2026, 5, 5, 12))


def test_the_same_hours_in_another_zone_are_other_moments():
    london = service_with((0, 9, 17), zone="Europe/London")
    assert is_open(london, dt.datetime(2026, 5, 4, 8, 30, tzinfo=dt.UTC))
    assert not is_open(service_with((0, 9, 17)), dt.datetime(2026, 5, 4, 8, 30, tzinfo=dt.UTC))


def test_a_night_goes_on_after_midnight():
    service = service_with((6, 20, 8))  # Sunday evening to Monday morning
    assert is_open(service, there(2026, 5, 3, 23))
    assert is_open(service, there(2026, 5, 4, 7, 59))
    assert not is_open(service, there(2026, 5, 4, 8))
    assert not is_open(service, there(2026, 5, 3, 7))


def test_day_and_night():
    service = service_with(*[(day, 0, 0) for day in range(7)])
    assert is_open(service, there(2026, 5, 4, 3))
    said = opening_of(service, there(2026, 5, 4, 3))
    assert said.in_short == "Day and night, every day"


def test_on_a_holiday_it_is_closed_and_says_why():
    service = service_with((0, 9, 17))
    OtherHours.objects.create(service=service, day=dt.date(2026, 5, 4), why="Holiday")
    assert not is_open(service, there(2026, 5, 4, 12))
    said = opening_of(service, there(2026, 5, 4, 12))
    assert (said.today, said.note) == ("Closed today", "Holiday")
    assert said.coming == ["Monday 4 May: closed (Holiday)"]


def test_on_one_day_it_has_other_hours():
    service = service_with((0, 9, 17))
    OtherHours.objects.create(
        service=service, day=dt.date(2026, 5, 4), opens=dt.time(18), closes=dt.time(20)
    )
    assert is_open(service, there(2026, 5, 4, 19))
    assert not is_open(service, there(2026, 5, 4, 12))


def test_what_is_closed_for_now_is_not_open():
    service = service_with((0, 9, 17), status=Status.RESTING)
    assert not is_open(service, there(2026, 5, 4, 12))


def test_when_the_clock_goes_back_it_is_open_for_an_hour_longer():
    service = service_with((5, 22, 6))  # Saturday; on Sunday 1 November 2026 at 2:00 it is 1:00
    opens, closes = Span(dt.time(22), dt.time(6)).moments(dt.date(2026, 10, 31), NEW_YORK)
    assert closes - opens == dt.timedelta(hours=9)
    assert is_open(service, closes - dt.timedelta(minutes=1))
    assert not is_open(service, closes)


@settings(max_examples=40)
@given(
    day=st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    opens=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    closes=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["America/New_York", "Europe/London", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_a_span_ends_after_it_begins_and_is_never_longer_than_a_day_and_the_clocks_hour(
    day, opens, closes, zone
):
    first, last = Span(opens, closes).moments(day, zoneinfo.ZoneInfo(zone))
    hour = dt.timedelta(hours=1)
    # Only within the hour that a clock jumps over may it be nothing.
    assert -hour <= last - first <= dt.timedelta(days=1) + hour


def test_days_with_the_same_hours_are_said_once():
    service = service_with(*[(day, 9, 17) for day in range(5)], (6, 10, 12))
    said = opening_of(service, there(2026, 5, 4, 12))
    assert said.week == [("Monday to Friday", "9 am to 5 pm"), ("Sunday", "10 am to 12 noon")]
    assert said.today == "Today: 9 am to 5 pm"
    assert spans_on(service, dt.date(2026, 5, 9)) == []
