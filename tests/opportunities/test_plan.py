import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import ContactPreference
from opportunities.models import SignUp, State
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_up(participant):
    return SignUpFactory(
        person=participant,
        session__opportunity__title="Garden morning",
        session__opportunity__arrival="Come to the green gate.",
    )


def saved(sign_up):
    return reverse("opportunities:saved", args=[sign_up.public_id])


def test_plan_shows_own_things_and_nobody_elses(
    as_person, participant, another_participant, sign_up
):
    theirs = SignUpFactory(person=another_participant, session__opportunity__title="Canary")
    SignUpFactory(session=sign_up.session, person=another_participant, alias="Canary")
    page = as_person(participant).get("/plan/").content.decode()
    assert "Garden morning" in page
    assert "Canary" not in page
    assert as_person(participant).get(saved(theirs)).status_code == 404


def test_plan_leaves_out_what_is_past_or_given_back(as_person, participant):
    long_ago = timezone.now() - dt.timedelta(days=3)
    SignUpFactory(
        person=participant, session__opportunity__title="Gone", session__starts_at=long_ago
    )
    SignUpFactory(person=participant, session__opportunity__title="Left", state=State.CANCELLED)
    page = as_person(participant).get("/plan/").content.decode()
    for title in ("Gone", "Left"):
        assert title not in page
    assert "Nothing is planned" in page


def test_plan_names_the_waiting_list_without_a_number(as_person, participant):
    session = SessionFactory(capacity=1, opportunity__title="Fix a bike")
    SignUpFactory(session=session)
    SignUpFactory(session=session, person=participant, state=State.WAITING)
    page = as_person(participant).get("/plan/").content.decode()
    assert "Waiting lists" in page
    assert "Fix a bike" in page
    assert "second" not in page


@pytest.mark.parametrize("path", ["/plan/", "/plan/reminders/", "/plan/calendar.ics"])
def test_plan_asks_a_stranger_to_sign_in(stranger, path):
    assert stranger.get(path)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("number", [1, 3])
def test_plan_costs_the_same_however_long(
    as_person, participant, django_assert_num_queries, number
):
    for day in range(number):
        SignUpFactory(
            person=participant, session__starts_at=timezone.now() + dt.timedelta(days=day + 1)
        )
    client = as_person(participant)
    client.get("/plan/")
    # Session, person, sign-ups, what is said of them, preference, what they come to regularly,
    # enquiries, aims, whether they have a mentor, notes.
    with django_assert_num_queries(10):
        client.get("/plan/")


def test_saved_page_tells_how_to_get_in(as_person, participant, sign_up):
    page = as_person(participant).get(saved(sign_up)).content.decode()
    for words in ("Your place is saved, Sam", "Come to the green gate.", "Green gate", "Rosa"):
        assert words in page


def test_saved_page_has_a_neutral_title(as_person, participant, sign_up):
    page = as_person(participant).get(saved(sign_up)).content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Garden" not in title
    assert "Your place is saved" in title


def test_saved_page_warns_of_two_things_at_once(as_person, participant, sign_up):
    SignUpFactory(
        person=participant,
        session__opportunity__title="Choir",
        session__starts_at=sign_up.session.starts_at + dt.timedelta(hours=1),
    )
    page = as_person(participant).get(saved(sign_up)).content.decode()
    assert "Two things at the same time" in page
    assert "Choir" in page


def test_cancelling_takes_one_tap_and_frees_the_place(as_person, participant, sign_up):
    answer = as_person(participant).post(
        reverse("opportunities:cancel", args=[sign_up.public_id]), follow=True
    )
    sign_up.refresh_from_db()
    sign_up.session.refresh_from_db()
    assert sign_up.state == State.CANCELLED
    assert sign_up.session.places_taken == 0
    assert "taken off your plan" in answer.content.decode()


@pytest.mark.parametrize("page", ["plan", "saved"])
def test_cancelling_works_with_the_token_that_stands_in_the_page(participant, sign_up, page):
    """As a browser does it: the test client asks for no token unless it is told to."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(participant, "community.people.sessions.Accounts")
    path = reverse(f"opportunities:{page}", args=[sign_up.public_id] if page == "saved" else [])
    form = re.search(r'<form[^>]*/cancel/".*?</form>', client.get(path).content.decode(), re.DOTALL)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form[0])
    client.post(
        reverse("opportunities:cancel", args=[sign_up.public_id]),
        {"csrfmiddlewaretoken": token[1]},
    )
    sign_up.refresh_from_db()
    assert sign_up.state == State.CANCELLED


def test_cancelling_is_not_done_by_looking(as_person, participant, sign_up):
    answer = as_person(participant).get(reverse("opportunities:cancel", args=[sign_up.public_id]))
    sign_up.refresh_from_db()
    assert answer.url == reverse("opportunities:saved", args=[sign_up.public_id])
    assert sign_up.state == State.CONFIRMED


def test_cancelling_for_somebody_else_changes_nothing(as_person, another_participant, sign_up):
    answer = as_person(another_participant).post(
        reverse("opportunities:cancel", args=[sign_up.public_id])
    )
    sign_up.refresh_from_db()
    assert answer.status_code == 404
    assert sign_up.state == State.CONFIRMED


def test_choosing_the_words_right_after_saving(as_person, participant, sign_up):
    answer = as_person(participant).post(saved(sign_up), {"wording": "none"})
    assert answer["Location"] == saved(sign_up)
    assert ContactPreference.objects.get(person=participant).wording == "none"


def test_choosing_no_words_at_all_is_asked_again(as_person, participant, sign_up):
    answer = as_person(participant).post(saved(sign_up), {"wording": "loud"})
    assert answer.status_code == 400
    assert not ContactPreference.objects.exists()


def test_reminder_choice_keeps_every_answer(as_person, participant):
    client = as_person(participant)
    client.post(
        "/plan/reminders/",
        {
            "wording": "details",
            "two_hours_before": "on",
            "quiet_from": "20:00",
            "quiet_until": "9:00",
        },
    )
    preference = ContactPreference.objects.get(person=participant)
    assert preference.wording == "details"
    assert (preference.day_before, preference.two_hours_before) == (False, True)
    assert (preference.quiet_from, preference.quiet_until) == (dt.time(20), dt.time(9))
    page = client.get("/plan/reminders/").content.decode()
    assert 'value="20:00"' in page


@pytest.mark.parametrize("time", ["", "25:00", "noon", "9" * 500])
def test_reminder_choice_with_a_bad_time_says_what_to_write(as_person, participant, time):
    answer = as_person(participant).post(
        "/plan/reminders/", {"wording": "private", "quiet_from": time, "quiet_until": "08:00"}
    )
    assert answer.status_code == 400
    assert "Write a time, for example 21:00." in answer.content.decode()
    assert not ContactPreference.objects.exists()


def test_nobody_can_be_looked_up_in_a_plan(as_person, another_participant, sign_up):
    """Sign-ups of a session are rows of other people: none of them shows anywhere here."""
    SignUpFactory(session=sign_up.session, person=another_participant, alias="Kim")
    page = words_of(as_person(another_participant).get("/plan/"))
    assert "Sam" not in page
    assert SignUp.objects.count() == 2
