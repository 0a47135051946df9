"""What fits, beside the cards of the list and on the page of one thing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.looking import fits_of, keep_looking_for
from tests.factories.opportunities import SignUpFactory

pytestmark = pytest.mark.django_db
FIND = reverse("opportunities:find")
WHY = "Why am I seeing this?"


@pytest.fixture
def now():
    """The pages ask the clock."""
    return timezone.now()


@pytest.fixture
def wishes(words, participant, now):
    """What Sam looks for; enough for a score."""
    said = {"first_goal": words.goal, "interests": [words.interest], "hard_noes": [words.caution]}
    return keep_looking_for(by=participant, now=now, **said)


@pytest.fixture
def fitting(words, offer):
    return offer(title="Plum picking", goals=[words.goal], interests=[words.interest])


@pytest.fixture
def sam(as_person, participant):
    return as_person(participant)


def page(client, address=FIND):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def detail_of(posting):
    return reverse("opportunities:detail", args=[posting.public_id])


def test_card_that_fits_says_why_and_leads_to_all_of_it(sam, wishes, fitting):
    html = page(sam)
    assert 1 <= len(re.findall(r'class="fits"', html)) <= 2
    assert f'{detail_of(fitting)}#fits">{WHY}' in html
    assert 'id="fits"' in page(sam, detail_of(fitting))


def test_page_says_at_most_two_reasons_and_the_table(sam, wishes, fitting):
    html = page(sam, detail_of(fitting))
    assert 1 <= len(re.findall(r'class="fits"', html)) <= 2
    assert "Meet people" in html
    assert WHY in html
    assert "Points out of 100" in html


@pytest.mark.parametrize("who", ["stranger", "another participant"])
def test_nobody_else_reads_it(stranger, as_person, another_participant, sam, wishes, fitting, who):
    page(sam)
    client = stranger if who == "stranger" else as_person(another_participant)
    for address in (FIND, detail_of(fitting)):
        html = page(client, address)
        assert WHY not in html
        assert 'class="fits"' not in html


def test_what_does_not_fit_says_nothing(sam, wishes, offer):
    other = offer(title="Something else")
    assert WHY not in page(sam)
    assert WHY not in page(sam, detail_of(other))


def test_what_they_never_want_is_not_called_fitting(sam, wishes, words, offer):
    filmed = offer(goals=[words.goal], interests=[words.interest], cautions=[words.caution])
    assert WHY not in page(sam)
    assert WHY not in page(sam, detail_of(filmed))


def test_what_is_in_the_plan_says_nothing(sam, wishes, fitting, participant):
    SignUpFactory(person=participant, session=fitting.sessions.get())
    assert WHY not in page(sam)


def test_too_few_answers_give_no_reasons(sam, words, participant, fitting, now):
    keep_looking_for(by=participant, now=now, commitments=["once"])
    assert WHY not in page(sam)


def test_order_of_the_list_stays(sam, stranger, wishes, words, offer):
    offer(title="First")
    offer(title="Second", goals=[words.goal], interests=[words.interest])
    offer(title="Third")
    found = [re.findall(r"(First|Second|Third)</a>", page(client)) for client in (sam, stranger)]
    assert found[0] == found[1]
    assert sorted(found[0]) == ["First", "Second", "Third"]


@pytest.mark.parametrize("number", [1, 20])
def test_list_with_reasons_costs_at_most_eight_queries(sam, wishes, words, offer, number):
    for _ in range(number):
        offer(goals=[words.goal], interests=[words.interest])
    page(sam)  # menus and numbers beside the filters are at hand from now on
    with CaptureQueriesContext(connection) as asked:
        html = page(sam)
    assert html.count(WHY) == number
    assert len(asked) <= 8, [one["sql"][:90] for one in asked]


def test_reasons_cost_four_queries_and_one_without_answers(
    participant, another_participant, wishes, fitting, now, django_assert_num_queries
):
    with django_assert_num_queries(4):
        assert set(fits_of(to=participant, opportunity_ids=[fitting.pk], now=now)) == {fitting.pk}
    with django_assert_num_queries(1):
        assert fits_of(to=another_participant, opportunity_ids=[fitting.pk], now=now) == {}
    with django_assert_num_queries(0):
        assert fits_of(to=participant, opportunity_ids=[], now=now) == {}


def test_words_of_others_are_in_no_reason(sam, wishes, words, offer):
    offer(
        title="<b>Canary</b>", summary="Canary words",
        goals=[words.goal], interests=[words.interest],
    )  # fmt: skip
    html = page(sam)
    assert "<b>Canary" not in html
    assert not any("Canary" in said for said in re.findall(r'class="fits">.*?</p>', html, re.S))
