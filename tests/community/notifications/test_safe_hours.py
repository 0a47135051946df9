"""Safe hours by weekday, on the person's wall clock, whatever the clocks do (safety.md #22)."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from community.notifications.actions import Window, next_safe

from .test_quiet import ZONES, moments, new_york, utc

HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(days=7)
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
MONDAY, TUESDAY, SUNDAY = 0, 1, 6


def is_open(moment: dt.datetime, windows: list[Window], zone: dt.tzinfo) -> bool:
    """The rule in other words than the product's: minutes since the week began on the wall."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    day = dt.timedelta(days=1)
    since = wall.weekday() * day + (wall - dt.datetime.combine(wall, dt.time(0)))

    def minutes(clock: dt.time) -> dt.timedelta:
        return dt.timedelta(hours=clock.hour, minutes=clock.minute)

    return any(
        one.weekday * day + minutes(one.start)
        <= since
        < one.weekday * day + (minutes(one.end) or day)
        for one in windows
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (new_york(2026, 5, 4, 9), new_york(2026, 5, 4, 9)),
        (new_york(2026, 5, 4, 16, 59, 59), new_york(2026, 5, 4, 16, 59, 59)),
        (new_york(2026, 5, 4, 8, 59), new_york(2026, 5, 4, 9)),
        (new_york(2026, 5, 4, 17), new_york(2026, 5, 5, 18)),
        (new_york(2026, 5, 5, 23, 59), new_york(2026, 5, 5, 23, 59)),
        (new_york(2026, 5, 6, 0), new_york(2026, 5, 11, 9)),
        (new_york(2026, 5, 10, 12), new_york(2026, 5, 11, 9)),
    ],
)
def test_next_safe_is_now_or_the_start_of_the_next_window(at, expected):
    windows = [
        Window(MONDAY, dt.time(9), dt.time(17)),
        Window(TUESDAY, dt.time(18), dt.time(0)),
    ]
    assert next_safe(at.astimezone(dt.UTC), windows=windows, zone=NEW_YORK) == expected


def test_next_safe_never_without_a_window():
    assert next_safe(utc(2026, 5, 4), windows=[], zone=NEW_YORK) is None


def test_next_safe_knows_the_day_on_the_persons_own_wall():
    monday = [Window(MONDAY, dt.time(0), dt.time(1))]
    at = utc(2026, 5, 3, 12)  # a Sunday, and 9 pm in Tokyo
    assert next_safe(at, windows=monday, zone=zoneinfo.ZoneInfo("Asia/Tokyo")) == at + 3 * HOUR


def test_next_safe_opens_when_the_clock_jumps_into_the_window():
    """On Sunday 8 March 2026 New York goes from 2 to 3."""
    at = new_york(2026, 3, 8, 1).astimezone(dt.UTC)
    half_skipped = [Window(SUNDAY, dt.time(2, 30), dt.time(3, 30))]
    assert next_safe(at, windows=half_skipped, zone=NEW_YORK) == new_york(2026, 3, 8, 3)
    skipped = [Window(SUNDAY, dt.time(2, 10), dt.time(2, 50))]
    assert next_safe(at, windows=skipped, zone=NEW_YORK) == new_york(2026, 3, 15, 2, 10)


def test_next_safe_window_that_comes_twice_is_open_twice():
    """On Sunday 1 November 2026 New York has 1 to 2 twice."""
    window = [Window(SUNDAY, dt.time(1), dt.time(1, 30))]
    between = new_york(2026, 11, 1, 1, 45).astimezone(dt.UTC)
    again = new_york(2026, 11, 1, 1, fold=1)
    assert next_safe(between, windows=window, zone=NEW_YORK) == again.astimezone(dt.UTC)


quarters = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@st.composite
def windows(draw):
    one = st.tuples(st.integers(0, 6), quarters, quarters)
    pairs = draw(st.lists(one, min_size=1, max_size=3))
    return [
        Window(day, start, end) for day, start, end in pairs if start < end or end == dt.time(0)
    ]


@settings(max_examples=200)
@given(moments, windows(), st.sampled_from(ZONES))
@example(utc(2026, 3, 29, 0, 30), [Window(6, dt.time(2, 15), dt.time(3, 15))], "Europe/Berlin")
@example(utc(2026, 10, 25, 0, 30), [Window(6, dt.time(2, 15), dt.time(2, 45))], "Europe/Berlin")
@example(utc(2011, 12, 30, 9, 59), [Window(4, dt.time(9), dt.time(10))], "Pacific/Apia")
@example(
    utc(2026, 4, 4, 14, 45), [Window(6, dt.time(1, 30), dt.time(1, 45))], "Australia/Lord_Howe"
)
@example(utc(2018, 11, 4, 2, 59), [Window(6, dt.time(0), dt.time(1))], "America/Sao_Paulo")
def test_next_safe_is_the_first_moment_inside_a_window(at, chosen, name):
    zone = zoneinfo.ZoneInfo(name)
    found = next_safe(at, windows=chosen, zone=zone)
    if not chosen:
        assert found is None
        return
    if found is None:  # every window of two weeks was skipped whole: none of them is long
        end = at + 2 * WEEK - dt.timedelta(days=2)
    else:
        assert found >= at
        assert is_open(found, chosen, zone)
        end = found
    step = dt.timedelta(minutes=15)  # clocks change by quarters of an hour, and windows begin so
    first = (
        at
        + (-dt.timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)) % step
    )
    probes = [
        at,
        end - dt.timedelta(seconds=1),
        *(first + n * step for n in range((end - first) // step)),
    ]
    assert not any(is_open(probe, chosen, zone) for probe in probes if at <= probe < end)


@settings(max_examples=60)
@given(st.integers(-2 * 86400, 2 * 86400), st.sampled_from(ZONES), windows())
def test_next_safe_around_every_change_of_clocks(seconds, name, chosen):
    zone = zoneinfo.ZoneInfo(name)
    days = [utc(2026, 1, 1) + dt.timedelta(days=day) for day in range(364)]
    changes = [
        day
        for day in days
        if day.astimezone(zone).utcoffset()
        != (day + dt.timedelta(days=1)).astimezone(zone).utcoffset()
    ]
    for change in changes or [utc(2026, 6, 1)]:
        at = change + dt.timedelta(seconds=seconds)
        found = next_safe(at, windows=chosen, zone=zone)
        if found is not None:
            assert found >= at
            assert is_open(found, chosen, zone)
            assert found == at or not is_open(found - dt.timedelta(seconds=1), chosen, zone)
