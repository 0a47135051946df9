"""What fits somebody, from the database on: who is left out, at what cost, and in which words."""

import datetime as dt

import pytest

from community.organisations.actions import avoid
from community.organisations.models import Standing
from community.people.models import User
from opportunities.actions.apart import avoid_area
from opportunities.actions.looking import keep_looking_for, suggest
from opportunities.matching import Gate, answers_of, candidates, wanted_by
from opportunities.models import Kind, LookingFor, State
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def wishes(words):
    """Answers to every question."""
    return {
        "first_goal": words.goal,
        "second_goal": words.goal_two,
        "interests": [words.interest],
        "hard_noes": [words.caution],
        "supports": [words.need],
        "slots": ["1-morning"],
        "area": words.area,
        "postcode": "10001",
        "miles": 10,
        "learn": [words.skill],
        "use": [words.skill],
        "commitments": ["once"],
    }


@pytest.fixture
def whole(words, offer):
    """A function that makes something that agrees in everything."""

    def make(**changes):
        fields = {
            "goals": [words.goal],
            "interests": [words.interest],
            "needs": [words.need],
            "teaches": [words.skill],
            "uses": [words.skill],
            "commitment": "once",
            "latitude": "40.75",
            "longitude": "-73.99",
        }
        return offer(**(fields | changes))

    return make


def pks(person, now):
    return [one.pk for one in suggest(to=person, now=now).shown]


def said(person, now):
    """Everything that is said of each suggestion."""
    return suggest(to=person, now=now).shown


# -- what it is made of ----------------------------------------------------------------------


def test_everything_that_agrees_is_found_and_said(participant, whole, wishes, words, now):
    row = whole()
    keep_looking_for(by=participant, now=now, **wishes)
    (one,) = said(participant, now)
    assert (one.pk, one.band) == (row.pk, "strong")
    assert one.score == sum(why.line.points for why in one.table) == 88  # not the second goal
    assert one.reasons == [
        "You like: Growing things",
        "Helps with your goal: Meet people",
        "Its date fits your times",
    ]
    assert {why.words for why in one.table} - set(one.reasons) == {
        "About 1 mile from you",
        "It has what helps you: First-day buddy",
        "You can learn: Food hygiene",
        "You can use: Food hygiene",
        "Just once, as you like it",
    }
    assert one.mind == ""


def test_one_thing_to_keep_in_mind_and_no_more(participant, whole, wishes, words, now):
    del wishes["hard_noes"]
    whole(cautions=[words.caution], needs=[])
    keep_looking_for(by=participant, now=now, **wishes)
    (one,) = said(participant, now)
    assert one.mind == "Photos or filming"
    keep_looking_for(by=participant, now=now, **wishes, hard_noes=[words.caution])
    found = suggest(to=participant, now=now)
    assert (found.shown, found.left_out) == ([], {Gate.HARD_NO: 1})


def test_missing_help_is_worth_keeping_in_mind(participant, whole, wishes, now):
    whole(needs=[])
    keep_looking_for(by=participant, now=now, **wishes)
    assert said(participant, now)[0].mind == "It doesn’t say that it has: First-day buddy"


def test_dates_are_compared_by_the_clock_of_the_place(participant, offer, words, now):
    row = offer(goals=[words.goal])  # Tuesday, ten in the morning
    evening = now + 3 * DAY + dt.timedelta(hours=7)
    SessionFactory(opportunity=row, starts_at=evening, time_zone="America/New_York")
    SessionFactory(opportunity=row, starts_at=evening + DAY, cancelled_at=now)
    keep_looking_for(by=participant, now=now, first_goal=words.goal, slots=["1-morning"])
    row = wanted_by(participant)
    answers = answers_of(row, centre=None).answers
    (found,) = candidates(person=participant, answers=answers, now=now)
    assert found.slots == {"1-morning": 1, "3-evening": 1}


def test_date_farther_off_than_four_weeks_still_counts_if_it_is_the_next(
    participant, offer, words, now
):
    offer(goals=[words.goal], session={"starts_at": now + 100 * DAY})
    keep_looking_for(by=participant, now=now, first_goal=words.goal, slots=["0-morning"])
    assert pks(participant, now) == []


def test_online_is_known_by_its_word(participant, offer, words, now):
    words.need.slug = "online"
    words.need.save()
    far = {"latitude": "41.90", "longitude": "-73.99", "goals": [words.goal]}
    offer(**far)
    online = offer(**far, needs=[words.need])
    keep_looking_for(by=participant, now=now, first_goal=words.goal, postcode="10001", miles=5)
    assert pks(participant, now) == [online.pk]


def test_part_of_town_stands_in_for_a_zip_code(participant, offer, words, now):
    near = offer(goals=[words.goal], latitude="40.76", longitude="-73.99")
    offer(goals=[words.goal], latitude="41.90", longitude="-73.99")
    keep_looking_for(by=participant, now=now, first_goal=words.goal, area=words.area, miles=5)
    assert pks(participant, now) == [near.pk]


def test_who_answers_nothing_sees_the_newest(participant, offer, now):
    rows = [offer() for _ in range(3)]
    found = suggest(to=participant, now=now)
    assert [one.pk for one in found.shown] == [row.pk for row in reversed(rows)]
    assert not found.is_scored
    assert all((one.score, one.band, one.table, one.reasons) == (None, None, [], [])
               for one in found.shown)  # fmt: skip


# -- the gates that the database keeps -------------------------------------------------------


def test_untrusted_held_and_past_things_are_never_compared(participant, offer, words, now):
    fine = offer(goals=[words.goal])
    offer(goals=[words.goal], organisation__standing=Standing.UNVERIFIED)
    offer(goals=[words.goal], organisation__standing=Standing.SUSPENDED)
    offer(goals=[words.goal], organisation__verified_until=now.date() - DAY)
    offer(goals=[words.goal], held_at=now)
    offer(goals=[words.goal], live=False)
    over = OpportunityFactory()
    over.goals = [words.goal]
    over.save()
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    assert pks(participant, now) == [fine.pk]


def test_what_somebody_keeps_away_is_in_no_list_and_no_number(participant, offer, words, now):
    area = AreaFactory()
    fine = offer(goals=[words.goal], kind=Kind.GROUP, area=area)
    theirs = offer(goals=[words.goal], cautions=[words.caution])
    there = offer(goals=[words.goal], area=area, cautions=[words.caution])
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    assert set(pks(participant, now)) == {fine.pk, theirs.pk, there.pk}
    avoid(organisation=theirs.organisation, by=participant, now=now)
    avoid_area(area=area, by=participant, now=now)
    assert pks(participant, now) == [fine.pk]
    keep_looking_for(by=participant, now=now, first_goal=words.goal, hard_noes=[words.caution])
    assert not suggest(to=participant, now=now).left_out


def test_two_who_are_kept_apart_see_the_same_as_before(
    participant, another_participant, offer, words, now, block
):
    """Nothing that fits says that somebody is there (docs/decisions/0011)."""
    row = offer(goals=[words.goal])
    SignUpFactory(session=row.sessions.get(), person=another_participant)
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    before = said(participant, now)
    assert [one.pk for one in before] == [row.pk]
    block(participant, another_participant, now)
    assert said(participant, now) == before


@pytest.mark.parametrize("why", ["full", "closed"])
def test_full_and_closed_are_suggested_in_the_same_words(participant, offer, words, now, why):
    row = offer(goals=[words.goal])
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    free = said(participant, now)
    session = row.sessions.get()
    if why == "closed":
        session.close(now)
    else:
        session.capacity = 0
    session.save()
    assert said(participant, now) == free


@pytest.mark.parametrize("state", [State.CONFIRMED, State.WAITING])
def test_what_is_in_the_plan_already_is_not_suggested(participant, offer, words, now, state):
    row = offer(goals=[words.goal])
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    sign_up = SignUpFactory(session=row.sessions.get(), person=participant, state=state)
    assert pks(participant, now) == []
    sign_up.state = State.CANCELLED
    sign_up.save()
    assert pks(participant, now) == [row.pk]


# -- what makes no difference ----------------------------------------------------------------


def test_only_these_questions_are_asked():
    """No stage, no diagnosis, no record, no name, no origin: there is nowhere to write it."""
    assert {field.name for field in LookingFor._meta.get_fields()} == {
        "id", "person", "first_goal", "second_goal", "third_goal", "interests", "hard_noes",
        "must_haves", "supports", "slots", "area", "postcode", "miles", "learn", "use",
        "commitments", "changed_at", "alerts", "told_until",
    }  # fmt: skip


def test_who_somebody_is_and_what_they_did_changes_nothing(participant, whole, wishes, offer, now):
    """The counterfactual: another name, language, role, age of account and past."""
    whole()
    whole(goals=[])
    other = UserFactory(username="zz", alias="Another name", language="es", role="partner")
    User.objects.filter(pk=other.pk).update(date_joined=now - 999 * DAY)
    past = offer(session={"starts_at": now - 9 * DAY})
    for state in (State.EXCUSED, State.CANCELLED, State.ATTENDED):
        session = SessionFactory(opportunity=past, starts_at=now - 30 * DAY)
        SignUpFactory(session=session, person=other, state=state)
    keep_looking_for(by=participant, now=now, **wishes)
    keep_looking_for(by=other, now=now + DAY, **wishes)
    assert len(said(participant, now)) == 2
    assert said(other, now) == said(participant, now)


def test_looking_at_something_changes_nothing(participant, as_person, offer, words, now):
    rows = [offer(goals=[words.goal]) for _ in range(3)]
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    before = said(participant, now)
    client = as_person(participant)
    for _ in range(3):
        client.get(f"/opportunities/{rows[2].public_id}/")
    assert said(participant, now) == before


def test_reasons_hold_no_word_that_somebody_typed(participant, whole, wishes, now):
    canary = "Canary words"
    typed = ("title", "summary", "description", "rhythm", "who_comes", "bring", "cost", "ask_for",
             "place", "getting_there", "arrival")  # fmt: skip
    whole(**dict.fromkeys(typed, canary), organisation__name=canary, organisation__about=canary)
    keep_looking_for(by=participant, now=now, **wishes)
    (one,) = said(participant, now)
    assert "Growing things" in str(one)
    assert canary not in str(one)


# -- what it costs ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_suggesting_asks_four_questions_whatever_there_is(
    number, participant, whole, wishes, now, django_assert_num_queries
):
    for _ in range(number):
        whole()
    keep_looking_for(by=participant, now=now, **wishes)
    with django_assert_num_queries(4):
        assert len(said(participant, now)) == number


def test_scores_are_stored_nowhere(participant, whole, wishes, now, django_assert_num_queries):
    whole()
    keep_looking_for(by=participant, now=now, **wishes)
    with django_assert_num_queries(4) as asked:
        said(participant, now)
    assert all(query["sql"].lstrip("( ").startswith("SELECT") for query in asked)
