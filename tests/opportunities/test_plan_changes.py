"""What a plan says of dates that were moved or called off: for some people the only way to know."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.sessions import cancel_session, move_session
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import Opportunity, Session, SignUp, State
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.people import UserFactory
from tests.opportunities.test_published_again import published
from tests.words import words_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def without_email(db):
    return UserFactory(email="")


@pytest.fixture
def session(db):
    starts_at = timezone.now().replace(hour=16, minute=0, second=0, microsecond=0) + 3 * DAY
    return SessionFactory(starts_at=starts_at, opportunity__title="Garden morning", capacity=1)


def join(session, person):
    return sign_up(session=session, by=person, alias="Wren", now=timezone.now())


def move(session):
    later = session.starts_at + DAY
    return move_session(
        session=session, starts_at=later, ends_at=later + DAY / 12, now=timezone.now()
    )


def text_of(answer):
    """The page as it is read: no tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", words_of(answer)))


def plan_of(as_person, person):
    return text_of(as_person(person).get("/plan/"))


@pytest.mark.parametrize("waits", [False, True])
def test_plan_says_that_a_date_is_called_off(as_person, without_email, session, waits):
    if waits:
        join(session, UserFactory())
    row = join(session, without_email)
    assert row.state == (State.WAITING if waits else State.CONFIRMED)
    assert "Called off" not in plan_of(as_person, without_email)
    cancel_session(session=session, now=timezone.now())
    page = plan_of(as_person, without_email)
    assert f"Called off: Garden morning, {session.day}, {session.hours}" in page
    assert session.opportunity.place not in page
    saved = reverse("opportunities:saved", args=[row.public_id])
    assert "This one is called off" in text_of(as_person(without_email).get(saved))


def test_plan_of_somebody_else_says_nothing_of_it(as_person, another_participant, session):
    join(session, UserFactory())
    cancel_session(session=session, now=timezone.now())
    assert "Called off" not in plan_of(as_person, another_participant)


def test_plan_says_nothing_of_a_date_given_back_before_it_was_called_off(
    as_person, without_email, session
):
    cancel_sign_up(sign_up=join(session, without_email), now=timezone.now())
    cancel_session(session=session, now=timezone.now())
    assert "Called off" not in plan_of(as_person, without_email)


@pytest.mark.parametrize(("days", "shown"), [(0, True), (-1, False)])
def test_plan_says_so_until_the_day_has_passed_where_it_was(
    as_person, without_email, session, days, shown
):
    """By the clock of the place: an early date is still named in the evening, and not next day."""
    today = timezone.now().astimezone(session.zone).replace(hour=0, minute=1)
    starts_at = today + days * DAY
    SignUpFactory(session=session, person=without_email)
    Session.objects.filter(pk=session.pk).update(
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=1),
        cancelled_at=starts_at - DAY,
    )
    assert ("Called off" in plan_of(as_person, without_email)) is shown


@pytest.mark.parametrize("place", ["next", "later", "waiting"])
def test_plan_says_that_a_time_has_changed_and_which_it_is_now(
    as_person, without_email, session, place
):
    if place == "waiting":
        join(session, UserFactory())
    if place == "later":
        join(SessionFactory(starts_at=timezone.now() + DAY), without_email)
    row = join(session, without_email)
    assert "The time has changed" not in plan_of(as_person, without_email)
    moved = move(session)
    words = f"The time has changed. It is now {moved.day}, {moved.hours}."
    assert words in plan_of(as_person, without_email)
    saved = reverse("opportunities:saved", args=[row.public_id])
    assert words in text_of(as_person(without_email).get(saved))


PLACE_CHANGED = "Where to go has changed. Please read it again before you set off."


@pytest.mark.parametrize("place", ["next", "later"])
def test_plan_says_that_the_place_has_changed_to_who_may_see_where(
    as_person, without_email, session, place
):
    if place == "later":
        join(SessionFactory(starts_at=timezone.now() + DAY), without_email)
    row = join(session, without_email)
    published(session.opportunity, title="Another title")
    assert PLACE_CHANGED not in plan_of(as_person, without_email)
    published(session.opportunity, place="Blue gate, 3 Plum Row")
    assert PLACE_CHANGED in plan_of(as_person, without_email)
    saved = reverse("opportunities:saved", args=[row.public_id])
    assert PLACE_CHANGED in text_of(as_person(without_email).get(saved))


@pytest.mark.parametrize("state", ["waiting", "asked", "offered", "stopped", "off", "joined later"])
def test_plan_says_nothing_of_a_place_to_who_may_not_see_it_or_knows_no_other(
    as_person, without_email, session, state
):
    now = timezone.now()
    row = None if state == "joined later" else join(session, without_email)
    published(session.opportunity, place="Blue gate, 3 Plum Row")
    if row is None:
        row = join(session, without_email)
    elif state == "stopped":
        Opportunity.objects.update(held_at=now, held_reason="Why?")
    elif state == "off":
        Session.objects.update(cancelled_at=now)
    else:
        ends = now + DAY if state == "offered" else None
        SignUp.objects.update(state=state, offer_ends_at=ends)
    assert "Where to go has changed" not in plan_of(as_person, without_email)
    saved = reverse("opportunities:saved", args=[row.public_id])
    assert "Where to go has changed" not in text_of(as_person(without_email).get(saved))


def test_plan_of_who_signed_up_for_the_new_time_says_nothing_of_the_old(
    as_person, without_email, session
):
    move(session)
    join(session, without_email)
    page = plan_of(as_person, without_email)
    assert "Garden morning" in page
    assert "The time has changed" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_plan_costs_the_same_with_dates_called_off(
    as_person, participant, django_assert_num_queries, number
):
    for _date in range(number):
        SignUpFactory(person=participant, session__cancelled_at=timezone.now())
    client = as_person(participant)
    client.get("/plan/")
    # session, person, sign-ups, preference, unread notes, who may ask, what was said, aims,
    # what a mentor thought of, what they come to regularly
    with django_assert_num_queries(10):
        client.get("/plan/")
