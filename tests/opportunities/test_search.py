"""Text search: the same words on both databases, and never anything that is not public."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.search import index
from wagtail.search.models import IndexEntry

from community.organisations.actions import avoid
from community.organisations.models import Standing
from community.safety.cache import at_hand
from opportunities.models import Opportunity
from tests.factories.opportunities import (
    AreaFactory,
    InterestFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def offered(title, **kwargs):
    return SessionFactory(opportunity=OpportunityFactory(title=title, **kwargs)).opportunity


@pytest.fixture
def search(stranger):
    """A function from words to the titles on the page, of those that the tests use."""

    def find(q, **parameters):
        page = stranger.get(reverse("opportunities:find"), {"q": q, **parameters})
        assert page.status_code == 200
        text = page.content.decode().split("One filter away")[0]
        return {word for word in ("Alder", "Birch", "Cedar") if f">{word}</a>" in text}

    return find


def test_search_reads_title_summary_description_and_organisation(search):
    offered("Alder", summary="Make plum jam.")
    offered("Birch", description="There will be plum cake.")
    offered("Cedar", organisation__name="Plum Street Kitchen")
    assert search("plum") == {"Alder", "Birch", "Cedar"}
    assert search("alder") == {"Alder"}
    assert search("plum jam") == {"Alder"}


@pytest.mark.parametrize("typed", ["cafe", "café", "CAFÉ", "Cafe"])
def test_search_does_not_mind_accents(search, typed):
    offered("Alder", summary="Help in the café.")
    offered("Birch", summary="Help in the cafe.")
    assert search(typed) == {"Alder", "Birch"}


def test_search_never_reads_what_only_people_with_a_place_may_know(search):
    offered(
        "Alder",
        organisation__name="Ashcombe Walkers",
        place="Green gate, 12 Sallow Lane",
        getting_there="Bus seven to Mill Bridge",
        arrival="Ring the brass bell",
        ask_for="Rosalind",
    )
    for word in ("sallow", "gate", "bridge", "brass", "rosalind"):
        assert search(word) == set()


def test_search_goes_with_every_filter(search):
    food, music = InterestFactory(slug="food"), InterestFactory(slug="music")
    no_id, childcare = PracticalNeedFactory(slug="no-id"), PracticalNeedFactory(slug="childcare")
    north, south = AreaFactory(slug="north"), AreaFactory(slug="south")
    common = {"summary": "Plum jam."}
    offered("Alder", kind="class", interests=[food], needs=[no_id, childcare], area=north, **common)
    offered("Birch", kind="project", interests=[music], needs=[no_id], area=south, **common)
    offered("Cedar", kind="group", area=south, **common)
    assert search("plum", kind=["class", "project"]) == {"Alder", "Birch"}
    assert search("plum", interest=["food", "music"]) == {"Alder", "Birch"}
    assert search("plum", need=["no-id", "childcare"]) == {"Alder"}
    assert search("plum", area="north") == {"Alder", "Cedar"}
    assert search("plum", area="north", kind="class", interest="food") == {"Alder"}
    assert search("quince", kind="class") == set()


def test_search_follows_a_changed_text_and_changed_words(search):
    food = InterestFactory(slug="food")
    opportunity = offered("Alder", summary="Plum jam.")
    opportunity.summary = "Quince jelly."
    opportunity.interests.set([food])
    opportunity.save()
    assert search("plum") == set()
    assert search("quince", interest="food") == {"Alder"}


def test_saving_asks_once_for_what_it_is_filtered_by():
    opportunity = offered("Alder", interests=[InterestFactory()], needs=[PracticalNeedFactory()])
    with CaptureQueriesContext(connection) as asked:
        index.insert_or_update_object(Opportunity.objects.get(pk=opportunity.pk))
    for table in ("opportunities_interest", "opportunities_practicalneed"):
        assert sum(f'FROM "{table}"' in query["sql"] for query in asked) == 1


def test_search_forgets_what_is_deleted(search):
    opportunity = offered("Alder")
    entries = IndexEntry.objects.filter(object_id=str(opportunity.pk))
    assert entries.exists()
    opportunity.delete()
    assert not entries.exists()


def test_draft_that_waits_for_review_is_not_searched(search):
    opportunity = offered("Alder", summary="Plum jam.")
    opportunity.summary = "Quince jelly."
    opportunity.save_revision()
    assert search("quince") == set()
    assert search("plum") == {"Alder"}


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "' OR '1'='1",
        "plum & | ! :* <->",
        'plum" OR title:"x',
        "%",
        "100%s",
        "\\",
        "(((",
        "NEAR(a b)",
        "*",
        "AND OR NOT",
        "___",
        "😀",
        "the and of",
        "<b>plum</b>",
        "a " * 60,
    ],
)
def test_no_sign_steers_the_search(search, typed):
    offered("Alder", summary="Something else.")
    assert search(typed) == set()


def test_nothing_that_is_not_public_is_found(search, now):
    for number, organisation in enumerate(
        [
            {"standing": Standing.UNVERIFIED},
            {"standing": Standing.SUSPENDED},
            {"verified_until": timezone.now().date() - dt.timedelta(days=2)},
        ]
    ):
        kwargs = {f"organisation__{name}": value for name, value in organisation.items()}
        offered("Alder", summary=f"Plum {number}", **kwargs)
    offered("Alder", summary="Plum", live=False)
    offered("Alder", summary="Plum", held_at=now)
    OpportunityFactory(title="Alder", summary="Plum and no date")
    past = timezone.now() - dt.timedelta(days=3)
    SessionFactory(
        starts_at=past,
        opportunity=OpportunityFactory(title="Alder", summary="Plum", next_session_at=past),
    )
    assert search("plum") == set()
    assert search("plum", kind="volunteer", places="1") == set()
    assert search("") == set()


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is PostgreSQL's")
def test_search_has_an_index_over_title_and_body():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_title_and_body'")
        [(definition,)] = cursor.fetchall()
    assert "title || body" in definition


@pytest.mark.parametrize("word", ["and", "or", "not", "near"])
def test_words_that_steer_other_engines_are_only_words(search, word):
    offered("Alder", summary="Plum jam.")
    offered("Birch", summary="Near, not far.")
    assert "Alder" not in search(f"{word} quince")
    assert search(f"plum {word} quince") == set()


def test_search_from_a_day_on_shows_what_takes_place_then(search):
    today = timezone.now()
    offered("Alder", summary="Plum jam.")
    assert search("plum", **{"from": "2000-01-05"}) == {"Alder"}
    assert search("plum", **{"from": (today + dt.timedelta(days=300)).date().isoformat()}) == set()


@pytest.mark.parametrize("day", ["", "2000-01-05"])
def test_search_costs_one_query_when_the_day_is_past(stranger, django_assert_num_queries, day):
    food = InterestFactory(slug="food")
    opportunity = OpportunityFactory(
        title="Alder", summary="Plum jam.", interests=[food], area=AreaFactory()
    )
    in_three_days = timezone.localtime() + dt.timedelta(days=3)
    SessionFactory(opportunity=opportunity, starts_at=in_three_days.replace(hour=10))  # no evening
    url = reverse("opportunities:find")
    asked = {"q": "plum", "interest": "food", "area": opportunity.area.slug, "from": day}
    stranger.get(url, asked)  # words of the filters, and the furniture
    with django_assert_num_queries(1):
        assert b"Alder" in stranger.get(url, asked).content


def test_search_that_finds_nothing_costs_three_queries_however_much_is_asked(
    stranger, django_assert_num_queries
):
    food = InterestFactory(slug="food")
    opportunity = OpportunityFactory(
        title="Alder", summary="Plum jam.", interests=[food], area=AreaFactory()
    )
    in_three_days = timezone.localtime() + dt.timedelta(days=3)
    SessionFactory(opportunity=opportunity, starts_at=in_three_days.replace(hour=10))  # no evening
    url = reverse("opportunities:find")
    asked = {"q": "quince", "interest": "food", "area": opportunity.area.slug, "kind": "volunteer"}
    assert connection.features.supports_json_field  # SQLite is asked once for each process
    stranger.get(url, asked)
    day = timezone.now() + dt.timedelta(days=1)
    for more in ({}, {"places": "1", "from": day.date().isoformat(), "when": "evenings"}):
        with django_assert_num_queries(3 if not more else 2):
            answer = stranger.get(url, asked | more)
        assert answer.status_code == 200
        assert (b"One filter away" in answer.content) == (not more)


def test_what_stands_without_the_words_is_kept_a_minute_and_never_shown_once_it_is_held(stranger):
    """Whoever typed something else gets it, too; the words themselves are asked each time."""
    food = InterestFactory(slug="food")
    SessionFactory(opportunity=OpportunityFactory(title="Alder", interests=[food]))
    url = reverse("opportunities:find")

    def asked(words):
        with CaptureQueriesContext(connection) as asked:
            page = stranger.get(url, {"q": words, "interest": "food"}).content.decode()
        (tried,) = [one["sql"] for one in asked if "UNION" in one["sql"] or "one.*" in one["sql"]]
        return page.partition("One filter away")[2], tried.count("one.*")

    near, lists = asked("quince")
    assert "Alder" in near
    assert lists == 2
    near, lists = asked("medlar")
    assert "Alder" in near
    assert lists == 1
    assert "quince" not in str(at_hand.kept)
    SessionFactory(opportunity=OpportunityFactory(title="Birch medlar"))
    near, _lists = asked("medlar")
    assert "Birch medlar" in near
    Opportunity.objects.filter(title="Alder").update(held_at=timezone.now())
    assert "Alder" not in asked("sloe")[0]


def test_somebody_who_avoids_an_organisation_is_never_shown_what_is_kept_for_others(
    as_person, participant, stranger
):
    food = InterestFactory(slug="food")
    seen = SessionFactory(opportunity=OpportunityFactory(title="Alder", interests=[food]))
    asked = {"q": "quince", "interest": "food"}
    url = reverse("opportunities:find")
    assert "Alder" in stranger.get(url, asked).content.decode()
    avoid(organisation=seen.opportunity.organisation, by=participant, now=timezone.now())
    assert "Alder" not in as_person(participant).get(url, asked).content.decode()
    assert "Alder" in stranger.get(url, asked | {"q": "medlar"}).content.decode()
