"""Quiet hours on the person's wall clock, whatever the clocks do (safety.md #22)."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from community.notifications.actions import next_allowed

EVENING, MORNING = dt.time(21), dt.time(8)
# Half-hour shifts (Lord Howe), clocks that change at midnight (Beirut, Havana), a shift of zone
# that skipped a whole day (Apia, 2011), Ramadan (Casablanca), negative "winter time" (Dublin).
ZONES = [
    "America/New_York",
    "America/Los_Angeles",
    "America/Havana",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Berlin",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
]


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


def new_york(*parts: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=zoneinfo.ZoneInfo("America/New_York"), fold=fold)


def is_quiet(moment: dt.datetime, start: dt.time, end: dt.time, zone: dt.tzinfo) -> bool:
    """The rule in other words than the product's: how far the clock is past the start."""

    def seconds(clock: dt.time) -> float:
        return clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6

    length = (seconds(end) - seconds(start)) % 86400
    return (seconds(moment.astimezone(zone).time()) - seconds(start)) % 86400 < length


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (new_york(2026, 5, 4, 12), new_york(2026, 5, 4, 12)),
        (new_york(2026, 5, 4, 20, 59, 59), new_york(2026, 5, 4, 20, 59, 59)),
        (new_york(2026, 5, 4, 21), new_york(2026, 5, 5, 8)),
        (new_york(2026, 5, 5, 3), new_york(2026, 5, 5, 8)),
        (new_york(2026, 5, 5, 8), new_york(2026, 5, 5, 8)),
        (new_york(2026, 12, 31, 23, 30), new_york(2027, 1, 1, 8)),
        (new_york(2028, 2, 28, 22), new_york(2028, 2, 29, 8)),
    ],
)
def test_next_allowed_spans_midnight(at, expected):
    zone = zoneinfo.ZoneInfo("America/New_York")
    allowed = next_allowed(
        at.astimezone(dt.UTC), quiet_from=EVENING, quiet_until=MORNING, zone=zone
    )
    assert allowed == expected


def test_next_allowed_within_one_day():
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    work = {"quiet_from": dt.time(9), "quiet_until": dt.time(17), "zone": zone}
    assert next_allowed(utc(2026, 1, 5, 7, 59), **work) == utc(2026, 1, 5, 7, 59)
    assert next_allowed(utc(2026, 1, 5, 8), **work) == utc(2026, 1, 5, 16)


def test_next_allowed_same_time_twice_means_never_quiet():
    at = utc(2026, 5, 4, 3)
    for clock in (dt.time(0), dt.time(3), MORNING):
        assert next_allowed(at, quiet_from=clock, quiet_until=clock, zone=dt.UTC) == at


def test_next_allowed_nine_stays_nine_when_clocks_change():
    zone = zoneinfo.ZoneInfo("America/New_York")
    spring = next_allowed(utc(2026, 3, 8, 4), quiet_from=EVENING, quiet_until=dt.time(9), zone=zone)
    autumn = next_allowed(
        utc(2026, 11, 1, 4), quiet_from=EVENING, quiet_until=dt.time(9), zone=zone
    )
    assert (spring, autumn) == (utc(2026, 3, 8, 13), utc(2026, 11, 1, 14))


def test_next_allowed_skipped_end_is_over_on_its_far_side():
    zone = zoneinfo.ZoneInfo("America/New_York")  # 02:30 does not exist on 8 March 2026
    allowed = next_allowed(
        utc(2026, 3, 8, 5), quiet_from=EVENING, quiet_until=dt.time(2, 30), zone=zone
    )
    assert allowed.astimezone(zone) == new_york(2026, 3, 8, 3)


def test_next_allowed_hour_that_comes_twice_is_quiet_twice():
    zone = zoneinfo.ZoneInfo("America/New_York")  # 01:00 to 02:00 comes twice on 1 November 2026
    allowed = next_allowed(
        utc(2026, 11, 1, 5, 10), quiet_from=dt.time(1), quiet_until=dt.time(2), zone=zone
    )
    assert allowed == utc(2026, 11, 1, 7)


clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
moments = st.datetimes(
    dt.datetime(2010, 1, 1), dt.datetime(2030, 12, 31), timezones=st.just(dt.UTC)
)


@settings(max_examples=400, deadline=None)
@given(moments, clocks, clocks, st.sampled_from(ZONES))
@example(utc(2026, 3, 29, 0, 30), dt.time(22), dt.time(2, 30), "Europe/Berlin")
@example(utc(2026, 10, 25, 0, 30), dt.time(2, 15), dt.time(2, 45), "Europe/Berlin")
@example(utc(2011, 12, 30, 9, 59, 59), dt.time(21), dt.time(8), "Pacific/Apia")
@example(utc(2026, 4, 4, 14, 45), dt.time(1, 40), dt.time(1, 50), "Australia/Lord_Howe")
@example(utc(2018, 11, 4, 2, 59), dt.time(23), dt.time(0), "America/Sao_Paulo")
def test_next_allowed_is_the_first_moment_outside_quiet_hours(at, start, end, name):
    zone = zoneinfo.ZoneInfo(name)
    allowed = next_allowed(at, quiet_from=start, quiet_until=end, zone=zone)
    assert at <= allowed <= at + dt.timedelta(hours=26)
    assert not is_quiet(allowed, start, end, zone)
    passed = (allowed - at).total_seconds()
    samples = [at + dt.timedelta(seconds=passed * step / 97) for step in range(97)]
    if allowed > at:
        samples.append(allowed - dt.timedelta(microseconds=1))
        assert all(is_quiet(sample, start, end, zone) for sample in samples)


@settings(max_examples=150, deadline=None)
@given(st.integers(-3 * 86400, 3 * 86400), st.sampled_from(ZONES), clocks, clocks)
def test_next_allowed_around_every_change_of_clocks(seconds, name, start, end):
    zone = zoneinfo.ZoneInfo(name)
    changes = [
        utc(2026, 1, 1) + dt.timedelta(days=day)
        for day in range(364)
        if (utc(2026, 1, 1) + dt.timedelta(days=day)).astimezone(zone).utcoffset()
        != (utc(2026, 1, 2) + dt.timedelta(days=day)).astimezone(zone).utcoffset()
    ]
    for change in changes or [utc(2026, 6, 1)]:
        at = change + dt.timedelta(seconds=seconds)
        allowed = next_allowed(at, quiet_from=start, quiet_until=end, zone=zone)
        assert allowed >= at
        assert not is_quiet(allowed, start, end, zone)
        assert allowed == at or is_quiet(allowed - dt.timedelta(seconds=1), start, end, zone)
