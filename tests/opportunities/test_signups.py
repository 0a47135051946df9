import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.notifications.models import ContactPreference, Message
from community.organisations.models import Standing
from opportunities.actions.signups import (
    Refusal,
    SessionNotOpen,
    SessionOver,
    TooManySignUps,
    cancel_sign_up,
    clashing,
    sign_up,
    sign_up_for,
)
from opportunities.models import SignUp, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 3 * DAY, capacity=2)


def join(session, person, now, **more):
    return sign_up(session=session, by=person, alias=more.pop("alias", "Sam"), now=now, **more)


def states(session):
    return list(session.sign_ups.order_by("joined_at", "id").values_list("state", flat=True))


def as_it_is(row):
    row.refresh_from_db()
    return row


def counts_are_right(session):
    session.refresh_from_db()
    return session.places_taken == session.sign_ups.holding_a_place().count()


# -- saving a place --------------------------------------------------------------------------


def test_sign_up_takes_a_place_and_keeps_what_was_typed(session, participant, now):
    row = as_it_is(join(session, participant, now, alias="Wren", note="A seat, please"))
    assert (row.person, row.alias, row.note) == (participant, "Wren", "A seat, please")
    assert (row.state, row.joined_at, row.changed_at) == (State.CONFIRMED, now, now)
    assert as_it_is(session).places_taken == 1


def test_sign_up_of_a_full_session_waits_in_line(session, now):
    for number in range(4):
        join(session, UserFactory(), now + number * SECOND)
    assert states(session) == [State.CONFIRMED] * 2 + [State.WAITING] * 2
    assert as_it_is(session).places_taken == 2


def test_session_without_capacity_is_never_full(now):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=None)
    for _ in range(8):
        assert join(session, UserFactory(), now).state == State.CONFIRMED
    assert as_it_is(session).places_taken == 8


def test_session_with_no_places_at_all_is_full(now, participant):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=0)
    assert join(session, participant, now).state == State.WAITING


def test_repeated_sign_up_returns_the_first_one_unchanged(session, participant, now):
    first = join(session, participant, now, alias="Wren")
    again = join(session, participant, now + SECOND, alias="Robin")
    assert (again.pk, again.public_id, again.alias) == (first.pk, first.public_id, "Wren")
    assert again.joined_at == now
    assert as_it_is(session).places_taken == 1
    assert SignUp.objects.count() == 1


def test_repeated_sign_up_of_who_waits_keeps_their_place_in_line(session, now):
    people = UserFactory.create_batch(4)
    for number, person in enumerate(people):
        join(session, person, now + number * SECOND)
    again = join(session, people[2], now + 60 * SECOND)
    assert (again.state, again.joined_at) == (State.WAITING, now + 2 * SECOND)


def test_sign_up_that_another_request_stored_meanwhile_is_returned(
    session, participant, now, monkeypatch
):
    """The double click that is only seen under the lock."""
    first = join(session, participant, now, alias="Wren")
    monkeypatch.setattr("opportunities.actions.signups.joining.own_sign_ups", lambda *_: {})
    again = join(session, participant, now + SECOND, alias="Robin")
    assert (again.pk, again.alias, again.state) == (first.pk, "Wren", State.CONFIRMED)
    assert again.session.places_taken == 1
    assert counts_are_right(session)


def test_sign_up_that_was_stored_and_cancelled_meanwhile_is_taken_up_again(
    session, participant, now, monkeypatch
):
    cancel_sign_up(sign_up=join(session, participant, now), now=now)
    monkeypatch.setattr("opportunities.actions.signups.joining.own_sign_ups", lambda *_: {})
    again = join(session, participant, now + SECOND, alias="Robin")
    assert as_it_is(again).alias == "Robin"
    assert again.state == State.CONFIRMED
    assert counts_are_right(session)


def test_cancelled_sign_up_that_another_request_took_up_meanwhile_is_returned(
    session, participant, now, monkeypatch
):
    first = cancel_sign_up(sign_up=join(session, participant, now), now=now)
    seen_before = SignUp.objects.get(pk=first.pk)
    join(session, participant, now + SECOND, alias="Robin")
    monkeypatch.setattr(
        "opportunities.actions.signups.joining.own_sign_ups", lambda *_: {session.pk: seen_before}
    )
    again = join(session, participant, now + 2 * SECOND, alias="Finch")
    assert (again.alias, again.joined_at) == ("Robin", now + SECOND)
    assert counts_are_right(session)


def test_signing_up_again_after_cancelling_takes_a_fresh_place_in_line(session, now):
    people = UserFactory.create_batch(4)
    rows = [join(session, person, now + n * SECOND) for n, person in enumerate(people)]
    cancel_sign_up(sign_up=rows[2], now=now + 10 * SECOND)
    again = join(session, people[2], now + 20 * SECOND, alias="Robin")
    assert (again.pk, again.public_id) == (rows[2].pk, rows[2].public_id)
    assert as_it_is(again).alias == "Robin"
    assert [row.pk for row in session.sign_ups.in_line()] == [rows[3].pk, rows[2].pk]


def test_signing_up_again_takes_a_free_place(session, participant, now):
    first = cancel_sign_up(sign_up=join(session, participant, now), now=now)
    again = join(session, participant, now + SECOND)
    assert (again.pk, again.state) == (first.pk, State.CONFIRMED)
    assert as_it_is(session).places_taken == 1


def test_several_dates_are_saved_together_in_the_order_asked_for(participant, now):
    opportunity = OpportunityFactory()
    dates = [
        SessionFactory(opportunity=opportunity, starts_at=now + n * DAY, capacity=n - 1)
        for n in (1, 2, 3)
    ]
    rows = sign_up_for(sessions=dates[::-1], by=participant, alias="Sam", now=now)
    assert [row.session for row in rows] == dates[::-1]
    assert [row.state for row in rows] == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


def test_several_dates_are_saved_all_or_none(participant, now):
    opportunity = OpportunityFactory()
    good = SessionFactory(opportunity=opportunity, starts_at=now + DAY)
    gone = SessionFactory(opportunity=opportunity, starts_at=now + 2 * DAY, cancelled_at=now)
    with pytest.raises(SessionNotOpen):
        sign_up_for(sessions=[good, gone], by=participant, alias="Sam", now=now)
    assert not SignUp.objects.exists()
    assert as_it_is(good).places_taken == 0


# -- refusals --------------------------------------------------------------------------------


def test_sign_up_is_refused_once_the_session_has_begun(session, participant, now):
    join(session, participant, session.starts_at - SECOND)
    with pytest.raises(SessionOver):
        join(session, UserFactory(), session.starts_at)


def test_sign_up_is_refused_when_the_session_is_off(participant, now):
    session = SessionFactory(starts_at=now + DAY, cancelled_at=now)
    with pytest.raises(SessionNotOpen):
        join(session, participant, now)


@pytest.mark.parametrize(
    "hidden",
    [
        {"live": False},
        {"held_at": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)},
        {"organisation__standing": Standing.UNVERIFIED},
        {"organisation__standing": Standing.SUSPENDED},
        {"organisation__verified_until": dt.date(2026, 5, 3)},
    ],
)
def test_sign_up_is_refused_when_the_opportunity_is_not_public(hidden, participant, now):
    session = SessionFactory(opportunity=OpportunityFactory(**hidden), starts_at=now + DAY)
    with pytest.raises(SessionNotOpen):
        join(session, participant, now)
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"cancelled_at": dt.datetime(2026, 5, 4, tzinfo=dt.UTC)}, SessionNotOpen),
        ({"starts_at": dt.datetime(2026, 5, 4, 15, tzinfo=dt.UTC)}, SessionOver),
    ],
)
def test_what_changed_before_the_lock_was_ours_is_seen(session, participant, now, change, refusal):
    type(session).objects.filter(pk=session.pk).update(**change)
    with pytest.raises(refusal):
        join(session, participant, now)


def test_account_has_a_most_of_sign_ups_ahead(session, participant, now, settings):
    settings.MOST_SIGN_UPS_AHEAD = 3
    long_ago = now - 2 * DAY
    ahead = [
        SignUpFactory(person=participant, session__starts_at=now + n * DAY, joined_at=long_ago)
        for n in (1, 2)
    ]
    SignUpFactory(person=participant, session__starts_at=now - DAY, joined_at=long_ago)
    SignUpFactory(
        person=participant,
        session__starts_at=now + DAY,
        state=State.CANCELLED,
        joined_at=long_ago,
    )
    third = join(session, participant, now)
    another = SessionFactory(starts_at=now + 4 * DAY)
    with pytest.raises(TooManySignUps):
        join(another, participant, now)
    assert join(session, participant, now).pk == third.pk
    cancel_sign_up(sign_up=ahead[0], now=now)
    assert join(another, participant, now).state == State.CONFIRMED


def test_account_cannot_read_every_place_by_saving_and_giving_back(participant, now, settings):
    settings.MOST_SIGN_UPS_AHEAD = 2
    dates = [SessionFactory(starts_at=now + 5 * DAY) for _ in range(3)]
    for session in dates[:2]:
        cancel_sign_up(sign_up=join(session, participant, now), now=now)
    with pytest.raises(TooManySignUps):
        join(dates[2], participant, now + DAY - SECOND)
    assert join(dates[0], participant, now).state == State.CONFIRMED  # its place is known
    tomorrow = now + DAY + SECOND
    assert join(dates[2], participant, tomorrow).state == State.CONFIRMED


def test_most_of_sign_ups_counts_dates_that_are_asked_for_together(participant, now, settings):
    settings.MOST_SIGN_UPS_AHEAD = 2
    dates = [SessionFactory(starts_at=now + n * DAY) for n in (1, 2, 3)]
    with pytest.raises(TooManySignUps):
        sign_up_for(sessions=dates, by=participant, alias="Sam", now=now)
    assert len(sign_up_for(sessions=dates[:2], by=participant, alias="Sam", now=now)) == 2


@pytest.mark.parametrize("refusal", [Refusal, SessionOver, SessionNotOpen, TooManySignUps])
def test_refusal_says_a_plain_sentence(refusal):
    words = str(refusal())
    assert words.endswith(".")
    assert "!" not in words


# -- overlaps --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_after_hours", "clashes"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_overlap_with_an_own_sign_up_is_found(
    session, participant, now, starts_after_hours, clashes
):
    mine = SignUpFactory(
        person=participant,
        session__starts_at=session.starts_at + dt.timedelta(hours=starts_after_hours),
    )
    SignUpFactory(session__starts_at=session.starts_at)
    found = clashing(session=session, by=participant)
    assert list(found) == ([mine] if clashes else [])
    assert join(session, participant, now).state == State.CONFIRMED
    assert list(clashing(session=session, by=participant)) == list(found)


def test_what_is_cancelled_overlaps_nothing(session, participant, now):
    SignUpFactory(person=participant, session__starts_at=session.starts_at, state=State.CANCELLED)
    SignUpFactory(
        person=participant, session__starts_at=session.starts_at, session__cancelled_at=now
    )
    assert not clashing(session=session, by=participant).exists()


# -- what it costs ---------------------------------------------------------------------------


def under_the_lock(queries):
    """Statements from the one that locks the session to the one that writes the outbox.

    SQLite has no row lock to recognise: there it is the statement that reads the session.
    """
    sql = [query["sql"] for query in queries]
    first = next(n for n, text in enumerate(sql) if 'FROM "opportunities_session" WHERE' in text)
    last = next(n for n, text in enumerate(sql) if 'INTO "notifications_message"' in text)
    return sql[first:last]


@pytest.mark.parametrize("already_there", [0, 1, 20])
def test_sign_up_costs_few_statements_and_three_under_the_lock(participant, now, already_there):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=30)
    SignUpFactory.create_batch(already_there, session=session)
    with CaptureQueriesContext(connection) as queries:
        join(session, participant, now)
    # A savepoint and its end, as the test has a transaction of its own.
    assert len(queries) - 2 == 7
    assert len(under_the_lock(queries.captured_queries)) == 3


def test_waiting_costs_three_statements_under_the_lock(session, now):
    SignUpFactory.create_batch(2, session=session)
    with CaptureQueriesContext(connection) as queries:
        join(session, UserFactory.create(), now)
    after_lock = [q["sql"] for q in queries if "opportunities_signup" in q["sql"]]
    # One reads the person's own sign-ups before the lock; then the insert, and what it stored.
    assert len(after_lock) == 3


def test_repeated_sign_up_asks_for_no_lock_on_a_session(
    session, participant, now, django_assert_num_queries
):
    join(session, participant, now)
    with django_assert_num_queries(5):  # of which two begin and end a savepoint
        join(session, participant, now)


@pytest.mark.parametrize("waiting", [1, 20])
def test_cancelling_costs_the_same_however_long_the_line(
    session, now, waiting, django_assert_num_queries
):
    rows = [join(session, UserFactory(), now + n * SECOND) for n in range(2 + waiting)]
    # Two of them begin and end a savepoint, as the test has a transaction of its own.
    with django_assert_num_queries(16):
        cancel_sign_up(sign_up=rows[0], now=now)


def test_choice_of_no_reminders_leaves_no_message(session, participant, now):
    ContactPreference.objects.create(person=participant, wording="none")
    join(session, participant, now)
    assert not Message.objects.exists()
