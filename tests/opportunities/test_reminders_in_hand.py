"""A reminder that a worker has in hand, or had when it died, while what it tells of changes."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from community.notifications.actions import deliver_due
from community.notifications.models import ContactPreference, Message, Outcome, Wording
from opportunities.actions.contact import choose_reminders
from opportunities.actions.pausing import pause_reminders
from opportunities.actions.reminders import plan_reminders
from opportunities.actions.sessions import move_session
from opportunities.actions.signups import cancel_sign_up, sign_up, sign_up_for
from tests.factories.opportunities import SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def row(participant, now):
    session = SessionFactory(starts_at=now + 3 * DAY)
    return sign_up(session=session, by=participant, alias="Wren", now=now)


@pytest.fixture
def in_hand(row):
    """The reminder of the day before, as a worker leaves it that is killed in the middle."""
    message = Message.objects.earliest("due_at")
    begun = {"attempting_at": message.due_at, "lease_id": uuid.uuid4(), "attempts": 1}
    Message.objects.filter(pk=message.pk).update(lease_until=message.due_at + MINUTE, **begun)
    message.refresh_from_db()
    return message


def choose(person, now, **changes):
    fields = ["wording", "day_before", "two_hours_before", "quiet_from", "quiet_until"]
    chosen = {name: getattr(ContactPreference(person=person), name) for name in fields} | changes
    return choose_reminders(by=person, now=now, **chosen)


def delivered(message, at):
    deliver_due(now=at)
    message.refresh_from_db()
    return message.outcome


def test_reminder_whose_worker_died_leaves_once_in_the_words_chosen_meanwhile(
    row, in_hand, participant, mail_server
):
    saved_at = in_hand.due_at + MINUTE / 2
    choose(participant, saved_at, wording=Wording.DETAILS)
    assert delivered(in_hand, saved_at + MINUTE) == Outcome.SENT
    assert mail_server.recipients == [participant.email]
    assert row.session.opportunity.title in mail_server.mails[0][1].get_payload()
    assert Message.objects.filter(ended_at=None).count() == 1  # the one of two hours before


def test_reminder_whose_worker_died_waits_for_the_quiet_hours_chosen_meanwhile(
    in_hand, participant, mail_server
):
    saved_at = in_hand.due_at + MINUTE / 2  # half a minute past noon in New York
    choose(participant, saved_at, quiet_from=dt.time(11), quiet_until=dt.time(14))
    assert delivered(in_hand, saved_at + MINUTE) == ""
    assert delivered(in_hand, in_hand.due_at + 120 * MINUTE) == Outcome.SENT


@pytest.mark.parametrize("change", [{"wording": Wording.NONE}, {"day_before": False}])
def test_reminder_whose_worker_died_is_dropped_if_no_longer_wanted(
    in_hand, participant, mail_server, change
):
    choose(participant, in_hand.due_at + MINUTE / 2, **change)
    assert delivered(in_hand, in_hand.due_at + 2 * MINUTE) == Outcome.DROPPED
    assert mail_server.mails == []


def test_reminder_of_the_old_time_is_dropped_when_its_worker_died(row, in_hand, mail_server):
    at = in_hand.due_at + MINUTE / 2
    starts_at = row.session.starts_at + 7 * DAY
    move_session(session=row.session, starts_at=starts_at, ends_at=starts_at + DAY / 12, now=at)
    assert delivered(in_hand, at + MINUTE) == Outcome.DROPPED
    keys = Message.objects.filter(outcome=Outcome.SENT).values_list("key", flat=True)
    assert [key.split(":")[0] for key in keys] == ["moved"]


def test_reminder_whose_worker_died_leaves_once_when_a_paused_posting_goes_on(
    row, in_hand, participant, mail_server
):
    at = in_hand.due_at + MINUTE / 2
    pause_reminders(sign_ups=[row])
    plan_reminders(sign_ups=[row], now=at)
    assert delivered(in_hand, at + MINUTE) == Outcome.SENT
    assert mail_server.recipients == [participant.email]


@pytest.mark.parametrize("comes_back", [True, False])
def test_reminder_whose_worker_died_leaves_only_for_who_takes_their_place_again(
    row, in_hand, participant, mail_server, comes_back
):
    at = in_hand.due_at - MINUTE / 2
    cancel_sign_up(sign_up=row, now=at)
    if comes_back:
        sign_up(session=row.session, by=participant, alias="Wren", now=at)
    outcome = delivered(in_hand, at + 2 * MINUTE)
    assert outcome == (Outcome.SENT if comes_back else Outcome.DROPPED)
    assert mail_server.recipients == ([participant.email] if comes_back else [])


def test_taking_a_place_again_leaves_the_reminders_of_another_date_alone(row, participant, now):
    again = SessionFactory(starts_at=now + 5 * DAY, opportunity=row.session.opportunity)
    both = [row.session, again]
    given_back = sign_up_for(sessions=both, by=participant, alias="Wren", now=now)[1]
    cancel_sign_up(sign_up=given_back, now=now)
    sign_up_for(sessions=both, by=participant, alias="Wren", now=now)
    assert Message.objects.filter(about=row.public_id).count() == 2
    assert Message.objects.filter(about=given_back.public_id).count() == 2


def test_reminder_that_a_worker_hands_over_meanwhile_does_not_leave_twice(
    row, participant, mail_server
):
    due_at = Message.objects.earliest("due_at").due_at

    def save(_to: str) -> None:
        mail_server.on_mail = None
        try:
            choose(participant, due_at, wording=Wording.DETAILS)
        finally:
            connection.close()

    mail_server.on_mail = save
    assert deliver_due(now=due_at) == 1
    assert deliver_due(now=due_at + 2 * MINUTE) == 0
    assert mail_server.recipients == [participant.email]
