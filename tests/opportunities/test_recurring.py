"""Days that come again, whatever the calendar and the clocks do."""

import datetime as dt
import zoneinfo
from itertools import islice, pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from opportunities.models import Rhythm, Schedule
from opportunities.models.recurring import (
    days_of,
    nth_of,
    real_moment,
    rhythm_of,
    rule_from,
    validate_rule,
)

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2060, 12, 31))
RHYTHMS = st.sampled_from(Rhythm)
ZONES = st.sampled_from(
    ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


def schedule(first_on=dt.date(2026, 5, 5), rhythm=Rhythm.WEEKLY, **values) -> Schedule:
    chosen = {
        "starts": dt.time(10),
        "minutes": 120,
        "time_zone": "America/New_York",
        "rule": rule_from(rhythm, first_on),
    }
    return Schedule(first_on=first_on, **(chosen | values))


def nth(day: dt.date) -> int:
    return (day.day - 1) // 7 + 1


def is_last_of_month(day: dt.date) -> bool:
    return (day + dt.timedelta(days=7)).month != day.month


# -- rules -----------------------------------------------------------------------------------


@given(RHYTHMS, DAYS)
def test_rule_goes_on_from_its_day_and_says_its_rhythm(rhythm, day):
    rule = rule_from(rhythm, day)
    validate_rule(rule)
    assert rhythm_of(rule) == rhythm
    assert next(days_of(rule, day)) == day


@given(st.sampled_from([(Rhythm.WEEKLY, 7), (Rhythm.FORTNIGHTLY, 14)]), DAYS)
def test_weeks_are_counted_exactly(rhythm_and_days, day):
    rhythm, apart = rhythm_and_days
    found = list(islice(days_of(rule_from(rhythm, day), day), 60))
    assert {(later - one).days for one, later in pairwise(found)} == {apart}


@given(DAYS)
def test_every_month_has_exactly_one_of_a_monthly_rule(day):
    rule = rule_from(Rhythm.MONTHLY, day)
    found = list(islice(days_of(rule, day), 40))
    months = [one.year * 12 + one.month for one in found]
    assert months == list(range(months[0], months[0] + 40))
    assert {one.weekday() for one in found} == {day.weekday()}
    which = nth_of(rule)
    assert all(is_last_of_month(one) if which == -1 else nth(one) == which for one in found)


@given(DAYS)
def test_fifth_weekday_becomes_the_last_so_that_no_month_is_left_out(any_day):
    # The 29th of a month is its weekday's fifth; a February without one has no fifth at all.
    day = any_day.replace(month=any_day.month if any_day.month != 2 else 3, day=29)
    assert nth(day) == 5
    assert nth_of(rule_from(Rhythm.MONTHLY, day)) == -1


def test_fourth_weekday_stays_the_fourth_unless_it_follows_a_last_one():
    day = dt.date(2026, 4, 28)  # the fourth and the last Tuesday
    assert rule_from(Rhythm.MONTHLY, day) == "FREQ=MONTHLY;BYDAY=4TU"
    assert rule_from(Rhythm.MONTHLY, day, is_last=True) == "FREQ=MONTHLY;BYDAY=-1TU"
    third = dt.date(2026, 4, 21)
    assert rule_from(Rhythm.MONTHLY, third, is_last=True) == "FREQ=MONTHLY;BYDAY=3TU"


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=5TU",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=SECONDLY;BYDAY=TU",
        "DTSTART:20200101\nRRULE:FREQ=WEEKLY;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=TU\n",
        "freq=weekly;byday=tu",
    ],
)
def test_rule_of_another_shape_is_refused(rule):
    with pytest.raises(ValidationError):
        validate_rule(rule)
    with pytest.raises(ValueError, match="not a rule of ours"):
        rhythm_of(rule)


# -- clocks ----------------------------------------------------------------------------------


@given(DAYS, CLOCKS, ZONES)
def test_moment_shows_the_clock_asked_for_or_the_first_minute_after_a_gap(day, clock, zone):
    wall = dt.datetime.combine(day, clock)
    place = zoneinfo.ZoneInfo(zone)
    moment = real_moment(wall, place)
    shown = moment.astimezone(place).replace(tzinfo=None)
    assert shown >= wall
    if shown > wall:
        # Nothing but a gap is skipped: the minute before is on the other side of it.
        before = (moment - dt.timedelta(minutes=1)).astimezone(place).replace(tzinfo=None)
        assert before < wall


def test_time_that_the_clocks_leave_out_is_the_next_minute_there_is():
    moment = real_moment(dt.datetime(2027, 3, 14, 2, 30), NEW_YORK)
    assert moment.astimezone(NEW_YORK).time() == dt.time(3)


def test_time_that_comes_twice_is_the_first():
    moment = real_moment(dt.datetime(2026, 11, 1, 1, 30), NEW_YORK)
    assert moment == dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC)


def test_weekly_time_stays_on_the_wall_when_clocks_change():
    made = schedule(dt.date(2026, 10, 27))
    moments = [made.moments(day)[0] for day in islice(made.days(), 2)]
    assert [m.astimezone(NEW_YORK).time() for m in moments] == [dt.time(10), dt.time(10)]
    assert moments[1] - moments[0] == dt.timedelta(days=7, hours=1)


@given(DAYS, CLOCKS, ZONES, st.integers(1, 16 * 60))
def test_date_always_ends_after_it_starts(day, clock, zone, minutes):
    made = schedule(day, starts=clock, time_zone=zone, minutes=minutes)
    starts_at, ends_at = made.moments(day)
    assert ends_at > starts_at


def test_short_date_inside_the_gap_keeps_its_length():
    made = schedule(dt.date(2027, 3, 14), starts=dt.time(2, 15), minutes=30)
    starts_at, ends_at = made.moments(made.first_on)
    assert starts_at.astimezone(NEW_YORK).time() == dt.time(3)
    assert ends_at - starts_at == dt.timedelta(minutes=30)


# -- days of a schedule, in words and in numbers ---------------------------------------------


def test_last_day_counts_and_nothing_comes_after_it():
    made = schedule(last_on=dt.date(2026, 5, 19))
    assert [day.day for day in made.days()] == [5, 12, 19]
    assert made.days_between(dt.date(2026, 5, 6), dt.date(2027, 1, 1)) == [
        dt.date(2026, 5, 12),
        dt.date(2026, 5, 19),
    ]
    assert made.day_after(dt.date(2026, 5, 12)) == dt.date(2026, 5, 19)
    assert made.day_after(dt.date(2026, 5, 19)) is None


@pytest.mark.parametrize(
    ("first_on", "rhythm", "words"),
    [
        (dt.date(2026, 5, 5), Rhythm.WEEKLY, "Every Tuesday"),
        (dt.date(2026, 5, 5), Rhythm.FORTNIGHTLY, "Every two weeks on Tuesday"),
        (dt.date(2026, 5, 12), Rhythm.MONTHLY, "Every month on the second Tuesday"),
        (dt.date(2026, 5, 30), Rhythm.MONTHLY, "Every month on the last Saturday"),
    ],
)
def test_schedule_says_how_often_and_when(first_on, rhythm, words):
    made = schedule(first_on, rhythm)
    assert (made.how_often, made.hours) == (words, "10 am to 12 noon")
