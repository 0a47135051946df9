"""The real file: 665 postings of New York, as the city published them in 2011."""

import datetime as dt
import os
import re
import zoneinfo
from pathlib import Path

import pytest
from django.core.management import call_command

from community.organisations.models import Organisation
from community.safety.actions.files import EntryRefused
from opportunities.actions.importing import MAPPINGS, open_table
from opportunities.actions.importing.cleaning import STREET, shortened
from opportunities.actions.importing.dates import Times, moved_by_years, read_day
from opportunities.actions.importing.places import public_part_of, read_postcode, zip_area
from opportunities.actions.importing.posting import Cells
from opportunities.models import Opportunity

# The city's file is not ours to ship: who has it names it (docs/operating.md, "Importing").
REAL = Path(os.environ.get("REAL_POSTINGS", ""))
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")

ROW = {
    "opportunity_id": "4996",
    "org_content_id": "37026",
    "org_title": "Bpeace",
    "title": "Web designer",
    "summary": "Build a website for a small business",
    "category_desc": "Education",
    "locality": "5 22nd St\nNew York, NY 10010\n(40.74053152272978, -73.98923530081726)",
    "region": "NY",
    "postalcode": "10010.0",
    "recurrence_type": "onetime",
    "vol_requests": "2",
    "hours": "0",
    "start_date_date": "February 01 2011",
    "end_date_date": "February 01 2011",
}


@pytest.fixture
def read():
    """A function from changed cells to the posting; what is noted stands in `read.notes`."""

    def read(**changed):
        read.notes.clear()
        cells = Cells(ROW | changed, lambda column, reason: read.notes.append((column, reason)))
        return MAPPINGS["nyc-2011"].read(cells)

    read.notes = []
    return read


@pytest.mark.real_file
@pytest.mark.django_db
def test_every_row_of_the_real_file_is_imported_or_explained(capsys, tmp_path):
    options = {"mapping": "nyc-2011", "organisations": "create", "shift_years": 16}
    report = tmp_path / "report.csv"

    call_command("import_opportunities", str(REAL), report=report, publish=True, **options)

    told = capsys.readouterr().out
    rows, imported, explained = map(
        int, re.search(r"(\d+) rows: (\d+) imported, (\d+) explained", told).groups()
    )
    assert rows == 665 == imported + explained
    assert Opportunity.objects.count() == imported
    assert Organisation.objects.count() == 261
    assert not Organisation.objects.exclude(standing="unverified").exists()
    assert report.read_text(encoding="utf-8-sig").startswith("line,column,result,reason\n")
    public = " ".join(
        f"{title} {summary} {text}"
        for title, summary, text in Opportunity.objects.values_list(
            "title", "summary", "description"
        )
    )
    assert "wiggiomail" not in public
    assert "http" not in public
    # What tells everybody a door waits for staff, although the import was told to publish.
    named = {row for row in Opportunity.objects.all() if STREET.search(row.description)}
    named |= {row for row in Opportunity.objects.all() if STREET.search(row.title + row.summary)}
    assert {"4952", "5300", "5698", "5733", "5745", "5746", "5756"} <= {
        row.external_id for row in named
    }
    assert len(named) <= 12
    assert not any(row.live for row in named)

    call_command("import_opportunities", str(REAL), **options)
    assert "665 unchanged" in capsys.readouterr().out


@pytest.mark.real_file
def test_the_real_file_is_read_in_lines_of_the_file():
    table = open_table(REAL)

    lines = {line.cells["opportunity_id"]: line.number for line in table.lines()}

    assert len(table) == len(lines) == 665
    written = REAL.read_text(encoding="utf-8").split("\n")
    assert all(written[number - 1].startswith(f"{name},") for name, number in lines.items())


def test_a_row_keeps_its_street_private_and_its_coordinates_out(read):
    posting = read()

    assert posting.place == "5 22nd St, New York, NY 10010"
    assert (posting.postcode, posting.area) == ("10010", "Manhattan")
    assert "40.74053152272978" not in repr(posting)


def test_a_row_says_that_its_time_is_not_set(read):
    posting = read()

    assert posting.rhythm == "One day, time to be agreed"
    assert "10 am stands in" in posting.description
    assert ("event_time", "The file gives no time of day: 10 am stands in until it is set.") in (
        read.notes
    )


def test_a_row_promises_nothing_that_the_file_does_not_say(read):
    posting = read()

    assert posting.needs == frozenset()
    assert posting.languages == frozenset()


@pytest.mark.parametrize(
    ("changed", "interests"),
    [
        ({"category_desc": "Education"}, {"making"}),  # "Web designer": a word says more
        ({"title": "Helper", "summary": "Come along", "category_desc": "Education"}, {"learning"}),
        ({"title": "Helper", "summary": "Come along", "category_desc": ""}, set()),
        ({"title": "Tutor", "summary": "in the park"}, {"learning", "outdoors"}),
    ],
)
def test_interests_come_from_words_then_from_the_category(read, changed, interests):
    changed = {"summary": "Build a site"} | changed if "title" not in changed else changed
    assert read(**changed).interests == interests


def test_an_end_before_the_start_is_refused(read):
    with pytest.raises(EntryRefused) as refusal:
        read(end_date_date="January 01 2011")

    assert refusal.value.part == "end_date_date"


@pytest.mark.parametrize(("hours", "length"), [("6", 6), ("12", None), ("0", None), ("x", None)])
def test_hours_are_a_length_only_when_they_fit_a_day(read, hours, length):
    times = read(hours=hours).times

    assert times.length == (dt.timedelta(hours=length) if length else None)
    assert any(column == "hours" for column, _reason in read.notes) == (hours in ("12", "x"))


def test_a_zip_of_another_state_is_told(read):
    posting = read(postalcode="2114.0", locality="")

    assert (posting.postcode, posting.area) == ("02114", "Boston, MA")
    assert [reason for column, reason in read.notes if column == "postalcode"] == [
        "2114.0 was read as 02114.",
        "ZIP code 02114 is in MA, the row says NY: check the place.",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10001.0", "10001"),
        ("10001", "10001"),
        ("10001-6008", "10001"),
        (" 2114 ", "02114"),
        ("", ""),
        ("112112.0", ""),
        ("99999", ""),
        ("1000l", ""),
        ("10001.5", ""),
        ("１０００１", ""),
        ("x" * 9000, ""),
    ],
)
def test_a_postcode_is_read_or_noted(text, code):
    notes = []

    assert read_postcode(text, column="postalcode", note=lambda *note: notes.append(note)) == code
    assert bool(notes) == (bool(text.strip()) and code in ("", "02114"))


def test_an_address_gives_street_and_zip_but_no_coordinates():
    assert public_part_of("305 Seventh Avenue\nNew York, NY 10001-6008\n(40.7, -73.9)") == (
        "305 Seventh Avenue, New York, NY 10001-6008",
        "10001",
    )
    assert public_part_of("") == ("", "")
    assert public_part_of("(40.7, -73.9)") == ("", "")


def test_a_zip_stands_for_its_rounded_centre():
    area = zip_area("11201")

    assert (area.area_label, area.time_zone) == ("Brooklyn", "America/New_York")
    assert abs(area.latitude.as_tuple().exponent) == 2
    assert zip_area("") is None


@pytest.mark.parametrize("years", range(-20, 21))
def test_a_moved_day_keeps_its_weekday_and_moves_three_days_at_most(years):
    for day in (dt.date(2012, 2, 29), dt.date(2011, 7, 30), dt.date(2011, 12, 31)):
        there = moved_by_years(day, years)
        near = dt.date(day.year + years, day.month, 28) + dt.timedelta(days=day.day - 28)

        assert there.weekday() == day.weekday()
        assert abs((there - near).days) <= 4 if day.day == 29 else abs((there - near).days) <= 3


@pytest.mark.parametrize("text", ["2011-07-30", "July 30 2011", "July 30, 2011", "7/30/2011"])
def test_a_day_is_read_in_the_usual_ways(text):
    assert read_day(text, column="start") == dt.date(2011, 7, 30)


@pytest.mark.parametrize("text", ["", "soon", "2011-02-30", "0001-01-01", "9999-12-31", "٢٠١١"])
def test_a_day_that_is_none_is_refused(text):
    with pytest.raises(EntryRefused, match="is no date"):
        read_day(text, column="start")


def test_weekly_days_are_at_most_twelve_and_keep_the_clock(now):
    times = Times(dt.date(2026, 1, 6), dt.date(2027, 1, 5), weekly=True)

    sessions = times.sessions(dt.datetime(2026, 9, 30, tzinfo=dt.UTC), NEW_YORK)

    assert len(sessions) == 12
    assert {starts.astimezone(NEW_YORK).hour for starts, _ends in sessions} == {10}
    assert len({starts.hour for starts, _ends in sessions}) == 2  # the clocks change in between
    assert {starts.astimezone(NEW_YORK).weekday() for starts, _ends in sessions} == {1}


def test_weekly_days_stop_with_the_last_one(now):
    times = Times(dt.date(2026, 1, 6), dt.date(2026, 5, 11), weekly=True)

    (only,) = times.sessions(now, NEW_YORK)

    assert only[0] == dt.datetime(2026, 5, 5, 14, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("short", "short"),
        ("exactly ten", "exactly…"),
        ("word, and more", "word, and…"),
        ("x" * 30, "x" * 9 + "…"),
    ],
)
def test_a_text_is_cut_after_a_word(text, short):
    assert shortened(text, 10) == short
    assert len(short) <= 10
