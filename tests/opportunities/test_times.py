"""How days and hours are written, in both languages, and what a session says of itself."""

import datetime as dt
import zoneinfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from community.formats.times import (
    clock_in_words,
    day_in_words,
    hours_in_words,
    part_of_day,
    weekday_in_words,
)
from opportunities.models import Motif, Opportunity, Session

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
TUESDAY = dt.date(2026, 5, 5)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 5, 5, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "12 midnight"), (0, 1, "12.01 am"), (1, 0, "1 am"), (9, 5, "9.05 am"),
        (9, 30, "9.30 am"), (11, 59, "11.59 am"), (12, 0, "12 noon"), (12, 1, "12.01 pm"),
        (13, 0, "1 pm"), (17, 45, "5.45 pm"), (23, 59, "11.59 pm"),
    ],
)  # fmt: skip
def test_clock_in_words(hour, minute, words):
    assert clock_in_words(at(hour, minute)) == words


@given(clocks, clocks)
def test_two_times_of_day_never_read_the_same(one, two):
    here, there = (clock_in_words(at(clock.hour, clock.minute)) for clock in (one, two))
    assert (here == there) == (one == two)


@given(clocks, clocks)
def test_hours_are_the_one_clock_and_the_other(one, two):
    starts, ends = at(one.hour, one.minute), at(two.hour, two.minute)
    words = hours_in_words(starts, ends)
    assert words.split(" to ") == [clock_in_words(starts), clock_in_words(ends)]


@pytest.mark.parametrize(
    ("language", "day", "weekday"),
    [("en", "Tue 5 May", "Tuesday"), ("es", "mar 5 may", "martes")],
)
def test_day_is_written_in_the_language_of_who_reads(language, day, weekday):
    with translation.override(language):
        assert day_in_words(TUESDAY).casefold() == day.casefold()
        assert weekday_in_words(TUESDAY).casefold() == weekday.casefold()


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)))
def test_day_in_words_says_weekday_and_day_without_a_year(day):
    short, number, _month = day_in_words(day).split()
    assert weekday_in_words(day).startswith(short)
    assert int(number) == day.day
    assert str(day.year) not in day_in_words(day)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)))
def test_days_of_one_year_never_read_the_same(day):
    for days in (1, 7, 28, 90):
        other = day + dt.timedelta(days=days)
        assert day_in_words(other) != day_in_words(day)


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "morning"), (11, "morning"), (12, "afternoon"), (16, "afternoon"), (17, "evening"),
     (23, "evening")],
)  # fmt: skip
def test_part_of_day(hour, part):
    assert part_of_day(at(hour)) == part


def session(starts: dt.datetime, hours: float = 2, **values) -> Session:
    ends = starts + dt.timedelta(hours=hours)
    return Session(starts_at=starts.astimezone(dt.UTC), ends_at=ends.astimezone(dt.UTC), **values)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", "Tue 5 May", "10 pm to 11.30 pm"),
        ("Europe/Madrid", "Wed 6 May", "4 am to 5.30 am"),
        ("Asia/Kathmandu", "Wed 6 May", "7.45 am to 9.15 am"),
    ],
)
def test_session_says_what_the_clock_on_its_own_wall_says(zone, day, hours):
    one = session(at(22), hours=1.5, time_zone=zone)
    assert (one.day, one.hours) == (day, hours)
    assert one.hours.startswith(one.clock)
    assert one.short_time == f"{day[:3]} {one.clock}"
    assert one.local_start == one.starts_at
    assert one.zone.key == zone


@pytest.mark.parametrize(
    ("starts", "hours"),
    [
        (dt.datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK), "1.30 am to 4.30 am"),
        (dt.datetime(2026, 11, 1, 0, 30, tzinfo=NEW_YORK), "12.30 am to 1.30 am"),
    ],
    ids=["spring", "autumn"],
)
def test_session_over_a_change_of_clocks_ends_when_the_wall_says(starts, hours):
    starts_at = starts.astimezone(dt.UTC)
    one = Session(
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=2),
        time_zone="America/New_York",
    )
    assert one.hours == hours


@pytest.mark.parametrize("motif", Motif.values)
@pytest.mark.parametrize("hour", [9, 14, 19])
def test_neutral_name_is_a_drawing_and_a_part_of_the_day(motif, hour):
    opportunity = Opportunity(title="Secret title", place="12 Sallow Lane", motif=motif)
    one = session(at(hour), opportunity=opportunity, time_zone="America/New_York")
    assert one.neutral_name == f"{Motif(motif).label} {part_of_day(at(hour))}"
    with override("es"):  # "Jardín mañana" would be a garden tomorrow
        assert f" por la {part_of_day(at(hour))}" in one.neutral_name
    assert "Secret" not in one.neutral_name
    assert "Sallow" not in one.neutral_name
    assert str(one) == f"session {one.public_id}"


@given(taken=st.integers(0, 50), capacity=st.one_of(st.none(), st.integers(1, 50)))
def test_full_and_few_are_never_both_and_follow_from_the_places(taken, capacity):
    one = Session(capacity=capacity, places_taken=min(taken, capacity or taken))
    left = None if capacity is None else capacity - one.places_taken
    assert one.is_full == (left == 0)
    assert one.has_few_places == (left in {1, 2, 3})


@given(st.lists(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")))))
def test_arrival_steps_are_the_filled_lines_in_their_order(lines):
    one = Opportunity(arrival="\n".join(lines))
    assert one.arrival_steps == [line.strip() for line in lines if line.strip()]


def test_arrival_of_an_older_system_has_lines_too():
    assert Opportunity(arrival="Ring.\r\n\r\n Walk in. \rSit.").arrival_steps == [
        "Ring.",
        "Walk in.",
        "Sit.",
    ]
    assert Opportunity(arrival="").arrival_steps == []


def test_templates_write_a_moment_the_same_way():
    """A meeting at half past ten in New York, read there and by somebody in Madrid."""
    starts = dt.datetime(2026, 5, 5, 14, 30, tzinfo=dt.UTC)
    page = Template(
        "{% load times tz %}{{ at|day_and_clock }}|{{ at|clock }}|{{ at|day_and_hours:end }}|"
        "{{ at|timezone:zone|day_and_hours:end }}"
    )
    madrid = zoneinfo.ZoneInfo("Europe/Madrid")
    context = Context({"at": starts, "end": starts + dt.timedelta(hours=1), "zone": madrid})
    with timezone.override(NEW_YORK):
        assert page.render(context).split("|") == [
            "Tue 5 May, 10.30 am",
            "10.30 am",
            "Tue 5 May, 10.30 am to 11.30 am",
            "Tue 5 May, 4.30 pm to 5.30 pm",
        ]
