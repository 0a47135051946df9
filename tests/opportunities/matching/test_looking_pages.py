"""The person's own pages: what I'm looking for, and what fits."""

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from community.safety.actions import erase, own_data
from community.safety.limits import count
from opportunities.actions.looking import keep_looking_for
from opportunities.models import LookingFor
from tests.conftest import NOON
from tests.factories.opportunities import SignUpFactory

pytestmark = pytest.mark.django_db
LOOKING, FITS = "/plan/looking/", "/plan/fits/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def everything(words):
    """A form with every question answered."""
    return {
        "first_goal": words.goal.pk, "second_goal": words.goal_two.pk,
        "interests": [words.interest.pk], "hard_noes": [words.caution.pk],
        "must_haves": [words.need.pk], "supports": [words.need.pk],
        "slots": ["1-morning", "6-evening"], "area": words.area.pk, "postcode": "10001",
        "miles": "5", "learn": [words.skill.pk], "use": [words.skill.pk],
        "commitments": ["once", "few"],
    }  # fmt: skip


def page_of(client, path, **data):
    return client.get(path, data).content.decode()


@pytest.mark.parametrize("path", [LOOKING, FITS])
def test_page_is_private_and_kept_by_nobody(path, as_person, participant, stranger):
    answer = as_person(participant).get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert stranger.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_every_answer_is_kept_and_shown_again(as_person, participant, everything):
    client = as_person(participant)
    answer = client.post(LOOKING, everything)
    assert answer["Location"] == FITS
    row = LookingFor.objects.get()
    assert (row.person, row.slots, row.miles) == (participant, ["1-morning", "6-evening"], 5)
    assert row.commitments == ["once", "few"]
    page = page_of(client, LOOKING)
    assert 'value="6-evening" id="slot-6-evening" checked' in page
    assert 'value="10001"' in page
    assert page.count(" checked") == 11  # and that they are told of nothing
    assert page.count(" selected") == 5  # two goals, none as the third, part of town, distance


def test_every_question_may_stay_open_and_then_there_is_no_row(as_person, participant, everything):
    client = as_person(participant)
    client.post(LOOKING, everything)
    assert client.post(LOOKING, {})["Location"] == FITS
    assert not LookingFor.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("first_goal", 99), ("slots", ["9-night"]), ("postcode", "00000"), ("postcode", "١٢٣٤٥"),
     ("miles", "3"), ("interests", ["x"]), ("commitments", ["daily"]), ("area", "x")],
)  # fmt: skip
def test_what_needs_another_look_is_said_and_nothing_typed_is_lost(
    as_person, participant, everything, name, value
):
    answer = as_person(participant).post(LOOKING, everything | {name: value})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "<title>Error:" in page
    assert 'id="slot-6-evening" checked' in page or name == "slots"
    assert 'value="10001"' in page or name == "postcode"
    assert not LookingFor.objects.exists()


def test_same_goal_twice_is_a_slip(as_person, participant, everything, words):
    twice = everything | {"second_goal": words.goal.pk}
    answer = as_person(participant).post(LOOKING, twice)
    assert "You named this one already" in answer.content.decode()


def test_one_button_forgets_all_of_it(as_person, participant, another_participant, everything):
    for person in (participant, another_participant):
        as_person(person).post(LOOKING, everything)
    client = as_person(participant)
    assert "Forget all of it" in page_of(client, LOOKING)
    client.post(LOOKING, {"forget": "1"})
    assert [row.person for row in LookingFor.objects.all()] == [another_participant]
    assert "Forget all of it" not in page_of(client, LOOKING)


def test_nobody_reads_the_answers_of_somebody_else(
    as_person, participant, another_participant, staff, everything
):
    as_person(participant).post(LOOKING, everything)
    for person in (another_participant, staff):
        page = page_of(as_person(person), LOOKING)
        assert page.count(" checked") == 1  # that they are told of nothing
        assert "10001" not in page


def test_answers_are_exported_and_erased(as_person, participant, everything, now):
    as_person(participant).post(LOOKING, everything)
    (part,) = [part for part in own_data(person=participant) if "looking" in part.name]
    words = {answer.name: answer.words for answer in part.rows[0]}
    assert words["first_goal"] == "Meet people"
    assert words["slots"] == "Tuesday: Morning, Sunday: Evening"
    assert words["commitments"] == "Just once, A few times"
    assert (words["postcode"], words["hard_noes"]) == ("10001", "Photos or filming")
    erase(person=participant, now=now)
    assert not LookingFor.objects.exists()


def test_zip_code_is_stored_sealed(as_person, participant, everything):
    as_person(participant).post(LOOKING, everything)
    with connection.cursor() as cursor:
        cursor.execute("SELECT postcode FROM opportunities_lookingfor")
        assert "10001" not in cursor.fetchone()[0]


def test_fitting_page_says_why_in_full(as_person, participant, offer, words, now):
    offer(goals=[words.goal], title="Garden morning")
    offer(title="Something else")
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    page = page_of(as_person(participant), FITS)
    assert "Garden morning" in page
    assert "Something else" not in page
    assert "A strong fit" in page
    assert "Helps with your goal: Meet people" in page
    assert "Why am I seeing this?" in page
    assert "100 of 100" in page
    assert page.count("Does not count here") == 7


def test_fitting_page_of_who_said_nothing_shows_the_newest_and_asks(as_person, participant, offer):
    offer(title="Garden morning")
    page = page_of(as_person(participant), FITS)
    assert "Garden morning" in page
    assert "Say what I’m looking for" in page
    assert "Why am I seeing this?" not in page


def test_fitting_page_says_what_answers_leave_out(as_person, participant, offer, words, now):
    for _ in range(2):
        offer(cautions=[words.caution])
    keep_looking_for(by=participant, now=now, first_goal=words.goal, hard_noes=[words.caution])
    page = page_of(as_person(participant), FITS)
    assert "Nothing fits all of that yet" in page
    assert "2 things because of what you never want" in page


def test_fitting_page_shows_no_number_of_places_and_no_place(
    as_person, participant, offer, words, now
):
    row = offer(goals=[words.goal], place="12 Canary Lane", session={"capacity": 2})
    SignUpFactory(session=row.sessions.get(), alias="Canary Alias")
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    page = page_of(as_person(participant), FITS)
    assert "A few places left" in page
    assert "Canary" not in page


def test_fitting_page_is_the_same_bytes_for_two_who_are_kept_apart(
    as_person, participant, another_participant, offer, words, now, block
):
    row = offer(goals=[words.goal])
    SignUpFactory(session=row.sessions.get(), person=another_participant)
    keep_looking_for(by=participant, now=now, first_goal=words.goal)
    client = as_person(participant)

    def seen():
        page = page_of(client, FITS)
        return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]

    before = seen()
    block(participant, another_participant, now)
    assert seen() == before


@pytest.mark.parametrize("number", [1, 3])
def test_fitting_page_asks_the_same_number_of_questions(
    number, as_person, participant, offer, words, everything, django_assert_num_queries
):
    client = as_person(participant)
    everything |= {"must_haves": [], "hard_noes": []}
    client.post(LOOKING, everything)
    for _ in range(number):
        offer(goals=[words.goal], interests=[words.interest], latitude="40.75", longitude="-73.99")
    client.get(FITS)  # menus and words are kept for five seconds
    with django_assert_num_queries(8):
        answer = client.get(FITS)
    assert answer.content.decode().count("Why am I seeing this?") == number


def test_plan_and_list_lead_there_and_the_list_of_strangers_does_not(
    as_person, participant, stranger
):
    client = as_person(participant)
    for path in (reverse("opportunities:plan"), reverse("opportunities:find")):
        assert f'href="{FITS}"' in page_of(client, path)
    assert FITS not in page_of(stranger, reverse("opportunities:find"))


def test_fitting_page_is_counted(as_person, participant, settings):
    client = as_person(participant)
    for _ in range(settings.SEARCHES_A_MINUTE):
        count(RequestFactory().get(FITS), "fits")
    assert client.get(FITS).status_code == 429
