"""Reminders follow the clock and the language of whoever they are for."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from community.notifications.models import ContactPreference, Message
from opportunities.actions.signups import sign_up
from tests.factories.opportunities import SessionFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 3 * DAY)  # noon in New York


def save(client, now, **settings):
    typed = {"alias": "Sam", "language": "en", "time_zone": "America/New_York"} | settings
    with time_machine.travel(now, tick=False):
        answer = client.post(reverse("people:settings"), typed)
    assert answer.status_code == 302


def due(person):
    return sorted(Message.objects.filter(recipient=person).values_list("due_at", flat=True))


@pytest.fixture
def signed_in(as_person, participant, now):
    with time_machine.travel(now, tick=False):
        return as_person(participant)


def test_reminders_follow_a_change_of_the_time_zone(
    session, participant, another_participant, signed_in, now
):
    """10 am in New York is 11 pm in Tokyo, in quiet hours that last until 8 am there: 7 pm."""
    for person in (participant, another_participant):
        sign_up(session=session, by=person, alias="Wren", now=now)
    usual = [session.starts_at - DAY, session.starts_at - 2 * HOUR]
    assert due(participant) == usual
    save(signed_in, now, time_zone="Asia/Tokyo")
    assert due(participant) == [session.starts_at - DAY + 7 * HOUR, session.starts_at - 2 * HOUR]
    assert due(another_participant) == usual
    save(signed_in, now)
    assert due(participant) == usual


def test_reminders_stay_as_they_are_when_only_the_name_changes(
    session, participant, signed_in, now
):
    sign_up(session=session, by=participant, alias="Wren", now=now)
    before = set(Message.objects.values_list("pk", flat=True))
    save(signed_in, now, alias="Samira")
    participant.refresh_from_db()
    assert participant.alias == "Samira"
    assert set(Message.objects.values_list("pk", flat=True)) == before


def test_who_wants_no_reminders_gets_none_with_another_time_zone(
    session, participant, signed_in, now
):
    ContactPreference.objects.create(person=participant, wording="none")
    sign_up(session=session, by=participant, alias="Wren", now=now)
    save(signed_in, now, time_zone="Asia/Tokyo")
    assert not Message.objects.exists()
