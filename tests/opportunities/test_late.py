"""Giving a place back late: always possible, told without a name, never counted (safety.md #54)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Message
from opportunities.actions.signups import cancel_sign_up, give_places_back, sign_up
from opportunities.models import Opportunity, Session, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def partner(db):
    return MembershipFactory()


@pytest.fixture
def session(partner, now):
    posting = OpportunityFactory(organisation=partner.organisation, notice_hours=24)
    return SessionFactory(opportunity=posting, starts_at=now + 5 * DAY, capacity=1)


def join(session, person, now):
    return sign_up(session=session, by=person, alias="Wren", now=now)


def told(partner):
    return list(Message.objects.filter(recipient=partner.person).values_list("body", flat=True))


@pytest.mark.parametrize(
    ("before", "is_told"),
    [(25 * HOUR, False), (23 * HOUR, True), (-HOUR, True), (-3 * HOUR, False)],
)
def test_organisation_is_told_of_a_place_that_comes_back_late(
    session, partner, participant, now, before, is_told
):
    row = join(session, participant, now)
    cancel_sign_up(sign_up=row, now=session.starts_at - before)
    row.refresh_from_db()
    assert row.state == State.CANCELLED
    words = f"A place was given back: {session.day}, {session.clock}."
    assert told(partner) == ([words] if is_told else [])


def test_message_names_nobody_and_comes_once_for_each_place(session, partner, participant, now):
    row = join(session, participant, now)
    for _click in range(2):
        cancel_sign_up(sign_up=row, now=session.starts_at - HOUR)
    (body,) = told(partner)
    for hidden in ("Wren", participant.username, session.opportunity.title):
        assert hidden not in body
    message = Message.objects.get(recipient=partner.person)
    assert str(row.public_id) not in message.key
    assert message.about is None


def test_account_that_is_closed_late_is_told_in_the_same_words(session, partner, participant, now):
    join(session, participant, now)
    give_places_back(person=participant, now=session.starts_at - HOUR)
    assert len(told(partner)) == 1


@pytest.mark.parametrize(
    "why", ["no wish", "only waited", "called off", "not public", "at the door"]
)
def test_nobody_is_told_where_there_is_nothing_to_tell(session, partner, participant, now, why):
    if why == "only waited":
        join(session, UserFactory(), now)
    row = join(session, participant, now)
    if why == "no wish":
        Opportunity.objects.update(notice_hours=0)
    elif why == "called off":
        Session.objects.update(cancelled_at=now)
    elif why == "not public":
        Opportunity.objects.update(held_at=now)
    elif why == "at the door":
        partner.duty = "door"
        partner.save()
    cancel_sign_up(sign_up=row, now=session.starts_at - HOUR)
    assert told(partner) == []


def test_place_passes_on_all_the_same(session, participant, now):
    row, waits = join(session, participant, now), join(session, UserFactory(), now)
    cancel_sign_up(sign_up=row, now=session.starts_at - HOUR)
    waits.refresh_from_db()
    assert waits.state == State.CONFIRMED


def test_on_the_day_the_plan_says_today_and_one_press_does_it(participant, as_person):
    now = timezone.now()
    session = SessionFactory(starts_at=now + 5 * DAY)
    row = join(session, participant, now)
    client = as_person(participant)
    plan = reverse("opportunities:plan")
    assert "I can’t make it" in words_of(client.get(plan))
    # It has begun a moment ago: so it is on this day at any hour at which this test runs.
    Session.objects.update(starts_at=now, ends_at=now + HOUR)
    words = words_of(client.get(plan))
    assert "I can’t today" in words
    assert "I can’t make it" not in words
    cancel = reverse("opportunities:cancel", args=[row.public_id])
    assert "Nobody asks why" in words_of(client.post(cancel, follow=True))
    row.refresh_from_db()
    assert row.state == State.CANCELLED
