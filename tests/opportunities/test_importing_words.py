"""What imported words may and may not say, and how they are found."""

import pytest
from modelsearch.backends import get_search_backend

from opportunities.models import Opportunity
from tests.opportunities.conftest import ROW

pytestmark = pytest.mark.django_db


def found(words):
    hits = get_search_backend().search(words, Opportunity.objects.all())
    return [opportunity.title for opportunity in hits]


def notes(report):
    return [one.reason for one in report.remarks if not one.refused]


def test_public_text_holds_no_way_around_the_site(run):
    report = run(
        ROW
        | {
            "title": "Garden <b>morning</b> &amp; tea",
            "summary": "Write to rosa@example.org or see https://example.org/x?y=1.",
            "description": "<p>Ring (212) 555-0142.</p><script>alert(1)</script><p>Bye\0</p>",
        }
    )

    opportunity = Opportunity.objects.get()
    assert opportunity.title == "Garden morning & tea"
    assert opportunity.summary == (
        "Write to (ask through this site) or see (ask through this site)."
    )
    assert opportunity.description == "Ring (ask through this site).\nBye"
    assert len(notes(report)) == 5


def test_a_long_title_is_cut_at_a_word_and_kept_whole(run):
    title = "Plant trees along the river " * 6

    report = run(ROW | {"title": title, "summary": "word " * 100})

    opportunity = Opportunity.objects.get()
    assert len(opportunity.title) <= 120
    assert opportunity.title.endswith("…")
    assert opportunity.title.removesuffix("…").split()[-1] in title.split()
    assert opportunity.description.startswith(title.strip())
    assert len(opportunity.summary) <= 300
    assert ("word " * 100).strip() in opportunity.description
    assert len(notes(report)) == 2


def test_red_flag_waits_for_a_person_also_in_a_file_that_is_published(run):
    report = run(
        ROW | {"summary": "Great pay, and a room is provided."}, ROW | {"id": "a2"}, publish=True
    )
    assert Opportunity.objects.get(live=False).external_id == "a1"
    assert Opportunity.objects.get(live=True).external_id == "a2"
    assert "Staff look at what it says before it shows." in notes(report)


def test_public_posting_takes_no_red_flag_from_a_file(run):
    run(ROW, publish=True)
    run(ROW | {"summary": "Great pay, and a room is provided."}, publish=True)
    assert "pay" not in Opportunity.objects.get(live=True).summary


def test_a_watched_word_waits_for_a_person(run):
    report = run(ROW | {"summary": "Support for survivors."}, publish=True)

    assert not Opportunity.objects.get().live
    assert "It holds a word that listings do not carry: staff read it before it shows." in notes(
        report
    )


def test_a_place_is_public_only_as_the_centre_of_its_area(run):
    run(ROW)

    opportunity = Opportunity.objects.get()
    assert (opportunity.area.label, opportunity.postcode) == ("Manhattan", "10001")
    assert (str(opportunity.latitude), str(opportunity.longitude)) == ("40.75", "-74.00")
    assert opportunity.area.latitude is not None
    assert opportunity.place == "Green gate, 12 Sallow Lane"


def test_unknown_words_and_postcodes_are_left_out_with_a_note(run):
    report = run(ROW | {"interests": "growing;knitting", "postcode": "99999"})

    assert Opportunity.objects.get().interests.get().slug == "growing"
    assert Opportunity.objects.get().area is None
    assert notes(report) == [
        "99999 is no ZIP code.",
        "“knitting” is no word of this site: it was left out.",
    ]


def test_imported_text_is_found_by_search(run):
    run(ROW, ROW | {"id": "a2", "title": "Choir practice", "summary": "Sing with us."})
    assert found("choir") == ["Choir practice"]

    run(ROW, ROW | {"id": "a2", "title": "Band practice", "summary": "Play with us."})
    assert found("choir") == []
    assert found("band") == ["Band practice"]


@pytest.mark.parametrize(
    "text", ["\0", "<" * 5000, "𝕏" * 5000, "\u202eevil", "=1+1", "a" * 200_000]
)
def test_hostile_text_in_every_cell_is_imported_or_explained(run, text):
    report = run(*[ROW | {"id": f"h{at}", name: text} for at, name in enumerate(ROW)])

    assert report.total == len(ROW)
    assert report.imported + len({one.line for one in report.refusals()}) == len(ROW)
    assert "\0" not in "".join(Opportunity.objects.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        ("Meet at 102 Hester Street.", True),
        ("Meet at 348 East 54th street, 2nd floor.", True),
        ("We are at 2071 Fulton St. in Brooklyn.", True),
        ("392 Asser Levy Place has a pool.", True),
        ("Room 817, 346 Broadway.", True),
        ("12-40 Clintonville Avenue, side door.", True),
        ("Plant some of the 70,000 street trees.", False),
        ("Near East 106th Street.", False),
        ("We need 12 people in a quiet place.", False),
        ("The 5th Avenue fair lasts 3 hours.", False),
        ("In 2011 a court was built.", False),
    ],
)
@pytest.mark.parametrize("column", ["title", "summary", "description"])
def test_street_and_number_for_everybody_wait_for_a_person(run, words, waits, column):
    report = run(ROW | {column: words}, publish=True)
    assert report.imported == 1
    assert Opportunity.objects.get().live is not waits
    assert any("a street and a number" in note for note in notes(report)) is waits
