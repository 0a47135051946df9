"""ZIP codes, parts of town, days and columns of an import: rules that hold for every value."""

import datetime as dt
import zoneinfo
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from community.safety.actions.files import EntryRefused
from opportunities.actions.importing.dates import (
    UPCOMING_AT_MOST,
    Times,
    moved_by_years,
    read_day,
)
from opportunities.actions.importing.mappings import MAPPINGS, NYC_WORDS, read_onward
from opportunities.actions.importing.places import (
    BOROUGHS,
    area_named,
    public_part_of,
    read_postcode,
    zip_area,
)
from opportunities.actions.importing.posting import Cells
from opportunities.actions.publishing import zip_centre
from opportunities.actions.vocabulary import ensure_vocabulary
from opportunities.forms.filters import centre_of
from opportunities.models import Area, Interest, Kind, Motif, Opportunity, Session
from tests.opportunities.conftest import ROW

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
codes = st.integers(0, 99_999).map(lambda number: f"{number:05}")


def read(**changed: str):
    """A posting of our own columns, and what was said on the way."""
    notes: list[tuple[str, str]] = []
    posting = read_onward(Cells(ROW | changed, lambda *said: notes.append(said)))
    return posting, notes


def refused(**changed: str) -> EntryRefused:
    with pytest.raises(EntryRefused) as refusal:
        read(**changed)
    return refusal.value


@given(codes)
def test_zip_code_stands_for_a_rounded_centre_and_never_for_an_address(code):
    found = zip_area(code)
    if found is None:
        return
    for degrees in (found.latitude, found.longitude, found.area_latitude, found.area_longitude):
        assert degrees == round(degrees, 2)
    assert zoneinfo.ZoneInfo(found.time_zone)
    assert found.area_label
    assert len(found.area_label) <= 60


@given(codes)
def test_zip_code_reads_the_same_however_it_was_saved(code):
    assume(zip_area(code) is not None)
    said: list[tuple[str, str]] = []

    def note(*words: str) -> None:
        said.append(words)

    for text in (code, f" {code} ", f"{code}.0", f"{code}-1234"):
        assert read_postcode(text, column="postcode", note=note) == code
    assert said == []


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_a_zip_code(text):
    said: list[tuple[str, str]] = []
    code = read_postcode(text, column="postcode", note=lambda *words: said.append(words))
    assert code == "" or zip_area(code) is not None
    assert code or said or not text.strip()


MILITARY = ("09701", "09000", "96201", "34001")


@pytest.mark.parametrize("code", MILITARY)
def test_military_abroad_is_nowhere_and_not_at_sea(code):
    """The data has these codes at 0 degrees, without a time zone."""
    assert zip_area(code) is None
    assert zip_centre(code) is None
    assert centre_of(code) is None


@pytest.mark.django_db
def test_posting_of_the_military_abroad_is_imported_with_a_note(run):
    report = run(ROW | {"postcode": "09701"})
    assert report.imported == 1
    assert "09701 is no ZIP code." in [one.reason for one in report.remarks]
    assert Opportunity.objects.get().latitude is None


@pytest.mark.django_db
def test_code_whose_time_zone_is_no_time_zone_keeps_the_time_of_the_site(run, settings):
    """The data says "Napakiak" where the zone of one town in Alaska should stand."""
    assert zip_area("99634").time_zone == settings.TIME_ZONE
    assert run(ROW | {"postcode": "99634", "date": "2026-06-30"}).imported == 1
    assert Session.objects.get().local_start.hour == 10


@pytest.mark.parametrize(
    ("code", "label"),
    [("10001", "Manhattan"), ("11201", "Brooklyn"), ("11354", "Queens"), ("10451", "The Bronx"),
     ("10301", "Staten Island"), ("28801", "Asheville, NC")],
)  # fmt: skip
def test_part_of_town_is_what_people_call_it(code, label):
    assert zip_area(code).area_label == label


def test_all_zip_codes_of_a_borough_share_one_centre():
    assert len(BOROUGHS) == 5
    one, two = zip_area("10001"), zip_area("10025")
    assert (one.area_latitude, one.area_longitude) == (two.area_latitude, two.area_longitude)
    assert (one.latitude, one.longitude) != (two.latitude, two.longitude)


@pytest.mark.django_db
def test_area_is_made_once_and_keeps_what_editors_made_of_it():
    first = area_named("Manhattan", zip_area("10001"))
    assert (first.slug, first.latitude) == ("manhattan", zip_area("10001").area_latitude)
    Area.objects.update(label="The island", latitude=Decimal("1.00"))
    again = area_named("Manhattan", zip_area("10001"))
    assert (again.pk, again.label, again.latitude) == (first.pk, "The island", Decimal("1.00"))


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["中央区", "مركز", "x" * 90, "Ñuñoa"])
def test_area_of_any_letters_has_an_address(label):
    area = area_named(label, None)
    area.full_clean()
    assert area.latitude is None


@pytest.mark.parametrize(
    ("address", "street", "code"),
    [
        ("", "", ""),
        ("12 Sallow Lane\nNew York, NY 10001", "12 Sallow Lane, New York, NY 10001", "10001"),
        ("12 Sallow Lane\n(40.75, -73.99)", "12 Sallow Lane", ""),
        ("(40.75, -73.99)", "", ""),
        ("5 Well Lane\nNew York, NY 10001-1234\n(40.7, -73.9)",
         "5 Well Lane, New York, NY 10001-1234", "10001"),
        ("10001 Broadway", "10001 Broadway", ""),
    ],
)  # fmt: skip
def test_address_is_parted_from_its_coordinates(address, street, code):
    assert public_part_of(address) == (street, code)


@given(days, st.integers(-40, 40))
def test_moved_day_keeps_its_weekday_and_stays_near(day, years):
    moved = moved_by_years(day, years)
    assert moved.weekday() == day.weekday()
    same = dt.date(day.year + years, day.month, min(day.day, 28))
    assert abs((moved - same).days) <= 6


@given(days)
def test_day_moved_by_no_years_stays(day):
    assert moved_by_years(day, 0) == day


@given(days, st.integers(0, 60), st.booleans(), st.integers(-10, 10))
def test_moved_times_keep_their_length_and_weekday(first, length, weekly, years):
    times = Times(first, first + dt.timedelta(days=length), weekly, dt.time(9))
    moved = times.moved(years)
    assert moved.last - moved.first == times.last - times.first
    assert moved.first.weekday() == times.first.weekday()
    assert (moved.weekly, moved.clock) == (times.weekly, times.clock)


@given(days, st.integers(0, 400), st.booleans(), days)
def test_sessions_are_ahead_on_one_weekday_and_not_too_many(first, length, weekly, today):
    times = Times(first, first + dt.timedelta(days=length), weekly, dt.time(9, 30))
    now = dt.datetime.combine(today, dt.time(12), NEW_YORK)
    found = times.sessions(now, NEW_YORK)
    assert len(found) <= (UPCOMING_AT_MOST if weekly else 1)
    for starts, ends in found:
        local = starts.astimezone(NEW_YORK)
        assert starts > now
        assert first <= local.date() <= times.last
        assert local.weekday() == first.weekday()
        assert (local.hour, local.minute) == (9, 30)
        assert ends > starts


@given(days)
def test_day_reads_back_however_it_is_written(day):
    month = f"{day:%B} {day.day}"
    for text in (day.isoformat(), f"{day:%m/%d/%Y}", f"{month} {day.year}", f"{month}, {day.year}"):
        assert read_day(f" {text} ", column="date") == day


@pytest.mark.parametrize("text", ["1899-12-31", "2201-01-01", "0026-05-05", "12.05.2026", "soon"])
def test_day_out_of_reach_is_refused_with_an_example(text):
    with pytest.raises(EntryRefused, match="Write 2026-05-30"):
        read_day(text, column="date")


@pytest.mark.parametrize(
    ("column", "text"),
    [("kind", "party"), ("drawing", "photo"), ("repeats", "daily"), ("starts", "ten"),
     ("ends", "25:00"), ("date", "soon"), ("until", "never"), ("places", "lots"),
     ("places", "-1"), ("places", "10001"), ("places", "²")],
)  # fmt: skip
def test_cell_that_cannot_be_understood_is_named(column, text):
    assert refused(**{column: text}).part == column


@pytest.mark.parametrize("column", ["id", "organisation", "title"])
def test_cell_that_every_row_needs_is_named(column):
    assert refused(**{column: "  "}).part == column
    assert "Every row needs it" in refused(**{column: ""}).reason


@pytest.mark.parametrize(("starts", "ends"), [("12:00", "10:00"), ("10:00", "10:00")])
def test_posting_that_ends_before_it_starts_is_refused(starts, ends):
    assert refused(starts=starts, ends=ends).part == "ends"


def test_last_day_before_the_first_is_refused():
    assert refused(repeats="weekly", until="2026-05-01").part == "until"


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("motif", Motif.values[:3])
def test_kind_and_drawing_are_read_in_any_case(kind, motif):
    posting, _notes = read(kind=kind.upper(), drawing=motif.title())
    assert (posting.kind, posting.motif) == (kind, motif)


def test_row_with_the_least_has_plain_defaults():
    least = {"id": "1", "organisation": "Garden", "title": "Dig"}
    posting = read_onward(Cells(least, lambda *words: None))
    assert (posting.kind, posting.motif, posting.cost) == (Kind.VOLUNTEER, Motif.TABLE, "Free")
    assert (posting.capacity, posting.times, posting.postcode) == (None, None, "")
    assert posting.organisation_id == "garden"


def test_weekly_posting_without_an_end_goes_on_for_a_year():
    posting, _notes = read(repeats="weekly")
    assert posting.times.weekly
    assert posting.times.last - posting.times.first == dt.timedelta(days=365)


@pytest.mark.parametrize(
    ("text", "number"), [("", None), ("0", None), ("6", 6), ("6.0", 6), ("10000", 10_000)]
)
def test_number_of_places_is_read_or_there_is_no_limit(text, number):
    assert read(places=text)[0].capacity == number


def test_exact_place_never_becomes_public_text():
    posting, _notes = read(place="12 Sallow Lane", getting_there="Bus 7", arrival="Ring.\nWait.")
    public = f"{posting.title} {posting.summary} {posting.description} {posting.area}"
    for private in ("Sallow", "Bus 7", "Ring"):
        assert private not in public
    assert posting.arrival == "Ring.\nWait."


@pytest.mark.django_db
def test_interests_of_the_city_file_are_words_of_the_site():
    ensure_vocabulary()
    known = set(Interest.objects.values_list("slug", flat=True))
    assert {slug for slug, _pattern in NYC_WORDS} <= known


def test_every_mapping_needs_what_it_names_itself():
    for name, mapping in MAPPINGS.items():
        assert mapping.name == name
        assert len(set(mapping.columns)) == len(mapping.columns) >= 3
