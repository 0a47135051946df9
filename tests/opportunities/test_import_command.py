"""`manage.py import_opportunities`: what it says, what it writes, and how it ends."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from community.organisations.models import Organisation
from community.safety.actions.files import EntryRefused, Outcome
from opportunities.actions.importing.reporting import Remark, Report
from opportunities.models import Opportunity
from tests.factories.organisations import OrganisationFactory
from tests.opportunities.conftest import ROW

pytestmark = pytest.mark.django_db
NAME = "Sallow Lane Garden"


@pytest.fixture
def command(tmp_path):
    """A function that writes rows to a file, imports it by command, and returns what was said."""

    def give(*rows: dict[str, str], encoding: str = "utf-8", **options) -> str:
        path = tmp_path / "postings.csv"
        with path.open("w", newline="", encoding=encoding) as file:
            writer = csv.DictWriter(file, list(ROW))
            writer.writeheader()
            writer.writerows(rows)
        said = io.StringIO()
        chosen = {"mapping": "onward", "organisations": "create"} | options
        call_command("import_opportunities", str(path), stdout=said, **chosen)
        return said.getvalue()

    return give


def rows(number: int, **changed: str) -> list[dict[str, str]]:
    ahead = {"date": "2126-05-12"}
    return [ROW | ahead | {"id": f"a{n}"} | changed for n in range(number)]


def test_command_counts_what_became_of_every_row(command):
    said = command(*rows(2), ROW | {"id": "b", "title": ""})
    assert "Not imported: line 4, title: This cell is empty. Every row needs it." in said
    assert "3 rows: 2 imported, 1 explained (1 refused, 2 created)." in said
    assert Opportunity.objects.count() == 2


def test_command_run_again_says_that_nothing_changed(command):
    command(*rows(2))
    assert "(2 unchanged)" in command(*rows(2))


def test_command_tells_a_note_once_with_the_number_of_its_rows(command):
    said = command(*rows(3, needs="no-such-need"))
    assert said.count("no-such-need") == 1
    assert "Note on 3 rows: “no-such-need” is no word of this site" in said


def test_command_shows_twenty_refusals_and_says_how_many_more(command):
    said = command(*rows(23, title=""))
    assert said.count("Not imported: ") == 20
    assert "and 3 more: see --report FILE.csv" in said


def test_dry_run_says_so_and_writes_nothing(command):
    said = command(*rows(2), dry_run=True)
    assert "2 rows: 2 imported" in said
    assert said.rstrip().endswith("A dry run: nothing was written.")
    assert not Opportunity.objects.exists()
    assert not Organisation.objects.exists()


def test_report_holds_every_refusal_and_note_in_the_order_of_the_file(command, tmp_path):
    path = tmp_path / "report.csv"
    bad = ROW | {"id": "b", "date": "=1+1"}
    said = command(bad, *rows(2, needs="no-such-need"), report=path)
    assert f"Every note is in {path}." in said
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, first, *others = csv.reader(file)
    assert heading == ["line", "column", "result", "reason"]
    assert first[:3] == ["2", "date", "not imported"]
    assert {tuple(one[1:3]) for one in others} == {("needs", "note")}
    assert [one[0] for one in others] == ["3", "4"]
    assert not any(cell.startswith(("=", "+", "@")) for one in (first, *others) for cell in one)


def test_report_that_cannot_be_written_is_told_after_the_import(command, tmp_path):
    with pytest.raises(CommandError, match="The report cannot be written: No such file"):
        command(ROW, report=tmp_path / "no" / "folder.csv")
    assert Opportunity.objects.exists()


def test_command_tells_when_letters_had_to_be_guessed(command):
    said = command(ROW | {"title": "Café morning"}, encoding="cp1252")
    assert "Read as cp1252. Look at names with accents." in said
    assert Opportunity.objects.get().title == "Café morning"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_command_says_nothing_of_letters_that_are_certain(command, encoding):
    assert "Read as" not in command(ROW, encoding=encoding)


def test_rows_are_known_by_the_source_that_was_named(command):
    command(ROW, source="town hall")
    command(ROW)
    assert set(Opportunity.objects.values_list("source", flat=True)) == {"town hall", "onward"}


def test_source_longer_than_its_column_is_cut(command):
    command(ROW, source="s" * 60)
    assert Opportunity.objects.get().source == "s" * 40


@pytest.mark.parametrize(("publish", "live"), [(True, True), (False, False)])
def test_text_goes_live_only_when_asked(command, publish, live):
    command(ROW, publish=publish)
    assert Opportunity.objects.get().live is live


def test_match_takes_the_one_organisation_of_that_name(command):
    known = OrganisationFactory(name=NAME)
    command(ROW, organisations="match")
    assert Opportunity.objects.get().organisation == known


def test_days_are_moved_by_whole_years_on_their_weekday(command, now):
    command(ROW | {"date": "2011-05-10"}, shift_years=100)
    (session,) = Opportunity.objects.get().sessions.all()
    assert session.local_start.year == 2111
    assert session.local_start.weekday() == 1  # 10 May 2011 was a Tuesday


@pytest.mark.parametrize("years", ["101", "-101", "many"])
def test_years_out_of_reach_are_refused_before_anything_is_read(years):
    with pytest.raises(CommandError, match="shift-years"):
        call_command(
            "import_opportunities", "x.csv", "--mapping=onward", "--organisations=create",
            f"--shift-years={years}",
        )  # fmt: skip


@pytest.mark.parametrize("option", ["--mapping=nowhere", "--organisations=guess"])
def test_choices_that_do_not_exist_are_refused(option):
    known = ["--mapping=onward", "--organisations=create", option]
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("import_opportunities", "x.csv", *known)


def test_command_names_columns_that_are_missing(tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("id,title\n1,Soup\n")
    with pytest.raises(CommandError, match="organisation") as refusal:
        call_command("import_opportunities", str(path), mapping="onward", organisations="create")
    assert refusal.value.returncode == 3


def test_progress_is_shown_beside_what_is_said(command, capsys):
    command(*rows(2), progress=True)
    assert "2/2" in capsys.readouterr().err
    command(*rows(2))
    assert "2/2" not in capsys.readouterr().err


def test_report_counts_by_outcome_and_sorts_by_line():
    report = Report()
    report.add(Outcome.CREATED, [Remark(9, "a", "why"), Remark(2, "b", "why")])
    report.add(Outcome.REFUSED, [Remark(7, "", "late", refused=True)])
    report.add(Outcome.REFUSED, [Remark(3, "", "early", refused=True)])
    assert (report.total, report.imported) == (3, 1)
    assert [one.line for one in report.refusals()] == [3, 7]
    assert report.reasons() == [("why", 2)]
    file = io.StringIO()
    report.write(file)
    assert [row.split(",")[0] for row in file.getvalue().splitlines()[1:]] == ["2", "3", "7", "9"]


def test_refused_row_carries_its_column_and_words_for_the_operator():
    refusal = EntryRefused("date", "“x” is no date.")
    assert (refusal.part, refusal.reason, str(refusal)) == (
        "date",
        "“x” is no date.",
        "“x” is no date.",
    )
