"""Where and when a note reaches somebody: nothing leaves without a way they said is safe."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.notifications.actions import (
    address_given,
    channel_of,
    deliver_due,
    still_safe,
    wants_checking,
    way_to,
)
from community.notifications.models import Channel, ContactPreference, Message, Outcome
from community.people.models import User
from tests.factories.notifications import (
    ContactPreferenceFactory,
    MessageFactory,
    NoteFactory,
    PhoneContactFactory,
    SafeHoursFactory,
)
from tests.factories.people import UserFactory

from .test_quiet import ZONES, moments
from .test_safe_hours import is_open, windows

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def prefers(channel: str, now: dt.datetime, **fields) -> User:
    return ContactPreferenceFactory(channel=channel, checked_at=now, **fields).person


# -- which way (safety.md #21) ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("channel", "email", "goes"),
    [
        ("", "sam@example.org", Channel.EMAIL),
        ("", "", Channel.IN_APP),
        ("email", "sam@example.org", Channel.EMAIL),
        ("email", "", Channel.IN_APP),
        ("sms", "sam@example.org", Channel.SMS),
        ("in_app", "sam@example.org", Channel.IN_APP),
        ("none", "sam@example.org", Channel.NONE),
    ],
)
def test_way_is_the_one_that_was_said(now, channel, email, goes):
    person = prefers(channel, now, person__email=email)
    assert channel_of(person, at=now) == goes


def test_new_account_is_reached_on_this_site_only(now, mail_server):
    """An address that is typed and not proved is nobody's yet."""
    person = UserFactory(email="", email_to_confirm="typed@example.org")
    message = MessageFactory(recipient=person, created_at=now)
    assert channel_of(person, at=now) == Channel.IN_APP
    assert deliver_due(now=now) == 0
    assert (mail_server.mails, mail_server.lines) == ([], 0)
    message.refresh_from_db()
    assert (message.outcome, message.reason) == (Outcome.KEPT, "unsaid")
    assert (message.subject, message.body) == ("", "")
    assert person.notes.get().words == "Tue 10 am. See you there."


def test_a_way_is_offered_where_somebody_carries_it(now, settings):
    person = prefers("sms", now)
    settings.MAILBOX_DIR = None
    assert channel_of(person, at=now) == Channel.IN_APP
    settings.TWILIO_ACCOUNT_SID = "AC1"
    assert channel_of(person, at=now) == Channel.SMS


@pytest.mark.parametrize("channel", ["in_app", "none"])
def test_nothing_leaves_for_who_wants_it_here_or_not_at_all(mail_server, now, channel):
    person = prefers(channel, now)
    MessageFactory(recipient=person, created_at=now)
    other = MessageFactory(created_at=now)
    assert deliver_due(now=now) == 1
    assert mail_server.recipients == [other.recipient.email]
    kept = channel == "in_app"
    assert person.notes.count() == kept
    message = Message.objects.get(recipient=person)
    assert message.outcome == (Outcome.KEPT if kept else Outcome.DROPPED)


def test_account_mail_goes_where_it_was_asked_for(mail_server, now):
    person = prefers("in_app", now - 300 * DAY)
    MessageFactory(recipient=person, created_at=now, minds_quiet_hours=False)
    assert deliver_due(now=now) == 1
    assert mail_server.recipients == [person.email]


# -- asked again (safety.md #25) -------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "asks", "goes"),
    [
        (0, False, "email"),
        (90, False, "email"),
        (91, True, "email"),
        (180, True, "email"),
        (181, True, "in_app"),
    ],
)
def test_what_was_said_grows_old(now, days, asks, goes):
    person = prefers("email", now - days * DAY)
    assert wants_checking(person, now=now) is asks
    assert channel_of(person, at=now) == goes


def test_what_was_never_said_is_as_old_as_the_account(now):
    person = UserFactory(date_joined=now - 181 * DAY)
    assert channel_of(person, at=now) == Channel.IN_APP
    assert wants_checking(person, now=now)


@pytest.mark.parametrize("channel", ["in_app", "none"])
def test_nobody_is_asked_about_what_stays_here(now, channel):
    assert not wants_checking(prefers(channel, now - 999 * DAY), now=now)


def test_stale_way_is_not_used_and_is_good_again_when_it_was_said_again(mail_server, now):
    person = prefers("email", now - 181 * DAY)
    MessageFactory(recipient=person, created_at=now)
    assert deliver_due(now=now) == 0
    assert Message.objects.get().reason == "stale"
    still_safe(person=person, now=now)
    MessageFactory(recipient=person, created_at=now)
    assert deliver_due(now=now) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "email"), ("in_app", "email"), ("email", "email"), ("sms", "sms"), ("none", "none")],
)
def test_proving_an_address_is_saying_by_e_mail_unless_something_else_was_said(now, before, after):
    person = prefers(before, now - 200 * DAY, refused_at=now)
    wish = address_given(person=person, now=now)
    assert wish.channel == after
    assert (wish.checked_at == now, wish.refused_at is None) == ((after == "email"),) * 2


# -- when (safety.md #22) --------------------------------------------------------------------
def test_note_waits_for_the_next_safe_window(mail_server, now):
    """It is Monday noon; Tuesday from nine is safe."""
    hours = SafeHoursFactory(weekday=1)
    message = MessageFactory(
        recipient=hours.preference.person, created_at=now, expires_at=now + 2 * DAY
    )
    assert deliver_due(now=now) == 0
    message.refresh_from_db()
    assert (message.due_at, message.ended_at) == (now + 21 * HOUR, None)
    assert deliver_due(now=now + 21 * HOUR) == 1


@pytest.mark.parametrize("after", [-HOUR, dt.timedelta(0)])
def test_note_stays_here_if_no_safe_window_is_left(mail_server, now, after):
    hours = SafeHoursFactory(weekday=1)
    message = MessageFactory(
        recipient=hours.preference.person, created_at=now, expires_at=now + 21 * HOUR + after
    )
    assert deliver_due(now=now) == 0
    message.refresh_from_db()
    assert (message.outcome, message.reason) == (Outcome.KEPT, "no-safe-hour")
    assert hours.preference.person.notes.count() == 1


def test_safe_hours_take_the_place_of_quiet_hours(mail_server, now):
    """Night work: three in the morning is safe, and noon is not."""
    hours = SafeHoursFactory(weekday=1, safe_from=dt.time(3), safe_until=dt.time(4))
    person = hours.preference.person
    assert way_to(person, at=now).at == now + 15 * HOUR


def test_safe_hours_changed_meanwhile_count(mail_server, now):
    hours = SafeHoursFactory(weekday=0)
    MessageFactory(recipient=hours.preference.person, created_at=now)
    hours.weekday = 2
    hours.save()
    assert deliver_due(now=now) == 0


def test_safe_hours_cost_one_query_for_a_whole_batch(
    mail_server, now, django_assert_max_num_queries
):
    for _ in range(20):
        hours = SafeHoursFactory(weekday=0)
        MessageFactory(recipient=hours.preference.person, created_at=now)
    with django_assert_max_num_queries(2 * 20 + 9):  # two sweeps look for more
        assert deliver_due(now=now) == 20


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=moments, zone=st.sampled_from(ZONES), chosen=windows(), ahead=st.integers(0, 14 * 24))
def test_nothing_is_ever_sent_outside_a_safe_window(at, zone, chosen, ahead):
    """Whatever the clocks do (safety.md T16); what stays here disturbs nobody."""
    person = User(username="sam", email="sam@example.org", time_zone=zone, date_joined=at)
    wish = ContactPreference(pk=1, person=person, channel="email", checked_at=at)
    wish._prefetched_objects_cache = {"safe_hours": _Rows(chosen)}
    way = way_to(person, at=at, expires_at=at + ahead * HOUR)
    if way.channel == Channel.EMAIL:
        assert way.at >= at
        if chosen:
            assert is_open(way.at, chosen, zoneinfo.ZoneInfo(zone))
        assert ahead == 0 or way.at < at + ahead * HOUR
    else:
        assert (way.channel, way.at, way.reason) == (Channel.IN_APP, at, "no-safe-hour")


class _Rows(list):
    """Safe hours as they come back from the database."""

    def __init__(self, chosen):
        super().__init__(
            SafeHoursFactory.build(
                preference=None, weekday=one.weekday, safe_from=one.start, safe_until=one.end
            )
            for one in chosen
        )


# -- what is erased with a person ------------------------------------------------------------
def test_everything_about_reaching_somebody_goes_with_them(now):
    hours = SafeHoursFactory()
    person = hours.preference.person
    PhoneContactFactory(person=person)
    NoteFactory(person=person)
    kept = NoteFactory()
    person.delete()
    from community.notifications.models import Note, PhoneContact, SafeHours

    assert not ContactPreference.objects.filter(person_id=person.pk).exists()
    assert (SafeHours.objects.count(), PhoneContact.objects.count()) == (0, 0)
    assert list(Note.objects.all()) == [kept]
