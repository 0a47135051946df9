"""Many people at once, over real connections of their own, on both databases."""

import datetime as dt
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.utils import OperationalError

from cms.actions import prepare_site
from community.notifications.models import Message
from community.people.actions import give_role
from opportunities.actions.contact import choose_reminders
from opportunities.actions.publishing import hold, release
from opportunities.actions.sessions import add_session, move_session, set_capacity
from opportunities.actions.signups import (
    Refusal,
    TooManySignUps,
    cancel_sign_up,
    end_offers,
    sign_up,
    take_place,
)
from opportunities.models import Session, SessionQuerySet, SignUp, State
from tests.factories.opportunities import (
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 16
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
ON_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]


def all_at_once(calls):
    """Run the calls in threads that start together; return what each gave or raised."""
    start = threading.Barrier(min(AT_ONCE, len(calls)))
    started = threading.local()

    def run(call):
        try:
            if not hasattr(started, "yes"):
                started.yes = True
                start.wait(timeout=10)
            return call()
        except Exception as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(run, calls))


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 3 * DAY, capacity=20)


def join(session, person, now):
    return partial(sign_up, session=session, by=person, alias="Sam", now=now)


def problems(results):
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, Refusal)]


def leave(row, now):
    return partial(cancel_sign_up, sign_up=row, now=now)


def states(session):
    return Counter(session.sign_ups.values_list("state", flat=True))


def is_exact(session):
    """The counter is the number of places that the rows take, and nobody has a place too many."""
    session.refresh_from_db()
    rows = sum(row.places for row in session.sign_ups.holding_a_place())
    return session.places_taken == rows and (session.capacity is None or rows <= session.capacity)


def sixty_with_double_clicks(session, now):
    people = UserFactory.create_batch(60)
    calls = [
        join(session, person, now + n * SECOND)
        for n, person in enumerate(people)
        for _click in range(2)
    ]
    random.Random(7).shuffle(calls)
    return calls


def test_sixty_people_with_double_clicks_fill_twenty_places_exactly(session, now):
    results = all_at_once(sixty_with_double_clicks(session, now))
    assert problems(results) == []
    assert states(session) == {State.CONFIRMED: 20, State.WAITING: 40}
    assert is_exact(session)
    assert len({row.pk for row in results}) == 60
    confirmed = session.sign_ups.holding_a_place().values_list("public_id", flat=True)
    reminders = Counter(Message.objects.values_list("about", flat=True))
    assert reminders == dict.fromkeys(confirmed, 2)


def test_places_freed_at_once_go_to_the_first_in_line_each_told_once(session, now):
    all_at_once(sixty_with_double_clicks(session, now))
    line = [row.pk for row in session.sign_ups.in_line()]
    holders = list(session.sign_ups.holding_a_place())[:12]
    # Each of them taps twice.
    results = all_at_once([leave(row, now + 100 * SECOND) for row in holders for _ in range(2)])
    assert problems(results) == []
    promoted = session.sign_ups.filter(changed_at=now + 100 * SECOND, state=State.OFFERED)
    assert {row.pk for row in promoted} == set(line[:12])
    assert [row.pk for row in session.sign_ups.in_line()] == line[12:]
    told = Message.objects.filter(key__startswith="offer:").values_list("about", flat=True)
    assert Counter(told) == {row.public_id: 1 for row in promoted}
    assert is_exact(session)
    assert session.places_taken == 20


def test_arrivals_cancels_capacity_and_moves_together_stay_exact(session, now):
    all_at_once(sixty_with_double_clicks(session, now))
    later = now + 100 * SECOND
    waited = set(session.sign_ups.in_line().values_list("pk", flat=True))
    calls = [join(session, person, later) for person in UserFactory.create_batch(15)]
    calls += [leave(row, later) for row in session.sign_ups.order_by("?")[:25]]
    calls += [
        partial(set_capacity, session=session, capacity=n, now=later) for n in (22, 18, 25, 5)
    ]
    calls += [
        partial(
            move_session,
            session=session,
            starts_at=now + n * DAY,
            ends_at=now + n * DAY + SECOND,
            now=later,
        )
        for n in (4, 5)
    ]
    random.Random(3).shuffle(calls)
    results = all_at_once(calls)
    assert problems(results) == []
    assert is_exact(session)
    assert session.is_full or not session.sign_ups.in_line().exists()
    promoted = session.sign_ups.filter(pk__in=waited, state=State.OFFERED)
    told = Message.objects.filter(key__startswith="offer:", about__in=promoted.values("public_id"))
    assert Counter(told.values_list("about", flat=True)) == {r.public_id: 1 for r in promoted}
    with_place = session.sign_ups.having_a_place().values_list("public_id", flat=True)
    reminders = Message.objects.filter(key__startswith="reminder:")
    assert Counter(reminders.values_list("about", flat=True)) == dict.fromkeys(with_place, 2)
    assert set(reminders.values_list("expires_at", flat=True)) == {session.starts_at}


def test_answers_and_the_end_of_offers_at_once_stay_exact(session, now):
    """Ten places are offered; at one moment half say yes, twice each, and the rest of the offers
    end in three workers at once."""
    all_at_once(sixty_with_double_clicks(session, now))
    for row in list(session.sign_ups.holding_a_place())[:10]:
        cancel_sign_up(sign_up=row, now=now)
    asked = list(session.sign_ups.filter(state=State.OFFERED).order_by("joined_at", "pk"))
    assert len(asked) == 10
    late = now + DAY
    calls = [partial(take_place, sign_up=row, now=late) for row in asked[:5] for _click in "ab"]
    calls += [partial(end_offers, now=late) for _worker in range(3)]
    random.Random(1).shuffle(calls)
    assert problems(all_at_once(calls)) == []
    end_offers(now=late)  # on PostgreSQL a date that somebody held was left for the next tick
    assert is_exact(session)
    assert session.places_taken == 20
    ended = session.sign_ups.filter(pk__in=[row.pk for row in asked[5:]])
    assert set(ended.values_list("state", flat=True)) == {State.WAITING}
    counted = states(session)
    assert 10 <= counted[State.CONFIRMED] <= 15
    assert counted[State.CONFIRMED] + counted[State.OFFERED] == 20


def test_people_who_bring_others_fill_the_places_exactly(session, now):
    """Asking for one place up to four, with double clicks; then half of them give theirs back."""
    session.opportunity.needs.set([PracticalNeedFactory(slug="bring-someone")])
    session.opportunity.save()
    calls = [
        partial(
            sign_up, session=session, by=person, alias="Sam", companions=n % 4, now=now + n * SECOND
        )
        for n, person in enumerate(UserFactory.create_batch(24))
        for _click in range(2)
    ]
    random.Random(5).shuffle(calls)
    results = all_at_once(calls)
    assert problems(results) == []
    assert len({row.pk for row in results}) == 24
    assert is_exact(session)
    holders = list(session.sign_ups.holding_a_place())
    results = all_at_once([leave(row, now + 100 * SECOND) for row in holders[::2] for _ in "ab"])
    assert problems(results) == []
    assert is_exact(session)
    left = session.capacity - session.places_taken
    assert all(row.places > left for row in session.sign_ups.in_line())


def test_same_person_ten_times_has_one_place(session, now):
    person = UserFactory()
    results = all_at_once([join(session, person, now + n * SECOND) for n in range(10)])
    assert problems(results) == []
    assert len({row.pk for row in results}) == 1
    assert is_exact(session)
    assert session.places_taken == 1


def test_one_account_passes_the_most_of_sign_ups_by_no_number_of_tabs(now, settings):
    settings.MOST_SIGN_UPS_AHEAD = 3
    for _round in range(4):
        person = UserFactory()
        dates = [SessionFactory(starts_at=now + 3 * DAY) for _ in range(8)]
        results = all_at_once([join(session, person, now) for session in dates])
        assert problems(results) == []
        assert person.sign_ups.count() == 3
        assert sum(isinstance(result, TooManySignUps) for result in results) == 5


def test_signing_up_again_from_two_tabs_takes_one_place(session, now):
    person = UserFactory()
    cancel_sign_up(sign_up=sign_up(session=session, by=person, alias="Sam", now=now), now=now)
    results = all_at_once([join(session, person, now + SECOND) for _ in range(6)])
    assert problems(results) == []
    assert is_exact(session)
    assert session.places_taken == 1


def test_two_who_are_kept_apart_never_both_get_a_place(now, block):
    for _round in range(6):
        session = SessionFactory(starts_at=now + 3 * DAY, capacity=9)
        one, other = UserFactory.create_batch(2)
        block(one, other, now)
        results = all_at_once([join(session, person, now) for person in (one, other)])
        assert sorted(row.state for row in results) == [State.CONFIRMED, State.WAITING]


def test_nobody_is_reminded_of_a_place_given_up_while_they_chose_their_words(session, now):
    person = UserFactory()
    for number in range(6):
        row = sign_up(session=session, by=person, alias="Sam", now=now)
        choose = partial(
            choose_reminders,
            by=person,
            wording=("details", "private")[number % 2],
            day_before=True,
            two_hours_before=True,
            quiet_from=dt.time(21),
            quiet_until=dt.time(8),
            now=now,
        )
        assert problems(all_at_once([choose, leave(row, now)])) == []
        assert not Message.objects.exists()


def test_sessions_added_at_once_leave_the_soonest_as_the_next_one(now):
    opportunity = OpportunityFactory()
    calls = [
        partial(
            add_session,
            opportunity=opportunity,
            starts_at=now + n * DAY,
            ends_at=now + n * DAY + SECOND,
            capacity=3,
            now=now,
        )
        for n in (5, 3, 4, 2, 6, 7)
    ]
    assert problems(all_at_once(calls)) == []
    opportunity.refresh_from_db()
    assert opportunity.next_session_at == now + 2 * DAY
    assert opportunity.next_session.starts_at == now + 2 * DAY


# -- that these tests would notice ---------------------------------------------------------


@pytest.fixture
def no_lock(monkeypatch):
    """The same rules without the row lock, and without the database's own last check."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE opportunities_session DROP CONSTRAINT session_is_never_oversold"
        )
    monkeypatch.setattr(SessionQuerySet, "locked", lambda self: self)
    yield
    SignUp.objects.all().delete()
    Session.objects.all().delete()
    check = next(c for c in Session._meta.constraints if c.name == "session_is_never_oversold")
    with connection.schema_editor() as editor:
        editor.add_constraint(Session, check)


@pytest.mark.postgres
@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no row lock that could be taken away")
def test_control_places_are_oversold_without_the_lock(no_lock, now):
    """If this fails, the tests above prove nothing: their calls do not really meet."""
    oversold = False
    for _round in range(10):
        session = SessionFactory(starts_at=now + 3 * DAY, capacity=20)
        all_at_once(sixty_with_double_clicks(session, now))
        oversold = states(session)[State.CONFIRMED] > 20
        if oversold:
            break
    assert oversold


@pytest.mark.postgres
@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no row lock that could be taken away")
def test_control_freed_places_leak_without_the_lock(no_lock, now):
    leaked = False
    for _round in range(10):
        session = SessionFactory(starts_at=now + 3 * DAY, capacity=20)
        for n, person in enumerate(UserFactory.create_batch(40)):
            sign_up(session=session, by=person, alias="Sam", now=now + n * SECOND)
        holders = list(session.sign_ups.holding_a_place())
        all_at_once([leave(row, now + 100 * SECOND) for row in holders])
        leaked = not is_exact(session) or states(session)[State.CONFIRMED] != 20
        if leaked:
            break
    assert leaked


@pytest.mark.sqlite
@pytest.mark.skipif(ON_POSTGRESQL, reason="About how SQLite begins a transaction")
def test_control_sqlite_fails_without_immediate_transactions(session, now, monkeypatch):
    """What the setting is for: a transaction that starts by reading cannot write in the end."""
    options = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "transaction_mode", "DEFERRED")
    results = []
    for _round in range(10):
        results += problems(all_at_once(sixty_with_double_clicks(session, now)))
        if results:
            break
    assert results
    assert all(isinstance(problem, OperationalError) for problem in results)


def test_releasing_and_moving_at_once_never_wait_for_each_other(now, staff):
    """The posting first, then its sessions: else PostgreSQL ends one of the two."""
    prepare_site()
    reviewer = give_role(person=staff, role="staff", now=now)
    opportunity = OpportunityFactory()
    dates = SessionFactory.create_batch(
        6, opportunity=opportunity, starts_at=now + 3 * DAY, capacity=1
    )
    for session in dates:
        for n, person in enumerate(UserFactory.create_batch(3)):
            sign_up(session=session, by=person, alias="Sam", now=now + n * SECOND)
    reason = {"reason": "Why?", "by": reviewer, "now": now}
    calls = []
    for turn in range(1, 5):
        calls += [partial(hold, opportunity=opportunity, **reason)]
        for session in dates:
            start = session.starts_at + turn * DAY
            calls.append(
                partial(
                    move_session, session=session, starts_at=start, ends_at=start + DAY, now=now
                )
            )
            calls.append(partial(set_capacity, session=session, capacity=1 + turn % 3, now=now))
        calls += [partial(release, opportunity=opportunity, by=reviewer, now=now)]
    random.Random(7).shuffle(calls)
    assert problems(all_at_once(calls)) == []
    assert all(is_exact(session) for session in dates)
