"""The pages of mentors, as they are asked for."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.mentorship.actions.screening import ask_references, begin_screening
from community.mentorship.models import ENDED, Mentor, MentorReference, MentorState
from tests.factories.mentorship import SAID, MentorFactory, apply_for

pytestmark = pytest.mark.django_db
APPLY, MINE, ANSWERS = "/walk/with/", "/walk/my-part/", "/walk/my-part/answers/"
TYPED = {
    "motivation": "I have time.",
    "slots": ["1-morning", "3-evening"],
    "style": "listener",
    "gender": "undisclosed",
    "online_ok": "on",
    "first_name": "Jo Bell",
    "first_address": "jo@example.org",
    "second_name": "Ida Sand",
    "second_address": "ida@example.org",
}


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_anybody_reads_what_it_is_and_how_to_begin(stranger, as_person, participant, partner):
    page = text_of(stranger.get("/walk/"))
    assert "When it is better to wait" in page
    assert APPLY in page
    assert APPLY in text_of(as_person(participant).get("/walk/"))
    assert APPLY not in text_of(as_person(partner).get("/walk/"))


def test_asking_and_what_is_read_afterwards(as_person, participant):
    client = as_person(participant)
    assert client.post(APPLY, TYPED).url == MINE
    row = Mentor.objects.get()
    assert (row.person, row.slots, row.online_ok) == (participant, TYPED["slots"], True)
    assert (row.in_person_ok, row.survivor_mentor, row.gender) == (False, "", "undisclosed")
    page = text_of(client.get(MINE))
    assert "This is where it stands" in page
    assert "jo@example.org" not in page
    assert client.get(APPLY).url == client.post(APPLY, TYPED).url == MINE
    assert Mentor.objects.count() == 1


def test_what_was_typed_stays_when_something_is_wrong(as_person, participant):
    wrong = TYPED | {"second_address": "JO@example.org", "lived_experience": "<b>mine</b>"}
    page = text_of(as_person(participant).post(APPLY, wrong), 400)
    assert "Name two different people" in page
    assert "&lt;b&gt;mine&lt;/b&gt;" in page
    assert 'value="Ida Sand"' in page
    assert not Mentor.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"motivation": ""}, "Say it in a sentence or two"),
        ({"motivation": "x" * 1501}, "1500 letters are the most"),
        ({"online_ok": ""}, "at least one way to meet"),
        ({"slots": ["9-midnight"]}, "not on the list"),
        ({"first_address": "jo"}, "Write an e-mail address"),
        ({"first_name": "a\u202eb"}, "Use letters"),
        ({"style": "stern"}, "not on the list"),
    ],
)
def test_bad_answers_are_refused_in_words(changes, words, as_person, participant):
    assert words in text_of(as_person(participant).post(APPLY, TYPED | changes), 400)


def test_words_to_choose_from_come_from_editors(home, as_person, participant):
    page = text_of(as_person(participant).get(APPLY))
    for label in ("Meet people", "Growing things", "Español"):
        assert label in page


def test_mentor_changes_answers(as_person, participant):
    mentor = MentorFactory(person=participant)
    client = as_person(participant)
    assert "Change my answers" in text_of(client.get(MINE))
    assert client.post(ANSWERS, {"motivation": "Anew.", "in_person_ok": "on"}).url == MINE
    mentor.refresh_from_db()
    assert (mentor.motivation, mentor.online_ok, mentor.slots) == ("Anew.", False, [])
    assert mentor.state == MentorState.ACTIVE
    text_of(client.post(ANSWERS, {"motivation": ""}), 400)


@pytest.mark.parametrize("state", MentorState)
def test_own_page_in_each_state_says_nothing_of_what_staff_think(state, as_person, participant):
    ended = timezone.now() if state in ENDED else None
    MentorFactory(person=participant, state=state, ended_at=ended)
    page = text_of(as_person(participant).get(MINE))
    assert "safety" not in page[page.index("<h1>") : page.index("</main>")].lower()
    assert ("can’t go on" in page) is (state in {"declined", "removed_safety"})
    assert ("Change my answers" in page) is (state not in ENDED)


def test_removed_and_declined_read_the_same_page(as_person, participant, another_participant):
    pages = []
    for person, state in ((participant, "declined"), (another_participant, "removed_safety")):
        MentorFactory(person=person, state=state, ended_at=timezone.now())
        page = text_of(as_person(person).get(MINE))
        pages.append(page[page.index("<h1>") : page.index("</main>")])
    assert pages[0] == pages[1]


def test_held_reads_paused_and_finds_no_way_back(as_person, participant):
    MentorFactory(person=participant, state="paused", is_held=True)
    client = as_person(participant)
    page = text_of(client.get(MINE))
    assert "Your part is paused." in page
    assert 'value="back"' not in page
    client.post(MINE, {"what": "back"})
    assert Mentor.objects.get().state == MentorState.PAUSED


def test_break_and_back_and_stop(as_person, participant):
    mentor = MentorFactory(person=participant)
    client = as_person(participant)
    day = timezone.localdate() + dt.timedelta(days=9)
    assert client.post(MINE, {"what": "pause", "until": day}).url == MINE
    assert f"{day:%Y}" in text_of(client.get(MINE))
    assert client.post(MINE, {"what": "back"}).url == MINE
    text_of(client.post(MINE, {"what": "pause", "until": "2020-01-01"}), 400)
    for _again in range(2):
        assert client.post(MINE, {"what": "leave"}).url == MINE
    mentor.refresh_from_db()
    assert mentor.state == MentorState.LEFT
    assert "Begin again" in text_of(client.get(MINE))


@pytest.mark.parametrize("what", ["nothing", "approve", "\x00", ""])
def test_what_is_not_offered_changes_nothing(what, as_person, participant):
    MentorFactory(person=participant)
    before = Mentor.objects.values().get()
    as_person(participant).post(MINE, {"what": what})
    assert Mentor.objects.values().get() == before


def test_log_is_kept_and_shown_to_its_writer(as_person, participant, another_participant):
    MentorFactory(person=participant)
    client = as_person(participant)
    assert client.post(MINE, {"what": "log", "load": "heavy", "words": "Long nights."}).url == MINE
    assert "Long nights." in text_of(client.get(MINE))
    MentorFactory(person=another_participant)
    assert "Long nights." not in text_of(as_person(another_participant).get(MINE))
    text_of(client.post(MINE, {"what": "log", "load": "?"}), 400)


def test_letter_opens_four_questions_once_for_who_has_no_account(stranger, participant, staff):
    now = timezone.now()
    mentor = begin_screening(mentor=apply_for(participant, now), by=staff, now=now)
    links: list[str] = []

    def link(token: str) -> str:
        links.append(reverse("mentorship:letter", args=[token]))
        return links[-1]

    ask_references(mentor=mentor, link_for=link, by=staff, now=now)
    page = text_of(stranger.get(links[0]))
    assert "Sam would like to give time" in page
    assert participant.username not in page
    assert "jo@example.org" not in page
    assert "Say how you know them" in text_of(stranger.post(links[0], {"reliable": "x"}), 400)
    assert "Thank you" in text_of(stranger.post(links[0], SAID))
    text_of(stranger.get(links[0]), 404)
    text_of(stranger.post(links[0], SAID), 404)
    assert MentorReference.objects.exclude(answered_at=None).get().reliable == "yes"


def test_name_that_somebody_signs_in_with_stands_on_no_letter(stranger, participant, staff):
    now = timezone.now()
    participant.alias = ""
    participant.save()
    mentor = begin_screening(mentor=apply_for(participant, now), by=staff, now=now)
    links: list[str] = []

    def link(token: str) -> str:
        links.append(reverse("mentorship:letter", args=[token]))
        return links[-1]

    ask_references(mentor=mentor, link_for=link, by=staff, now=now)
    page = text_of(stranger.get(links[0]))
    main = page[page.index("<main") : page.index("</main>")]
    assert "Somebody who knows you" in main
    assert f" {participant.username} " not in main
