"""What nobody offers: numbers of people and never people (safety.md #13, #70)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.actions import prepare_site
from community.people.actions import give_role
from community.people.models import User
from opportunities.actions.looking import keep_looking_for
from opportunities.matching import unmet
from opportunities.matching.unmet import _may_be_told
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def ask(number, now, **wishes):
    people = UserFactory.create_batch(number, password="!")
    for person in people:
        keep_looking_for(by=person, now=now, **wishes)
    return people


def told(now):
    return [one.words for one in unmet(now=now)]


@given(st.integers(0, 50), st.integers(0, 50))
def test_neither_a_number_nor_its_other_side_is_under_five(number, others):
    if _may_be_told(number, number + others):
        assert number >= 5
        assert others == 0 or others >= 5


@pytest.mark.parametrize(
    ("number", "others", "is_told"),
    [(4, 0, False), (5, 0, True), (5, 4, False), (5, 5, True), (12, 1, False)],
)
def test_number_is_told_from_five_on_and_so_is_what_it_leaves(number, others, is_told, now, words):
    ask(number, now, must_haves=[words.need])
    ask(others, now, postcode="10001")
    said = f"{number} people look for: First-day buddy"
    assert told(now) == ([said] if is_told else [])


def test_what_is_offered_is_not_missing(now, words, offer):
    ask(5, now, first_goal=words.goal, interests=[words.interest], learn=[words.skill])
    assert told(now) == [
        "5 people look for: Growing things",
        "5 people look for: Learning: Food hygiene",
        "5 people look for: Meet people",
    ]
    offer(goals=[words.goal], teaches=[words.skill])
    held = offer(interests=[words.interest], held_at=now)
    assert told(now) == ["5 people look for: Growing things"]
    held.held_at = None
    held.save(update_fields=["held_at"])
    assert told(now) == []


def test_need_that_is_met_at_other_times_only_is_missing_at_theirs(now, words, offer):
    ask(6, now, supports=[words.need], slots=["2-evening", "3-evening"])
    offer()  # a morning without it
    offer(needs=[words.need])
    assert told(now) == ["6 people look for: Evening"]
    evening = {"starts_at": now + dt.timedelta(days=2, hours=7)}
    offer(session=evening)
    assert told(now) == ["6 people look for: Evening, with: First-day buddy"]
    offer(session=evening, needs=[words.need])
    assert told(now) == []


def test_half_and_pair_are_never_told_together(now, words):
    """Their difference would be a number of its own."""
    ask(6, now, supports=[words.need], slots=["2-evening"])
    ask(7, now, supports=[words.need])
    assert told(now) == [
        "13 people look for: First-day buddy",
        "6 people look for: Evening",
    ]


def test_wanting_it_twice_is_one_person_and_only_participants_count(now, words):
    people = ask(6, now, supports=[words.need], must_haves=[words.need])
    assert told(now) == ["6 people look for: First-day buddy"]
    User.objects.filter(pk=people[0].pk).update(role="staff")
    User.objects.filter(pk=people[1].pk).update(is_active=False)
    assert told(now) == []


def test_counting_asks_five_questions_whatever_there_is(
    now, words, offer, django_assert_num_queries
):
    for number in (1, 6):
        ask(number, now, supports=[words.need], slots=["2-evening"])
        offer(goals=[words.goal])
        with django_assert_num_queries(5):
            unmet(now=now)


def test_staff_read_numbers_and_words_and_nobody_else_does(
    as_person, staff, editor, participant, partner, now, words
):
    prepare_site()
    (first, *_rest) = ask(5, now, must_haves=[words.need])
    User.objects.filter(pk=first.pk).update(alias="Canary Alias")
    page = as_person(give_role(person=staff, role="staff", now=now)).get("/cms/desk/wanted/")
    assert "5 people look for: First-day buddy" in page.content.decode()
    assert "Canary" not in page.content.decode()
    for person in (give_role(person=editor, role="editor", now=now), participant, partner):
        assert as_person(person).get("/cms/desk/wanted/").status_code == 404
