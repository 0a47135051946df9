"""The pages of somebody who always comes: one tap each, and nobody else reads it."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from community.people.actions import rest
from community.safety.actions import erase
from community.safety.actions.exporting import own_data
from opportunities.actions.regulars import come_regularly
from opportunities.actions.schedules import add_schedule
from opportunities.actions.signups import sign_up
from opportunities.actions.signups.refusals import SessionNotOpen
from opportunities.models import AvoidedArea, Often, Opportunity, Regular, Rhythm, SignUp, State
from tests.factories.opportunities import AreaFactory, OpportunityFactory, PracticalNeedFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def posting():
    need = PracticalNeedFactory(slug="bring-someone")
    return OpportunityFactory(title="Garden morning", needs=[need])


@pytest.fixture
def place(participant, posting):
    """A place at the first of many dates, one each week from the day after tomorrow on."""
    now = timezone.now()
    starts_at = now.replace(minute=0, second=0, microsecond=0) + 2 * DAY
    schedule = add_schedule(
        opportunity=posting, rhythm=Rhythm.WEEKLY, starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1), last_on=None, capacity=4, now=now,
    )  # fmt: skip
    first = schedule.sessions.order_by("starts_at").first()
    return sign_up(session=first, by=participant, alias="Wren", companions=1, now=now)


@pytest.fixture
def regular(place):
    return come_regularly(
        sign_up=place, often=Often.EVERY, with_companions=False, now=timezone.now()
    )


def saved(place):
    return reverse("opportunities:saved", args=[place.public_id])


def say(place):
    return reverse("opportunities:come_regularly", args=[place.public_id])


def page(regular):
    return reverse("opportunities:regular", args=[regular.public_id])


@pytest.mark.parametrize(
    ("along", "expected"), [({}, [1, 0, 0, 0]), ({"companions": "on"}, [1] * 4)]
)
def test_one_tap_at_a_place_saves_the_next_weeks(as_person, participant, place, along, expected):
    client = as_person(participant)
    assert "I come regularly" in client.get(saved(place)).content.decode()
    answer = client.post(say(place), {"often": "every", **along}, follow=True)
    words = words_of(answer)
    assert "From now on we save your place each time." in words
    assert "Garden morning" in words
    rows = SignUp.objects.filter(person=participant).order_by("session__starts_at")
    assert list(rows.values_list("companions", flat=True)) == expected
    assert answer.content.decode().count("/plan/") > 4  # each date leads to its page
    again = client.get(saved(place)).content.decode()
    assert "I come regularly" not in again
    assert page(Regular.objects.get()) in again


def test_nothing_is_offered_where_nothing_comes_again(as_person, participant, place):
    place.session.schedule.sessions.exclude(pk=place.session_id).update(cancelled_at=timezone.now())
    client = as_person(participant)
    assert "I come regularly" not in client.get(saved(place)).content.decode()
    answer = client.post(say(place), {"often": "every"}, follow=True)
    assert "where there are more dates" in answer.content.decode()
    assert not Regular.objects.exists()


@pytest.mark.parametrize("data", [{}, {"often": "never"}, {"often": ""}])
def test_what_says_nothing_changes_nothing(as_person, participant, place, data):
    answer = as_person(participant).post(say(place), data)
    assert answer["Location"] == saved(place)
    assert not Regular.objects.exists()


def test_plan_names_what_one_comes_to_and_its_next_dates(as_person, participant, regular):
    words = words_of(as_person(participant).get("/plan/"))
    assert "You come regularly" in words
    assert regular.schedule.how_often in words
    assert "Take a break or stop" in words


def test_nobody_else_finds_it(as_person, another_participant, partner, staff, regular, place):
    for person in (another_participant, partner, staff):
        client = as_person(person)
        assert client.get(page(regular)).status_code == 404
        assert client.post(page(regular), {"stop": "1"}).status_code == 404
        assert client.post(say(place), {"often": "every"}).status_code == 404
    words = as_person(another_participant).get("/plan/").content.decode()
    assert "You come regularly" not in words
    assert Regular.objects.get().on_break is False


def test_break_until_a_day_gives_back_what_is_in_it(as_person, participant, regular):
    back = timezone.localdate() + 10 * DAY
    data = {"break": "1", "back_on": back.isoformat(), "gives_back": "on"}
    answer = as_person(participant).post(page(regular), data, follow=True)
    words = words_of(answer)
    assert "Enjoy your break." in words
    assert "On a break. Back on" in words
    assert Regular.objects.get().back_on == back
    states = SignUp.objects.order_by("session__starts_at").values_list("state", flat=True)
    assert list(states) == [State.CANCELLED, State.CANCELLED, State.CONFIRMED, State.CONFIRMED]


@pytest.mark.parametrize("day", ["2001-01-01", "today", "x"])
def test_break_ends_later_than_today(as_person, participant, regular, day):
    day = timezone.localdate().isoformat() if day == "today" else day
    answer = as_person(participant).post(page(regular), {"break": "1", "back_on": day})
    assert answer.status_code == 400
    assert f'value="{day}"' in answer.content.decode()
    assert not Regular.objects.get().on_break


def test_break_is_over_with_one_tap(as_person, participant, regular):
    client = as_person(participant)
    day = timezone.localdate() + 10 * DAY
    client.post(page(regular), {"break": "1", "back_on": day.isoformat()})
    assert f'value="{day}"' in client.get(page(regular)).content.decode()
    client.post(page(regular), {"break": "1"})
    assert "On a break, until you say so" in client.get("/plan/").content.decode()
    answer = client.post(page(regular), {"again": "1"}, follow=True)
    assert "Good to see you." in answer.content.decode()
    assert not Regular.objects.get().on_break


def test_what_cannot_be_saved_now_is_said_and_the_break_stays(
    as_person, participant, regular, posting
):
    client = as_person(participant)
    client.post(page(regular), {"break": "1"})
    SignUp.objects.exclude(session__starts_at__lt=timezone.now() + 3 * DAY).delete()
    posting.area = AreaFactory()
    posting.save()
    AvoidedArea.objects.create(person=participant, area=posting.area, created_at=timezone.now())
    answer = client.post(page(regular), {"again": "1"}, follow=True)
    assert str(SessionNotOpen()) in words_of(answer)
    assert Regular.objects.get().on_break


def test_stop_is_one_tap_and_the_places_stay(as_person, participant, regular):
    answer = as_person(participant).post(page(regular), {"stop": "1"}, follow=True)
    assert "The places you have stay yours" in words_of(answer)
    assert not Regular.objects.exists()
    assert SignUp.objects.filter(state=State.CONFIRMED).count() == 4
    assert as_person(participant).get(page(regular)).status_code == 404


def test_page_says_why_nothing_is_saved_now(as_person, participant, regular):
    client = as_person(participant)
    rest(by=participant)
    assert "Your path rests" in client.get(page(regular)).content.decode()
    Opportunity.objects.update(held_at=timezone.now())
    assert "This one is paused." in client.get(page(regular)).content.decode()
    assert "You come regularly" not in client.get("/plan/").content.decode()


def test_organisation_reads_a_place_as_any(as_person, partner, participant, posting, regular):
    Opportunity.objects.update(organisation=partner.memberships.get().organisation)
    date = SignUp.objects.order_by("session__starts_at")[1].session
    client = as_person(partner)
    schedule = reverse("opportunities:workplace_schedule", args=[regular.schedule.public_id])
    for address in (
        reverse("opportunities:workplace_date", args=[date.public_id]), schedule,
        reverse("opportunities:workplace_dates", args=[posting.public_id]),
    ):  # fmt: skip
        words = client.get(address).content.decode()
        assert "egular" not in words


def test_it_is_in_ones_own_file_and_gone_with_the_account(participant, regular):
    parts = {part.name: part for part in own_data(person=participant)}
    (row,) = parts["opportunities.regular"].rows
    said = {answer.name: answer.words for answer in row}
    assert said["schedule"].startswith("Garden morning, Every ")
    assert said["often"] == "Every time"
    assert said["alias"] == "Wren"
    assert "next_on" not in said
    assert json.dumps(said)
    erase(person=participant, now=timezone.now())
    assert not Regular.objects.exists()
    assert regular.schedule.sessions.filter(places_taken__gt=0).count() == 0
