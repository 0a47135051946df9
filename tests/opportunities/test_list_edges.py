"""The list at its edges: last pages, filters that went away, languages, and whoever asks oddly."""

import datetime as dt
import itertools
import struct
from base64 import urlsafe_b64encode

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from opportunities.forms.filters import NEWEST, Criteria, Cursor, centre_of
from opportunities.models import Kind, Opportunity
from opportunities.views.facets import count, uncounted
from opportunities.views.narrowing import listed
from opportunities.views.results import PAGE, counted, page
from tests.factories.opportunities import (
    AreaFactory,
    InterestFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
FIND = reverse("opportunities:find")


def ahead(number: int, **values) -> list[Opportunity]:
    starts = timezone.now() + dt.timedelta(days=2)
    return [
        SessionFactory(starts_at=starts + dt.timedelta(hours=n), **values).opportunity
        for n in range(number)
    ]


def everything():
    now = timezone.now()
    return Opportunity.objects.public(now).upcoming(now)


def test_page_of_nothing_leads_nowhere():
    empty = page(everything(), "soonest")
    assert (empty.rows, empty.previous, empty.next) == ([], None, None)


@pytest.mark.parametrize("number", [1, PAGE - 1, PAGE])
def test_page_that_holds_everything_has_no_other(number):
    ahead(number)
    found = page(everything(), "soonest")
    assert len(found.rows) == number
    assert (found.previous, found.next) == (None, None)


@pytest.mark.parametrize("sort", ["soonest", NEWEST])
def test_one_row_more_than_a_page_is_on_the_next_and_back(sort):
    ahead(PAGE + 1)
    first = page(everything(), sort)
    last = page(everything(), sort, after=first.next)
    again = page(everything(), sort, before=last.previous)
    assert len(last.rows) == 1
    assert last.next is None
    assert [row.pk for row in again.rows] == [row.pk for row in first.rows]
    assert again.previous is None


@pytest.mark.parametrize("sort", ["soonest", NEWEST])
def test_beyond_the_last_row_there_is_no_more(stranger, sort):
    ahead(2)
    last = page(everything(), sort).rows[-1].cursor(sort)
    answer = stranger.get(FIND, {"after": str(last), "sort": sort})
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "No more" in words
    assert 'class="card opp"' not in words


def test_page_after_a_row_that_went_away_goes_on_where_it_stood():
    rows = ahead(4)
    second = page(everything(), "soonest").rows[1].cursor("soonest")
    rows[1].delete()
    found = page(everything(), "soonest", after=second)
    assert [row.pk for row in found.rows] == [rows[2].pk, rows[3].pk]


def test_after_wins_over_before_when_somebody_types_both():
    rows = ahead(3)
    middle = page(everything(), "soonest").rows[1].cursor("soonest")
    found = page(everything(), "soonest", after=middle, before=middle)
    assert [row.pk for row in found.rows] == [rows[2].pk]


@pytest.mark.parametrize("to", [0, 1, 3, 10])
def test_count_stops_just_past_what_was_asked(to):
    ahead(4)
    assert counted(everything(), to) == min(4, to + 1)


def test_session_that_was_cancelled_since_leaves_a_card_without_a_date(stranger):
    (opportunity,) = ahead(1)
    Opportunity.objects.filter(pk=opportunity.pk).update(next_session=None)
    answer = stranger.get(FIND)
    assert answer.status_code == 200
    assert opportunity.title in answer.content.decode()


def test_filters_without_numbers_offer_the_same_choices_as_with():
    InterestFactory()
    PracticalNeedFactory()
    AreaFactory()
    bare, whole = uncounted(), count(timezone.now())
    for name in ("kind", "need", "when", "interest", "area"):
        assert [(word.pk, word.slug, word.label) for word in getattr(bare, name)] == [
            (word.pk, word.slug, word.label) for word in getattr(whole, name)
        ]
        assert all(word.count is None for word in getattr(bare, name))
    assert bare.places is None


def test_filters_of_an_empty_site_count_nothing():
    whole = count(timezone.now())
    assert {word.count for word in (*whole.kind, *whole.when)} == {0}
    assert whole.places == 0


@pytest.mark.parametrize("kind", Kind.values)
def test_number_beside_a_kind_is_what_it_finds(kind):
    ahead(2, opportunity__kind=kind)
    ahead(1, opportunity__kind="class")
    words, now = count(timezone.now()), timezone.now()
    for word in words.kind:
        found = listed(Criteria(kind=(word.slug,)), words, None, now)
        assert word.count == found.count()


def test_part_of_town_counts_no_support_group():
    area = AreaFactory()
    ahead(2, opportunity__area=area, opportunity__kind="group")
    ahead(1, opportunity__area=area)
    (word,) = [word for word in count(timezone.now()).area if word.pk == area.pk]
    assert word.count == 1


def test_kinds_are_named_in_the_language_of_who_reads():
    with translation.override("es"):
        assert [word.label for word in uncounted().kind] == [str(kind.label) for kind in Kind]


PAIRS = [("10001", "10025"), ("10001", "11201"), ("28801", "28778"), ("99801", "99802")]


@pytest.mark.parametrize(("here", "there"), PAIRS)
@pytest.mark.parametrize("far", [1, 5, 10, 25])
def test_distance_is_the_same_there_and_back(here, there, far):
    """Up to what a flat map makes of another latitude: a hundredth."""
    found = []
    for one, other in ((here, there), (there, here)):
        latitude, longitude = centre_of(other)
        opportunity = OpportunityFactory(
            latitude=f"{latitude:.2f}", longitude=f"{longitude:.2f}", next_session_at=None
        )
        SessionFactory(opportunity=opportunity)
        rows = listed(Criteria(near=one, far=far), uncounted(), None, timezone.now())
        found.append(rows.filter(pk=opportunity.pk).exists())
    assert found[0] == found[1]


def test_wider_distance_finds_all_that_a_narrow_one_does():
    for code in ("10001", "10025", "11201", "10301", "07030"):
        latitude, longitude = centre_of(code)
        SessionFactory(
            opportunity__latitude=f"{latitude:.2f}", opportunity__longitude=f"{longitude:.2f}"
        )
    found = [
        set(
            listed(Criteria(near="10001", far=far), uncounted(), None, timezone.now()).values_list(
                "pk", flat=True
            )
        )
        for far in (1, 2, 5, 10, 25)
    ]
    assert all(narrow <= wide for narrow, wide in itertools.pairwise(found))
    assert len(found[0]) < len(found[-1]) == 5


def test_zip_code_without_a_place_finds_nothing_and_says_so(stranger):
    ahead(1)
    assert not listed(Criteria(near="09701"), uncounted(), None, timezone.now()).exists()
    answer = stranger.get(FIND, {"near": "09701"})
    assert answer.status_code == 400
    assert "There is no ZIP code like that" in answer.content.decode()


@pytest.mark.parametrize("typed", ["---", "!!!", "%", "' OR 1=1", '"', "()", "* -"])
def test_signs_alone_find_nothing_and_break_nothing(stranger, typed):
    ahead(1)
    assert stranger.get(FIND, {"q": typed}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_list_is_only_ever_read(stranger, method):
    assert getattr(stranger, method)(FIND).status_code == 405


@pytest.mark.parametrize("cursor", ["", "x", "A" * 22, "-" * 22, "é" * 22, "A" * 500])
def test_cursor_that_no_page_wrote_gives_the_form_again(stranger, cursor):
    answer = stranger.get(FIND, {"after": cursor})
    assert answer.status_code == (400 if cursor else 200)


@pytest.mark.parametrize("micros", [-(2**63), 2**63 - 1, 10**18])
def test_cursor_out_of_time_is_refused(micros):
    text = urlsafe_b64encode(struct.pack(">qq", micros, 7)).decode().rstrip("=")
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.read(text)


@pytest.mark.parametrize("number", ["2", "abc", "-1", "9" * 5000, "%F0%9F%8C%B1"])
def test_page_number_leads_to_the_beginning_and_a_notice_says_so(stranger, as_person, number):
    """Pages go by key. An address with a number is read as what it can mean here."""
    first = ahead(PAGE + 1)[0]
    said = "This list has no page numbers."
    for client in (stranger, as_person(UserFactory())):
        answer = client.get(f"{FIND}?page={number}")
        assert answer.status_code == 200
        words = answer.content.decode()
        assert said in words
        assert first.title in words
        assert said not in client.get(FIND).content.decode()  # what is kept is the plain page
        assert said not in client.get(f"{FIND}?sort={NEWEST}").content.decode()


def test_page_number_beside_a_cursor_or_without_one_means_nothing(stranger):
    ahead(PAGE + 1)
    cursor = page(everything(), "soonest").next
    for asked in ({"page": "7", "after": str(cursor)}, {"page": ""}):
        assert "no page numbers" not in stranger.get(FIND, asked).content.decode()
