"""Breaks, leaving, being removed, the end of twelve months, and how it is for a mentor."""

import datetime as dt

import pytest

from community.mentorship import actions
from community.mentorship.models import (
    ENDED,
    DropIn,
    Load,
    Mentor,
    MentorChange,
    MentorReason,
    MentorReference,
    MentorState,
)
from community.mentorship.permissions import visible_drop_ins
from community.notifications.models import Message
from community.safety.actions import NotForYou
from community.safety.models import Task
from tests.factories.mentorship import MentorFactory

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


def test_break_ends_by_itself_on_its_day(active, participant, now):
    day = now.date() + 5 * A_DAY
    assert actions.pause(mentor=active, until=day, by=participant, now=now).state == "paused"
    assert actions.end_pauses(now=now + 4 * A_DAY) == 0
    assert actions.end_pauses(now=now + 5 * A_DAY) == 1
    active.refresh_from_db()
    assert (active.state, active.pause_until) == (MentorState.ACTIVE, None)
    assert MentorChange.objects.filter(mentor=active).last().by is None


def test_break_without_a_day_lasts_until_they_come_back(active, participant, now):
    actions.pause(mentor=active, until=None, by=participant, now=now)
    assert actions.end_pauses(now=now + 50 * A_DAY) == 0
    assert actions.come_back(mentor=active, by=participant, now=now).state == "active"


def test_break_does_not_end_in_the_past(active, participant, now):
    with pytest.raises(actions.PastDay):
        actions.pause(mentor=active, until=now.date(), by=participant, now=now)


def test_whom_staff_have_paused_staff_alone_let_back(active, participant, staff, now):
    held = actions.suspend(mentor=active, by=None, now=now)
    assert (held.state, held.is_held) == (MentorState.PAUSED, True)
    assert not Message.objects.filter(recipient=participant).exists()
    with pytest.raises(actions.NotNow):
        actions.come_back(mentor=held, by=participant, now=now)
    assert actions.end_pauses(now=now + A_DAY) == 0
    back = actions.come_back(mentor=held, by=staff, now=now)
    assert (back.state, back.is_held) == (MentorState.ACTIVE, False)


def test_nobody_else_brings_a_mentor_back(active, participant, another_participant, now):
    actions.pause(mentor=active, until=None, by=participant, now=now)
    with pytest.raises(NotForYou):
        actions.come_back(mentor=active, by=another_participant, now=now)


@pytest.mark.parametrize("state", ["applied", "training", "lapsed"])
def test_held_in_another_state_is_not_approved(state, participant, staff, now):
    mentor = MentorFactory(person=participant, state=state)
    held = actions.suspend(mentor=mentor, by=staff, now=now)
    assert (held.state, held.is_held) == (state, True)
    assert len([words for words in actions.missing(held, now) if "paused" in str(words)]) == 1
    assert actions.come_back(mentor=held, by=staff, now=now).is_held is False


def test_removed_for_safety_is_at_once_for_good_and_says_nothing(active, participant, staff, now):
    gone = actions.remove_for_safety(mentor=active, note="What was said.", by=staff, now=now)
    assert gone.state == MentorState.REMOVED_SAFETY
    assert not Message.objects.filter(recipient=participant).exists()
    for way in (actions.leave, actions.come_back):
        with pytest.raises(actions.IllegalMove):
            way(mentor=gone, by=staff, now=now)


def test_declined_is_told_that_there_is_something_and_no_more(applied, participant, staff, now):
    actions.decline(
        mentor=applied, reason=MentorReason.NOT_NOW, note="Canary words", by=staff, now=now
    )
    told = Message.objects.get(recipient=participant)
    assert "Canary" not in told.body
    assert {row.address for row in MentorReference.objects.all()} == {""}


# -- twelve months --------------------------------------------------------------------------------


def test_check_that_has_ended_lapses_once_and_is_told(active, participant, now):
    last = now.date() - A_DAY
    Mentor.objects.update(check_expires_on=last)
    assert actions.end_checks(now=now) == 1
    assert actions.end_checks(now=now) == 0
    active.refresh_from_db()
    assert active.state == MentorState.LAPSED
    change = MentorChange.objects.get(mentor=active)
    assert (change.by, change.reason) == (None, MentorReason.EXPIRED)
    assert Message.objects.filter(recipient=participant).count() == 1
    assert Task.objects.filter(about=active.public_id).count() == 1


@pytest.mark.parametrize(("days", "told"), [(31, 0), (30, 1), (8, 1), (7, 1), (0, 1)])
def test_end_that_is_near_is_told_once_for_each_step(days, told, active, participant, now):
    Mentor.objects.update(check_expires_on=now.date() + dt.timedelta(days=days))
    for _again in range(2):
        assert actions.end_checks(now=now) == 0
    assert Message.objects.filter(recipient=participant).count() == told
    active.refresh_from_db()
    assert active.state == MentorState.ACTIVE


def test_both_warnings_come(active, participant, now):
    Mentor.objects.update(check_expires_on=now.date() + dt.timedelta(days=30))
    actions.end_checks(now=now)
    actions.end_checks(now=now + 23 * A_DAY)
    assert Message.objects.filter(recipient=participant).count() == 2


def test_break_is_no_way_around_the_end(active, participant, now):
    actions.pause(mentor=active, until=None, by=participant, now=now)
    Mentor.objects.update(check_expires_on=now.date() - A_DAY)
    assert actions.end_checks(now=now) == 1
    with pytest.raises(actions.IllegalMove):
        actions.come_back(mentor=active, by=participant, now=now)


def test_addresses_of_references_stay_only_while_they_are_needed(applied, now):
    assert actions.forget_addresses(now=now) == 0
    Mentor.objects.update(
        state="active", check_expires_on=now.date() + A_DAY, supervisor=applied.person
    )
    assert actions.forget_addresses(now=now) == 2


# -- how it is for them ---------------------------------------------------------------------------


def test_log_is_one_a_month_and_the_later_word_holds(active, now):
    actions.keep_log(mentor=active, load=Load.RIGHT, words="Fine.", now=now)
    row = actions.keep_log(mentor=active, load=Load.LIGHT, words="Better.", now=now + A_DAY)
    assert active.logs.get() == row
    actions.keep_log(mentor=active, load=Load.RIGHT, words="", now=now + 31 * A_DAY)
    assert active.logs.count() == 2


@pytest.mark.parametrize(("load", "tasks"), [("light", 0), ("right", 0), ("heavy", 1)])
def test_who_finds_it_heavy_is_asked_how_they_are(load, tasks, active, now):
    for _again in range(2):
        actions.keep_log(mentor=active, load=Load(load), words="", now=now)
    assert Task.objects.filter(about=active.public_id).count() == tasks


def test_log_is_for_mentors_at_work(applied, now):
    with pytest.raises(actions.NotNow):
        actions.keep_log(mentor=applied, load=Load.RIGHT, words="", now=now)


@pytest.mark.parametrize("state", MentorState)
def test_who_is_not_yet_or_no_more_a_mentor_reads_of_no_hours_to_drop_in(
    participant, staff, now, state
):
    actions.add_drop_in(
        by=staff, starts_at=now + A_DAY, ends_at=now + 2 * A_DAY, where="Room 2", now=now
    )
    MentorFactory(
        person=participant,
        state=state,
        check_expires_on=now.date(),
        ended_at=now if state in ENDED else None,
    )
    reads = state in {"training", "active", "paused", "lapsed"}
    assert visible_drop_ins(participant, now).exists() is reads


def test_hours_to_drop_in_are_offered_by_staff_and_read_by_mentors(
    active, participant, another_participant, staff, now
):
    said = {"starts_at": now + A_DAY, "ends_at": now + 2 * A_DAY, "where": "Room 2", "now": now}
    with pytest.raises(NotForYou):
        actions.add_drop_in(by=participant, **said)
    with pytest.raises(actions.EndsFirst):
        actions.add_drop_in(by=staff, **said | {"ends_at": now})
    row = actions.add_drop_in(by=staff, **said)
    assert actions.add_drop_in(by=staff, **said) == row
    assert visible_drop_ins(participant, now).get() == row
    assert not visible_drop_ins(another_participant, now).exists()
    assert not visible_drop_ins(participant, now + 3 * A_DAY).exists()
    with pytest.raises(NotForYou):
        actions.call_off_drop_in(drop_in=row, by=participant)
    actions.call_off_drop_in(drop_in=row, by=staff)
    assert not DropIn.objects.exists()
