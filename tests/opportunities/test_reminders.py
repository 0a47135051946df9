import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.notifications.actions import deliver_due
from community.notifications.models import ContactPreference, Message
from community.organisations.models import Organisation, Standing
from community.people.models import User
from opportunities.actions.contact import choose_reminders
from opportunities.actions.reminders import plan_reminders, reminders_of, tell_promoted
from opportunities.actions.sessions import move_session
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import Kind, Opportunity, Session, SignUp, State
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.people import UserFactory

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NO_QUIET = {"quiet_from": dt.time(0), "quiet_until": dt.time(0)}


@pytest.fixture
def session(db, now):
    return SessionFactory(
        starts_at=now + 3 * DAY,
        opportunity__title="Garden morning at Sallow Lane",
        opportunity__organisation__name="The Sallow Lane Trust",
    )


def join(session, person, now):
    return sign_up(session=session, by=person, alias="Wren", now=now)


def choose(person, now, **changes):
    defaults = ContactPreference(person=person)
    fields = ["wording", "day_before", "two_hours_before", "quiet_from", "quiet_until"]
    chosen = {name: getattr(defaults, name) for name in fields} | changes
    return choose_reminders(by=person, now=now, **chosen)


def due(**of):
    return sorted(Message.objects.filter(**of).values_list("due_at", flat=True))


def text(**of):
    return "\n".join(f"{m.subject}\n{m.body}" for m in Message.objects.filter(**of))


# -- when ------------------------------------------------------------------------------------


def test_reminders_go_a_day_and_two_hours_before(session, participant, now):
    row = join(session, participant, now)
    starts = session.starts_at
    assert due() == [starts - DAY, starts - 2 * HOUR]
    stamp = int(starts.timestamp())
    assert set(Message.objects.values_list("key", "about", "expires_at", "recipient")) == {
        (f"reminder:{row.public_id}:{which}:{stamp}", row.public_id, starts, participant.pk)
        for which in ("day", "hours")
    }


@pytest.mark.parametrize(("hours_ahead", "reminders"), [(25, 2), (24, 1), (3, 1), (2, 0), (1, 0)])
def test_reminder_whose_time_has_passed_is_not_planned(participant, now, hours_ahead, reminders):
    join(SessionFactory(starts_at=now + hours_ahead * HOUR), participant, now)
    assert Message.objects.count() == reminders
    assert all(moment > now for moment in due())


@pytest.mark.parametrize("state", [State.WAITING, State.CANCELLED])
def test_who_has_no_place_gets_no_reminder(db, now, state):
    row = SignUpFactory(session__starts_at=now + 3 * DAY, state=state)
    plan_reminders(sign_ups=[row], now=now)
    assert not Message.objects.exists()


def test_reminder_in_quiet_hours_waits_until_they_are_over(session, participant, now):
    """Noon session; the person sleeps from 9 to 11.30, so the one of 10 am waits."""
    ContactPreference.objects.create(
        person=participant, quiet_from=dt.time(9), quiet_until=dt.time(11, 30)
    )
    join(session, participant, now)
    assert due() == [session.starts_at - DAY, session.starts_at - HOUR / 2]


def test_reminder_stays_here_if_quiet_hours_last_until_the_session(
    session, participant, now, mail_server
):
    ContactPreference.objects.create(
        person=participant, quiet_from=dt.time(9), quiet_until=dt.time(12)
    )
    join(session, participant, now)
    assert due() == [session.starts_at - DAY, session.starts_at - 2 * HOUR]
    assert [deliver_due(now=moment) for moment in due()] == [1, 0]
    assert [message.outcome for message in Message.objects.order_by("due_at")] == ["sent", "kept"]


def test_quiet_hours_are_read_off_the_persons_own_clock(session, participant, now):
    """10 am in New York is 11 pm in Tokyo, and noon is 1 am; quiet until 8 am there is 7 pm."""
    participant.time_zone = "Asia/Tokyo"
    participant.save()
    join(session, participant, now)
    # The second one would only be safe when it is too late: it waits on this site, at its time.
    assert due() == [session.starts_at - DAY + 7 * HOUR, session.starts_at - 2 * HOUR]


def test_news_waits_for_the_end_of_quiet_hours(session, now):
    at_night = now + 10 * HOUR
    row = SignUpFactory(session=session, joined_at=now)
    tell_promoted(sign_ups=[row], now=at_night)
    assert due(key__startswith="place:") == [now + 20 * HOUR]


def test_news_that_cannot_come_before_the_session_stay_here(db, now, mail_server):
    at_night = now + 10 * HOUR
    row = SignUpFactory(session__starts_at=now + 19 * HOUR, joined_at=now)
    tell_promoted(sign_ups=[row], now=at_night)
    assert due(key__startswith="place:") == [at_night]
    assert deliver_due(now=at_night) == 0
    assert row.person.notes.get().words == "A place came up: Tue 7 am."


# -- clocks that change ----------------------------------------------------------------------

ZONES = ["America/New_York", "Europe/London", "Australia/Lord_Howe"]


def planned(starts_at, zone, now=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)):
    """The two reminders of a session, without a database: (day before, two hours before)."""
    person = User(username="sam", time_zone=zone)
    person._state.fields_cache["contact_preference"] = ContactPreference(**NO_QUIET)
    vouched = Organisation(standing=Standing.VERIFIED, verified_until=dt.date.max)
    posting = Opportunity(kind=Kind.CLASS, title="x", live=True, organisation=vouched)
    session = Session(starts_at=starts_at, time_zone=zone, opportunity=posting)
    row = SignUp(session=session, person=person, state=State.CONFIRMED)
    return [message.due_at for message in reminders_of(row, now)]


@pytest.mark.parametrize(
    ("zone", "wall", "hours_between"),
    [
        ("America/New_York", dt.datetime(2026, 3, 8, 9), 23),
        ("America/New_York", dt.datetime(2026, 11, 1, 9), 25),
        ("Europe/London", dt.datetime(2026, 3, 29, 9), 23),
        ("Europe/London", dt.datetime(2026, 10, 25, 9), 25),
        ("Australia/Lord_Howe", dt.datetime(2026, 10, 4, 9), 23.5),
        ("Australia/Lord_Howe", dt.datetime(2026, 4, 5, 9), 24.5),
        ("America/New_York", dt.datetime(2028, 3, 1, 9), 24),
        ("America/New_York", dt.datetime(2028, 2, 29, 9), 24),
    ],
)
def test_a_day_before_is_the_same_wall_clock_when_clocks_change(zone, wall, hours_between):
    local = zoneinfo.ZoneInfo(zone)
    starts_at = wall.replace(tzinfo=local)
    day_before, two_hours_before = planned(starts_at.astimezone(dt.UTC), zone)
    assert day_before.astimezone(local).replace(tzinfo=None) == wall - DAY
    assert starts_at.astimezone(dt.UTC) - day_before == hours_between * HOUR
    assert starts_at.astimezone(dt.UTC) - two_hours_before == 2 * HOUR


def test_a_day_before_the_29th_of_february_and_after_it():
    zone = zoneinfo.ZoneInfo("America/New_York")
    after, on_it = (
        planned(dt.datetime(2028, *day, 9, tzinfo=zone).astimezone(dt.UTC), zone.key)[0]
        for day in [(3, 1), (2, 29)]
    )
    assert after.astimezone(zone).date() == dt.date(2028, 2, 29)
    assert on_it.astimezone(zone).date() == dt.date(2028, 2, 28)


def test_a_day_before_a_time_that_was_skipped_is_an_hour_later_on_the_wall():
    """On 8 March 2026 New York has no 2.30 am: the clock shows 3.30 instead."""
    zone = zoneinfo.ZoneInfo("America/New_York")
    starts_at = dt.datetime(2026, 3, 9, 2, 30, tzinfo=zone).astimezone(dt.UTC)
    day_before = planned(starts_at, zone.key)[0].astimezone(zone)
    assert day_before.replace(tzinfo=None) == dt.datetime(2026, 3, 8, 3, 30)


@given(
    zone=st.sampled_from(ZONES),
    starts_at=st.datetimes(
        dt.datetime(2026, 1, 1), dt.datetime(2032, 12, 31), timezones=st.just(dt.UTC)
    ),
)
def test_reminders_are_right_at_any_time_of_any_year(zone, starts_at):
    local = zoneinfo.ZoneInfo(zone)
    day_before, two_hours_before = planned(starts_at, zone)
    assert starts_at - two_hours_before == 2 * HOUR
    assert 22.9 * HOUR <= starts_at - day_before <= 25.1 * HOUR
    wanted = starts_at.astimezone(local).replace(tzinfo=None) - DAY
    shown = day_before.astimezone(local).replace(tzinfo=None)
    was_skipped = wanted.replace(tzinfo=local).astimezone(dt.UTC).astimezone(local)
    assert shown == wanted or shown == was_skipped.replace(tzinfo=None)


@given(
    zone=st.sampled_from(ZONES),
    starts_at=st.datetimes(
        dt.datetime(2026, 1, 1), dt.datetime(2032, 12, 31), timezones=st.just(dt.UTC)
    ),
    hours_ahead=st.floats(0, 50),
)
def test_no_reminder_is_ever_planned_for_what_is_past(zone, starts_at, hours_ahead):
    now = starts_at - hours_ahead * HOUR
    assert all(now < moment < starts_at for moment in planned(starts_at, zone, now))


# -- what people choose ----------------------------------------------------------------------


def test_choice_rewords_and_reschedules_what_is_on_its_way(session, participant, now):
    join(session, participant, now)
    chosen = choose(participant, now, wording="details", two_hours_before=False)
    assert (chosen.wording, chosen.two_hours_before) == ("details", False)
    assert due() == [session.starts_at - DAY]
    assert "Garden morning" in text()


def test_choice_of_none_takes_everything_back_and_can_be_undone(session, participant, now):
    join(session, participant, now)
    choose(participant, now, wording="none")
    assert not Message.objects.exists()
    choose(participant, now)
    assert due() == [session.starts_at - DAY, session.starts_at - 2 * HOUR]


def test_choice_touches_nobody_elses_messages(session, participant, another_participant, now):
    join(session, participant, now)
    join(session, another_participant, now)
    choose(participant, now, wording="none")
    assert set(Message.objects.values_list("recipient", flat=True)) == {another_participant.pk}


def test_choice_reaches_every_sign_up_ahead(participant, now):
    for days in (2, 3, 4):
        join(SessionFactory(starts_at=now + days * DAY), participant, now)
    choose(participant, now, day_before=False)
    assert due() == [now + n * DAY - 2 * HOUR for n in (2, 3, 4)]


def test_same_choice_again_writes_nothing_anew(session, participant, now):
    join(session, participant, now)
    choose(participant, now, wording="details")
    before = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    choose(participant, now, wording="details")
    assert list(Message.objects.order_by("pk").values_list("pk", flat=True)) == before


@pytest.mark.parametrize("sign_ups", [1, 8])
def test_choice_costs_the_same_for_many_sign_ups(
    participant, now, sign_ups, django_assert_num_queries
):
    for days in range(2, 2 + sign_ups):
        SignUpFactory(person=participant, session__starts_at=now + days * DAY)
    choose(participant, now)
    with django_assert_num_queries(18):
        choose(participant, now, wording="details")
    assert Message.objects.count() == 2 * sign_ups


# -- writing anew is harmless ----------------------------------------------------------------


def snapshot():
    return sorted(Message.objects.values_list("key", "subject", "body", "due_at", "expires_at"))


def test_planning_twice_changes_nothing(session, participant, now):
    row = join(session, participant, now)
    before = snapshot()
    plan_reminders(sign_ups=[row], now=now)
    plan_reminders(sign_ups=[row], now=now + HOUR)
    assert snapshot() == before


def test_reminder_that_was_sent_is_not_sent_again(session, participant, now):
    row = join(session, participant, now)
    sent = Message.objects.order_by("due_at").first()
    sent.ended_at, sent.outcome = sent.due_at, "sent"
    sent.save()
    plan_reminders(sign_ups=[row], now=now)
    choose(participant, now, wording="details")
    assert Message.objects.filter(ended_at=None).count() == 1
    assert Message.objects.count() == 2


def test_reminder_that_is_due_and_not_yet_sent_is_not_lost(session, participant, now):
    """The sweep is late, and the person changes the words just then."""
    join(session, participant, now)
    late = session.starts_at - DAY + HOUR
    choose(participant, late, wording="details")
    assert due() == [session.starts_at - DAY, session.starts_at - 2 * HOUR]
    assert text().count("Garden morning") == 2


def test_reminder_chosen_after_its_time_is_not_sent_late(session, participant, now):
    choose(participant, now, wording="none")
    join(session, participant, now)
    choose(participant, session.starts_at - DAY + HOUR)
    assert due() == [session.starts_at - 2 * HOUR]


def test_news_survive_a_change_of_words_and_follow_it(session, participant, now):
    holder = join(session, UserFactory(), now)
    Session.objects.update(capacity=1)
    row = join(session, participant, now)
    cancel_sign_up(sign_up=holder, now=now)
    choose(participant, now, wording="details")
    news = Message.objects.get(about=row.public_id, key__startswith="offer:")
    assert news.body.startswith("A place is held for you: Thu 12 noon. Please say yes or no.\n\nG")
    session.refresh_from_db()
    move_session(session=session, starts_at=now + 4 * DAY, ends_at=now + 4 * DAY + HOUR, now=now)
    choose(participant, now)
    assert "A place is held for you: Fri 12 noon." in text()


def test_news_of_a_move_survive_a_change_of_words(session, participant, now):
    join(session, participant, now)
    move_session(session=session, starts_at=now + 4 * DAY, ends_at=now + 4 * DAY + HOUR, now=now)
    key = Message.objects.get(key__startswith="moved:").key
    choose(participant, now, wording="details")
    assert "Garden morning" in Message.objects.get(key=key).body


def test_planning_for_nobody_is_harmless(db, now):
    plan_reminders(sign_ups=[], now=now)
    assert not Message.objects.exists()


def test_planning_for_a_cancelled_session_or_sign_up_takes_messages_back(session, now):
    row = join(session, UserFactory(), now)
    Session.objects.update(cancelled_at=now)
    plan_reminders(sign_ups=[row], now=now)
    assert not Message.objects.exists()
