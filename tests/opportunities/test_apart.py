"""What being kept apart costs, what it shows, and what only staff are told of it."""

import datetime as dt
import re
import statistics
import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from community.safety.actions import (
    NoReasonGiven,
    NotForYou,
    OneAndTheSame,
    erase,
    finish,
    forget_what_is_over,
    lift,
    separate,
)
from community.safety.models import Block, Reason, Separation, Task, TaskKind
from community.safety.permissions import kept_apart_from, visible_tasks
from opportunities.actions.sessions import open_again
from opportunities.actions.signups import alert_of_kept_apart, cancel_sign_up, sign_up
from opportunities.models import State
from opportunities.tasks import alert
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)
WHY = "Both say so"


def date(now, capacity=9):
    return SessionFactory(starts_at=now + 3 * DAY, capacity=capacity)


def join(session, person, now):
    return sign_up(session=session, by=person, alias="Sam", now=now)


def statements(session, person, now):
    with CaptureQueriesContext(connection) as queries:
        row = join(session, person, now)
    assert row.state == State.WAITING
    sql = [re.split("WHERE|VALUES", query["sql"])[0] for query in queries]
    return [text for text in sql if "SAVEPOINT" not in text]


def under_the_lock(sql):
    first = next(n for n, text in enumerate(sql) if 'FROM "opportunities_session"' in text)
    return [text for text in sql[first:] if "SAVEPOINT" not in text]


# -- the row ---------------------------------------------------------------------------------


def test_staff_keep_two_people_apart_and_end_it_again(staff, now):
    one, other = UserFactory.create_batch(2)
    row = separate(one=other, other=one, reason=Reason.ASKED, by=staff, now=now)
    assert (row.a, row.b, row.by, row.created_at) == (one, other, staff, now)
    assert separate(one=one, other=other, reason=Reason.ORDER, by=staff, now=now).pk == row.pk
    assert [list(kept_apart_from(who.pk)) for who in (one, other)] == [[other.pk], [one.pk]]
    lift(separation=row, words=WHY, by=staff, now=now + DAY)
    assert not kept_apart_from(one.pk)
    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_at, row.lifted_because) == (staff, now + DAY, WHY)
    later = lift(separation=row, words="and once more", by=UserFactory(role="staff"), now=now)
    assert (later.lifted_by, later.lifted_at, later.lifted_because) == (staff, now + DAY, WHY)
    again = separate(one=one, other=other, reason=Reason.ORDER, by=staff, now=now + 2 * DAY)
    assert again.pk != row.pk
    assert list(kept_apart_from(other.pk)) == [one.pk]


@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_nobody_but_staff_keeps_others_apart(request, who, now):
    by = request.getfixturevalue(who)
    one, other = UserFactory.create_batch(2)
    by.is_superuser = True
    with pytest.raises(NotForYou):
        separate(one=one, other=other, reason=Reason.STAFF, by=by, now=now)
    row = Separation.objects.create(a=one, b=other, reason="staff", created_at=now)
    with pytest.raises(NotForYou):
        lift(separation=row, words=WHY, by=by, now=now)
    assert list(kept_apart_from(one.pk)) == [other.pk]


@pytest.mark.parametrize("words", ["", "no need", "  x  y "])
def test_ending_it_needs_three_words(staff, now, words):
    one, other = UserFactory.create_batch(2)
    row = separate(one=one, other=other, reason=Reason.STAFF, by=staff, now=now)
    with pytest.raises(NoReasonGiven):
        lift(separation=row, words=words, by=staff, now=now)
    assert list(kept_apart_from(one.pk)) == [other.pk]


def test_place_is_given_once_it_is_ended_and_staff_have_opened_the_date(staff, now):
    """A closed date stays closed until staff open it; then who was refused has a place (#15)."""
    one, other = UserFactory.create_batch(2)
    row = separate(one=one, other=other, reason=Reason.ASKED, by=staff, now=now)
    closed, untouched = date(now), date(now)
    for session in (closed, untouched):
        assert join(session, one, now).state == State.CONFIRMED
    waits = join(closed, other, now)
    assert waits.state == State.WAITING
    lift(separation=row, words=WHY, by=staff, now=now)
    closed.refresh_from_db()
    assert closed.is_full
    assert open_again(session=closed, by=staff, now=now).closed_at is None
    waits.refresh_from_db()
    assert waits.state == State.OFFERED
    assert join(untouched, other, now).state == State.CONFIRMED


def test_what_one_of_them_typed_holds_after_staff_ended_theirs(staff, now):
    one, other = UserFactory.create_batch(2)
    row = separate(one=one, other=other, reason=Reason.ASKED, by=staff, now=now)
    Block.objects.create(by=one, other=other, both_ways=False, created_at=now)
    lift(separation=row, words=WHY, by=staff, now=now)
    assert [list(kept_apart_from(who.pk)) for who in (one, other)] == [[], [one.pk]]


def test_ended_separation_is_kept_730_days_and_one_that_holds_for_good(staff, now):
    one, other, third = UserFactory.create_batch(3)
    ended = separate(one=one, other=other, reason=Reason.ASKED, by=staff, now=now)
    holds = separate(one=one, other=third, reason=Reason.ASKED, by=staff, now=now)
    lift(separation=ended, words=WHY, by=staff, now=now)
    for days, left in ((729, [ended.pk, holds.pk]), (731, [holds.pk])):
        forget_what_is_over(now=now + days * DAY)
        assert list(Separation.objects.order_by("pk").values_list("pk", flat=True)) == left


def test_record_of_ending_goes_with_either_and_stays_without_the_colleague(staff, now):
    people = UserFactory.create_batch(3)
    rows = [
        separate(one=people[0], other=who, reason=Reason.ASKED, by=staff, now=now)
        for who in people[1:]
    ]
    for row in rows:
        lift(separation=row, words=WHY, by=staff, now=now)
    erase(person=staff, now=now)
    assert set(Separation.objects.values_list("by", "lifted_by")) == {(None, None)}
    erase(person=people[2], now=now)
    assert Separation.objects.get() == rows[0]
    erase(person=people[0], now=now)
    assert not Separation.objects.exists()


def test_nobody_is_kept_apart_from_themselves(staff, participant, now):
    with pytest.raises(OneAndTheSame):
        separate(one=participant, other=participant, reason=Reason.STAFF, by=staff, now=now)


def test_separation_of_a_pair_has_one_spelling(now):
    one, other = UserFactory.create_batch(2)
    Separation.objects.create(a=one, b=other, reason="staff", created_at=now)
    for a, b in ((other, one), (one, one), (one, other)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Separation.objects.create(a=a, b=b, reason="staff", created_at=now)


# -- what it costs ---------------------------------------------------------------------------


def test_kept_apart_and_full_are_the_same_statements(participant, another_participant, now, block):
    """The same tables in the same order: the lock, and three under it (safety.md #15)."""
    full, roomy = date(now, capacity=1), date(now)
    SignUpFactory(session=full)
    SignUpFactory(session=roomy, person=another_participant)
    block(participant, another_participant, now)
    answers = [statements(session, participant, now) for session in (full, roomy)]
    assert answers[0] == answers[1]
    assert len(under_the_lock(answers[1])) == 4
    assert len(answers[1]) == 8


def test_place_of_somebody_who_is_kept_apart_from_others_costs_three_under_the_lock(
    participant, another_participant, now, block
):
    session = date(now)
    block(participant, another_participant, now)
    with CaptureQueriesContext(connection) as queries:
        assert join(session, participant, now).state == State.CONFIRMED
    sql = under_the_lock([query["sql"] for query in queries])
    assert len([text for text in sql if "notifications_message" not in text]) == 3


def test_kept_apart_takes_as_long_as_full(now, block):
    """Medians of many; generous, as the machine is shared, and far below what a network adds."""
    times = {"full": [], "apart": []}
    for _round in range(25):
        one, other = UserFactory.create_batch(2, password="!")
        full, roomy = date(now, capacity=0), date(now)
        SignUpFactory(session=roomy, person=other)
        block(one, other, now)
        for name, session in (("full", full), ("apart", roomy)):
            began = time.perf_counter()
            assert join(session, one, now).state == State.WAITING
            times[name].append(time.perf_counter() - began)
    full, apart = (statistics.median(times[name]) for name in ("full", "apart"))
    assert abs(full - apart) < max(0.5 * full, 0.005)


def test_who_left_before_the_lock_was_ours_keeps_nobody_out(
    participant, another_participant, now, block, monkeypatch
):
    session = date(now)
    block(participant, another_participant, now)
    monkeypatch.setattr(
        "opportunities.actions.signups.joining.apart_at", lambda *_: set_words(participant, session)
    )
    row = join(session, participant, now)
    row.refresh_from_db()
    session.refresh_from_db()
    assert (row.state, session.places_taken) == (State.CONFIRMED, 1)


def test_who_came_before_the_lock_was_ours_is_not_met(
    participant, another_participant, now, block, monkeypatch
):
    session = date(now)
    SignUpFactory(session=session, person=another_participant)
    block(participant, another_participant, now)
    monkeypatch.setattr(
        "opportunities.actions.signups.joining.apart_at", lambda *_: set_words(participant)
    )
    row = join(session, participant, now)
    row.refresh_from_db()
    session.refresh_from_db()
    assert (row.state, session.places_taken) == (State.WAITING, 1)


def set_words(person, *sessions):
    """What is known before the lock, as if it had been so."""
    from community.notifications.models import ContactPreference

    person.contact_preference = ContactPreference()
    return {session.pk for session in sessions}


# -- a name that somebody typed --------------------------------------------------------------


def test_typed_name_keeps_the_other_away_and_shows_nothing_to_who_typed(now):
    """Else typing the name of somebody who is looked for would show where they go (T1)."""
    seeker, sought = UserFactory.create_batch(2)
    theirs, seekers = date(now), date(now)
    SignUpFactory(session=theirs, person=sought)
    SignUpFactory(session=seekers, person=seeker)
    Block.objects.create(by=seeker, other=sought, both_ways=False, created_at=now)
    assert join(theirs, seeker, now).state == State.CONFIRMED
    assert join(seekers, sought, now).state == State.WAITING


def test_typed_name_holds_back_the_other_one_only_when_a_place_comes_up(now):
    maker, other = UserFactory.create_batch(2)
    Block.objects.create(by=maker, other=other, both_ways=False, created_at=now)
    for first, second, promoted in ((maker, other, False), (other, maker, True)):
        session = date(now, capacity=2)
        held = join(session, UserFactory(), now)
        join(session, first, now)
        waits = join(session, second, now + SECOND)
        cancel_sign_up(sign_up=held, now=now + 2 * SECOND)
        waits.refresh_from_db()
        assert (waits.state == State.OFFERED) is promoted


# -- what staff are told ---------------------------------------------------------------------


def test_staff_are_told_once_of_two_at_one_date(now, staff, participant, block):
    one, other = UserFactory.create_batch(2)
    session, elsewhere = date(now), date(now)
    rows = [join(session, one, now), join(session, UserFactory(), now)]
    join(elsewhere, other, now)
    block(one, other, now)
    assert alert_of_kept_apart(now=now) == 0
    rows.append(join(session, other, now + SECOND))
    assert rows[-1].state == State.WAITING
    assert alert_of_kept_apart(now=now) == 1
    assert alert_of_kept_apart(now=now) == 0
    task = visible_tasks(staff).get()
    assert (task.kind, task.about, task.person) == (TaskKind.APART, session.public_id, None)
    assert task.note == f"{rows[0].public_id}: confirmed\n{rows[2].public_id}: waiting"
    assert now < task.due_at < now + DAY
    assert one.username not in task.note + task.key
    assert not visible_tasks(participant)


def test_staff_are_told_of_two_who_had_places_before_it_was_known(now, block):
    session = date(now)
    people = UserFactory.create_batch(2)
    for person in people:
        assert join(session, person, now).state == State.CONFIRMED
    block(*people, now)
    alert()  # the clock of the test is in the past: so is the date
    assert not Task.objects.exists()
    assert alert_of_kept_apart(now=now) == 1


@pytest.mark.parametrize(("hours", "told"), [(1, 1), (25, 0)])
def test_staff_are_told_of_who_only_looked_where_it_says_full(now, block, hours, told):
    session = date(now)
    one, other = UserFactory.create_batch(2)
    join(session, one, now)
    block(one, other, now)
    cancel_sign_up(sign_up=join(session, other, now + SECOND), now=now + 2 * SECOND)
    assert alert_of_kept_apart(now=now + dt.timedelta(hours=hours)) == told


def test_staff_are_not_told_of_who_had_left_before(now, block):
    session = date(now)
    one, other = UserFactory.create_batch(2)
    block(one, other, now)
    cancel_sign_up(sign_up=join(session, one, now), now=now + SECOND)
    join(session, other, now + 2 * SECOND)
    both_gone = date(now)
    for person in (one, other):
        cancel_sign_up(sign_up=join(both_gone, person, now), now=now + SECOND)
    assert alert_of_kept_apart(now=now + 3 * SECOND) == 0


@pytest.mark.parametrize("dates", [1, 3])
def test_looking_for_them_costs_the_same_for_many(now, block, dates, django_assert_num_queries):
    one, other = UserFactory.create_batch(2)
    block(one, other, now)
    for _ in range(dates):
        session = date(now)
        SignUpFactory(session=session, person=one)
        SignUpFactory(session=session, person=other)
    with django_assert_num_queries(4):
        assert alert_of_kept_apart(now=now) == dates


def test_what_staff_wrote_down_stays_and_who_was_first_counts(now, staff, participant, block):
    one, other = UserFactory.create_batch(2)
    session = date(now)
    SignUpFactory(session=session, person=one)
    SignUpFactory(session=session, person=other)
    block(one, other, now)
    alert_of_kept_apart(now=now)
    task = Task.objects.get()
    with pytest.raises(NotForYou):
        finish(task=task, by=participant, answer="Mine", now=now)
    finish(task=task, by=staff, answer="Rang one of them", now=now, done=False)
    assert Task.objects.still_open().get().answer == "Rang one of them"
    finish(task=task, by=staff, answer="Rang both", now=now)
    again = finish(task=task, by=UserFactory(role="staff"), answer="Read it, too", now=now + DAY)
    assert (again.done_by, again.done_at, again.answer) == (staff, now, "Read it, too")
    assert not Task.objects.still_open()
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, answer FROM safety_task")
        assert "confirmed" not in str(cursor.fetchall())
