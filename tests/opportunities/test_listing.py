"""The list: order, pages by key, cards, empty lists, and what it costs."""

import datetime as dt
import itertools
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.organisations.models import Standing
from opportunities.models import Opportunity
from opportunities.views.results import PAGE, page
from tests.factories.opportunities import (
    AreaFactory,
    InterestFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("opportunities:find")


def in_days(days, **kwargs):
    return SessionFactory(starts_at=timezone.now() + dt.timedelta(days=days), **kwargs)


def many(number, **kwargs):
    """Opportunities that all begin at one moment, in the order of their ids."""
    organisation = OrganisationFactory()
    moment = timezone.now() + dt.timedelta(days=3)
    return [
        SessionFactory(
            starts_at=moment, opportunity=OpportunityFactory(organisation=organisation, **kwargs)
        ).opportunity
        for _number in range(number)
    ]


def addresses(response):
    """Which activities the page shows, in order."""
    return re.findall(
        r'opp__title"><a href="/opportunities/([0-9a-f-]{36})/"', response.content.decode()
    )


def link(response, rel):
    found = re.search(rf'<a href="([^"]+)" rel="{rel}">', response.content.decode())
    return found and found.group(1).replace("&amp;", "&")


def test_list_is_soonest_first(stranger, url):
    later = in_days(9).opportunity
    sooner = in_days(2).opportunity
    response = stranger.get(url)
    assert response.status_code == 200
    assert addresses(response) == [str(sooner.public_id), str(later.public_id)]
    assert "2 things to do" in response.content.decode()


def test_title_is_neutral_whatever_is_asked(stranger, url):
    in_days(2)
    text = stranger.get(url, {"q": "garden", "kind": "group"}).content.decode()
    assert "<title>Find something to do – Onward</title>" in text


def test_nothing_that_is_not_public_is_listed(stranger, url, now):
    hidden = [
        in_days(2, opportunity__organisation__standing=Standing.UNVERIFIED),
        in_days(2, opportunity__organisation__standing=Standing.SUSPENDED),
        in_days(2, opportunity__organisation__verified_until=dt.date(2020, 1, 1)),
        in_days(2, opportunity__live=False),
        in_days(2, opportunity__held_at=now),
    ]
    past = OpportunityFactory(next_session_at=timezone.now() - dt.timedelta(days=1))
    for parameters in [{}, {"sort": "newest"}, {"kind": "volunteer"}, {"places": "1"}]:
        text = stranger.get(url, parameters).content.decode()
        for opportunity in [past, *(session.opportunity for session in hidden)]:
            assert str(opportunity.public_id) not in text
            assert opportunity.organisation.name not in text


def test_staff_see_here_what_everybody_sees(as_person, staff, url):
    held = in_days(2, opportunity__held_at=timezone.now()).opportunity
    assert str(held.public_id) not in as_person(staff).get(url).content.decode()


def test_exact_place_is_in_no_byte(stranger, as_person, participant, url):
    session = in_days(
        2,
        opportunity=OpportunityFactory(
            place="canary-place",
            getting_there="canary-bus",
            arrival="canary-door",
            ask_for="canary-name",
            latitude="40.71",
            longitude="-73.93",
            postcode="10001",
            area=AreaFactory(),
        ),
    )
    SignUpFactory(session=session, person=participant)
    for client in (stranger, as_person(participant)):
        for parameters in [{}, {"q": "garden"}, {"near": "10002"}, {"q": "nothing like it"}]:
            text = client.get(url, parameters).content.decode()
            assert "canary" not in text
            assert "40.71" not in text
            assert "10001" not in text


def test_who_signed_up_cannot_be_derived(stranger, url):
    session = in_days(2, capacity=6)
    before = stranger.get(url).content
    SignUpFactory(session=session, person__alias="canary-alias")
    cache.clear()
    assert stranger.get(url).content == before


@pytest.mark.parametrize(
    ("capacity", "taken", "words"),
    [(9, 3, "Places left"), (9, 7, "A few places left"), (9, 9, "Full · waiting list")],
)
def test_places_are_words_and_never_numbers(stranger, url, capacity, taken, words):
    in_days(2, capacity=capacity, places_taken=taken)
    text = stranger.get(url).content.decode()
    card = text[text.index("<article") : text.index("</article>")]
    assert words in card
    assert f"{capacity - taken} place" not in card


def test_card_changes_when_places_fill(stranger, url):
    session = in_days(2, capacity=6)
    assert "Full · waiting list" not in stranger.get(url, {"q": "garden"}).content.decode()
    session.places_taken = 6
    session.save()
    assert "Full · waiting list" in stranger.get(url, {"q": "garden"}).content.decode()


def test_card_changes_with_its_words(stranger, url):
    need = PracticalNeedFactory(label="Childcare")
    opportunity = in_days(2, opportunity=OpportunityFactory(needs=[need])).opportunity
    assert '<li class="tag">Childcare</li>' in stranger.get(url, {"q": "garden"}).content.decode()
    opportunity.title = "Garden evening <b>"
    opportunity.needs.clear()
    opportunity.save()
    text = stranger.get(url, {"q": "garden"}).content.decode()
    assert "Garden evening &lt;b&gt;</a>" in text
    assert '<li class="tag">Childcare</li>' not in text


def test_card_has_four_tags_and_those_asked_for_first(stranger, url):
    needs = [PracticalNeedFactory(slug=f"n{i}", label=f"Need {i}", order=i) for i in range(6)]
    in_days(2, opportunity=OpportunityFactory(needs=needs))
    tags = re.findall(r'<li class="tag">(Need \d)</li>', stranger.get(url).content.decode())
    assert tags == ["Need 0", "Need 1", "Need 2", "Need 3"]
    text = stranger.get(url, {"need": "n5"}).content.decode()
    assert re.findall(r'<li class="tag">(Need \d)</li>', text)[0] == "Need 5"


def test_support_group_keeps_its_place_to_itself(stranger, url):
    area = AreaFactory(label="Mill Bridge")
    in_days(2, opportunity=OpportunityFactory(kind="group", area=area))
    text = stranger.get(url).content.decode()
    card = text[text.index("<article") : text.index("</article>")]
    assert "Place shared after you join" in card
    assert "Mill Bridge" not in card


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": "garden"},
        {"q": "garden", "interest": "food", "area": "north", "from": "2020-01-01"},
        {"when": "mornings", "need": "no-id", "places": "1", "near": "10001"},
    ],
)
def test_list_costs_the_same_for_one_card_and_for_twenty(stranger, url, parameters):
    food, no_id = InterestFactory(slug="food"), PracticalNeedFactory(slug="no-id")
    filled = {
        "interests": [food],
        "needs": [no_id],
        "area": AreaFactory(slug="north"),
        "latitude": "40.75",
        "longitude": "-73.99",
    }
    morning = timezone.now().replace(hour=14, minute=0) + dt.timedelta(days=3)
    organisation = OrganisationFactory()

    def add(number):
        for _number in range(number):
            opportunity = OpportunityFactory(organisation=organisation, **filled)
            SessionFactory(starts_at=morning, opportunity=opportunity)

    def cost():
        cache.clear()
        stranger.get(reverse("opportunities:find"), {"kind": "group"})  # words of the filters
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert stranger.get(url, parameters).status_code == 200
        return len(queries)

    # SQLite is asked for this once by each process, whichever test comes first.
    assert connection.features.supports_json_field
    add(1)
    one = cost()
    add(21)
    twenty = cost()
    # A list of more than one page is counted, once a minute for everybody.
    assert one <= 2
    assert twenty == one + 1 <= 3


def test_list_from_the_cache_costs_no_query(stranger, url, django_assert_num_queries):
    many(3)
    first = stranger.get(url).content
    with django_assert_num_queries(0):
        assert stranger.get(url).content == first


def test_page_of_twenty_is_small(stranger, url):
    needs = [PracticalNeedFactory() for _number in range(11)]
    [InterestFactory() for _number in range(8)]
    [AreaFactory() for _number in range(20)]
    many(22, needs=needs[:4], title="Quiet-hour dog walking with the animal shelter")
    response = stranger.get(url)
    assert len(addresses(response)) == PAGE
    assert len(response.content) <= 50_000


def test_pages_go_forward_and_back_over_equal_times(stranger, url):
    expected = [str(opportunity.public_id) for opportunity in many(2 * PAGE + 3)]
    first = stranger.get(url)
    assert link(first, "prev") is None
    second = stranger.get(link(first, "next"))
    third = stranger.get(link(second, "next"))
    assert addresses(first) + addresses(second) + addresses(third) == expected
    assert link(third, "next") is None
    back = stranger.get(link(third, "prev"))
    assert addresses(back) == addresses(second)
    assert addresses(stranger.get(link(back, "prev"))) == addresses(first)
    assert '<a href="/opportunities/">First page</a>' in third.content.decode()


def test_pages_keep_the_filters(stranger, url):
    many(PAGE + 1, kind="class")
    many(2, kind="project")
    second = stranger.get(link(stranger.get(url, {"kind": "class", "sort": "newest"}), "next"))
    assert len(addresses(second)) == 1
    assert 'value="class" checked' in second.content.decode()


def test_deep_page_asks_for_neither_offset_nor_count(stranger, url):
    many(2 * PAGE + 3)
    second = stranger.get(link(stranger.get(url), "next"))
    with CaptureQueriesContext(connection) as queries:
        stranger.get(link(second, "next"))
    assert len(queries) == 1
    assert "OFFSET" not in queries[0]["sql"]
    assert "COUNT(" not in queries[0]["sql"]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    moments=st.lists(st.integers(0, 3), min_size=1, max_size=60),
    sort=st.sampled_from(["soonest", "newest"]),
)
def test_pages_by_key_show_everything_once(db, moments, sort):
    Opportunity.objects.all().delete()
    organisation, start = OrganisationFactory(), timezone.now() + dt.timedelta(days=1)
    Opportunity.objects.bulk_create(
        Opportunity(
            organisation=organisation,
            kind="class",
            title=str(number),
            next_session_at=start + dt.timedelta(hours=moment),
        )
        for number, moment in enumerate(moments)
    )
    order = ["-id"] if sort == "newest" else ["next_session_at", "id"]
    expected = list(Opportunity.objects.order_by(*order).values_list("pk", flat=True))
    seen, pages, cursor = [], [], None
    while True:
        shown = page(Opportunity.objects.all(), sort, after=cursor)
        pages.append([row.pk for row in shown.rows])
        seen += pages[-1]
        cursor = shown.next
        if cursor is None:
            break
    assert seen == expected
    for before, here in itertools.pairwise(pages):
        first = page(Opportunity.objects.filter(pk__in=here), sort).rows[0].cursor(sort)
        assert [
            row.pk for row in page(Opportunity.objects.all(), sort, before=first).rows
        ] == before


def test_more_than_a_thousand_are_not_counted(stranger, url):
    organisation, start = OrganisationFactory(), timezone.now() + dt.timedelta(days=1)
    Opportunity.objects.bulk_create(
        Opportunity(organisation=organisation, kind="class", title=str(n), next_session_at=start)
        for n in range(1002)
    )
    assert "More than 1,000 things to do" in stranger.get(url).content.decode()
    assert "More than 1,000 things to do" in stranger.get(url, {"kind": "class"}).content.decode()
    near = {"near": "10001", "far": "50"}
    Opportunity.objects.update(latitude="40.75", longitude="-73.99")
    assert "More than 100 things to do" in stranger.get(url, near).content.decode()


def test_empty_list_says_what_letting_one_filter_go_would_bring(stranger, url):
    no_id = PracticalNeedFactory(slug="no-id", label="No ID needed")
    choir = in_days(2, opportunity=OpportunityFactory(title="Choir", kind="project"))
    in_days(3, opportunity=OpportunityFactory(title="Jam", kind="class", needs=[no_id]))
    in_days(3, opportunity=OpportunityFactory(title="Jelly", kind="class", needs=[no_id]))
    text = stranger.get(url, {"kind": "project", "need": "no-id"}).content.decode()
    assert "Nothing matches all of that yet" in text
    assert 'href="/opportunities/?need=no-id">Without “Service project” <strong>2</strong>' in text
    assert 'href="/opportunities/?kind=project">Without “No ID needed” <strong>1</strong>' in text
    assert "One filter away" in text
    assert str(choir.opportunity.public_id) in text


def test_empty_site_says_so_without_a_suggestion(stranger, url):
    text = stranger.get(url).content.decode()
    assert "Nothing matches all of that yet" not in text
    assert "Nothing to do yet" in text
    assert "Try letting one thing go" not in text


def test_numbers_beside_the_filters_count_activities(stranger, url):
    need = PracticalNeedFactory(label="Childcare")
    in_days(2, opportunity=OpportunityFactory(needs=[need]))
    in_days(3, opportunity=OpportunityFactory(kind="class", needs=[need]))
    in_days(3, opportunity=OpportunityFactory(kind="class", live=False, needs=[need]))
    text = stranger.get(url).content.decode()
    assert 'Childcare <span class="small muted">2</span>' in text
    assert 'Class <span class="small muted">1</span>' in text


def test_htmx_leaves_nothing_in_the_browser(stranger, url):
    text = stranger.get(url).content.decode()
    assert '"historyCacheSize":0' in text
    assert '"allowEval":false' in text
    assert " style=" not in text
    assert "onclick" not in text


def test_list_answers_without_a_cache(url, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    }
    many(2)
    assert len(addresses(Client().get(url))) == 2
