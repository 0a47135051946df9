"""Files that are no tables, or not quite: one sentence, never a traceback."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from community.safety.actions.files import defused
from opportunities.actions.importing import UnreadableFile, open_table
from opportunities.actions.importing.reporting import Remark, Report

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)


@pytest.fixture
def write(tmp_path):
    def write(content: bytes | str, name: str = "postings.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def workbook(rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"  \r\n \n", "This file is empty."),
        (b"\xef\xbb\xbf", "This file is empty."),
        (PNG, "This is a PNG file, not a table."),
        (b"\xff\xd8\xff\xe0" + bytes(100), "This is a JPEG file"),
        (b"%PDF-1.7\n", "This is a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is a XLS file"),
        (bytes(range(9)) * 100, "This file is not text."),
        (b"id,title\n1,\x81\x8d", "The letters in this file cannot be read."),
        (b"\xff\xfei\x00\x00\xd8", "The letters in this file cannot be read."),
        (b"PK\x03\x04 and then nothing", "This Excel file is damaged."),
        (zipped({"a.txt": b"hello"}), "This is a ZIP file without a table in it."),
        (zipped({"xl/workbook.xml": b"<not-a-book"}), "This Excel file is damaged."),
        (b"id,title,id\n1,2,3\n", "The heading has this column more than once: id."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(write, content, sentence):
    with pytest.raises(UnreadableFile) as refusal:
        open_table(write(content))

    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no file of that name"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="That is a folder"):
        open_table(tmp_path)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        open_table(tmp_path / "a\0b.csv")


def test_a_file_too_large_is_refused(write, monkeypatch):
    monkeypatch.setattr("opportunities.actions.importing.reading.LARGEST_FILE", 10)
    with pytest.raises(UnreadableFile, match="larger than 100 MB"):
        open_table(write("id,title\n1,Garden\n"))
    with pytest.raises(UnreadableFile, match="larger than 100 MB"):
        open_table(write(workbook([["id", "title"], [1, "Garden"]])))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
    ],
)
def test_an_encoding_is_found_and_told(write, encoding, found):
    table = open_table(write("id,title\n1,Café “Zoë”\n".encode(encoding)))

    assert table.encoding == found
    assert [line.cells["title"] for line in table.lines()] == ["Café “Zoë”"]
    assert table.columns == ("id", "title")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_delimiter_is_found(write, delimiter):
    table = open_table(write(f"\n id {delimiter}Title\n1{delimiter}Garden\n"))

    assert [line.cells for line in table.lines()] == [{"id": "1", "title": "Garden"}]


def test_lines_are_counted_as_an_editor_shows_them(write):
    table = open_table(
        write('id,title\r\n1,"two\r\nlines"\r\n\r\n,,\r\n2,one\r\n3,"x","y"\r\n4,a\r\n'),
    )

    assert len(table) == 4
    assert [(line.number, bool(line.broken)) for line in table.lines()] == [
        (2, False),
        (6, False),
        (7, True),
        (8, False),
    ]


def test_a_broken_row_costs_no_other_row(write):
    table = open_table(write('id,title\n1,a\n2,"open\n3,c\n4,d\n5,"closed" now\n6,f\n7\n'))

    broken = [line for line in table.lines() if line.broken]
    assert [line.cells["id"] for line in table.lines() if not line.broken] == ["1", "2", "6"]
    assert "has 1 cells, the heading has 2" in broken[-1].broken


def test_a_row_broken_by_a_quotation_mark_says_how_far_it_runs(write):
    table = open_table(write('id,title\n1,a,"open\n3,c\n4,d\n'))

    (line,) = table.lines()
    assert line.number == 2
    assert "It runs to line 4: a quotation mark may be missing" in line.broken


@pytest.fixture
def _limit_of_cells():
    """The limit is one of the whole process: whoever reads next sets it, or has this one."""
    limit = csv.field_size_limit()
    yield
    csv.field_size_limit(limit)


@pytest.mark.usefixtures("_limit_of_cells")
def test_a_cell_too_long_to_read_costs_one_row(write, monkeypatch):
    monkeypatch.setattr("opportunities.actions.importing.reading.LARGEST_CELL", 50)
    table = open_table(write("id,title\n1,a\n2," + "x" * 80 + "\n3,c\n"))

    assert [(line.number, bool(line.broken)) for line in table.lines()] == [
        (2, False),
        (3, True),
        (4, False),
    ]


def test_a_workbook_reads_as_its_cells_look(write):
    rows = [
        ["Id", "Title", "Date", "Places"],
        [1, "Garden", dt.datetime(2026, 5, 5), 10001.0],
        [None, None, None, None],
        ["b", None, dt.datetime(2026, 5, 5, 9, 30), 3],
    ]
    table = open_table(write(workbook(rows), "postings.csv"))  # content counts, not the name

    first, second = table.lines()
    assert (first.number, second.number) == (2, 4)
    assert (first.cells["id"], first.cells["date"]) == ("1", "2026-05-05 00:00")
    assert first.cells["places"] in ("10001", "10001.0")
    assert second.cells["date"] == "2026-05-05 09:30"
    assert second.cells["title"] == ""


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =cmd|' /C calc'!A0"])
def test_a_report_holds_no_formula(cell):
    report, file = Report(), io.StringIO(newline="")
    report.remarks.append(Remark(7, cell, cell, refused=True))

    report.write(file)

    file.seek(0)
    assert list(csv.reader(file))[1] == ["7", f"'{cell}", "not imported", f"'{cell}"]


def test_a_report_leaves_plain_words_alone():
    assert defused("A date moved.") == "A date moved."


@pytest.mark.parametrize("content", [PNG, b"", b"a,b\n1,2\n"])
def test_the_command_ends_with_its_own_code_when_the_file_is_unreadable(db, write, content):
    with pytest.raises(CommandError) as refusal:
        call_command(
            "import_opportunities",
            str(write(content)),
            mapping="onward",
            organisations="create",
        )

    assert refusal.value.returncode == 3
    assert str(refusal.value).startswith("'postings.csv': ")
