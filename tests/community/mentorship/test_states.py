"""The states of a mentor: every step that there is, and none that there is not (#19, #47)."""

import datetime as dt

import pytest

from community.mentorship.actions import MOVES, IllegalMove, after_mentor_stops, move_mentor
from community.mentorship.models import ENDED, Mentor, MentorChange, MentorReason, MentorState
from community.mentorship.permissions import acting_mentor
from tests.factories.mentorship import MentorFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
EVERY_PAIR = [(one, other) for one in MentorState for other in MentorState]


def in_state(state: MentorState, now: dt.datetime) -> Mentor:
    over = now if state in ENDED else None
    expires = now.date() + dt.timedelta(days=9)
    return MentorFactory(state=state, ended_at=over, check_expires_on=expires)


def test_every_step_is_written_down_and_every_other_raises_and_changes_nothing(staff, now):
    for came_from, to in EVERY_PAIR:
        mentor = in_state(came_from, now)
        before = Mentor.objects.filter(pk=mentor.pk).values().get()
        said = {"mentor": mentor, "to": to, "by": staff, "reason": MentorReason.OTHER, "now": now}
        if to in MOVES[came_from]:
            assert move_mentor(**said).state == to
            change = MentorChange.objects.get(mentor=mentor)
            assert (change.came_from, change.went_to, change.by) == (came_from, to, staff)
            assert Mentor.objects.get(pk=mentor.pk).ended_at == (now if to in ENDED else None)
        else:
            with pytest.raises(IllegalMove):
                move_mentor(**said)
            assert Mentor.objects.filter(pk=mentor.pk).values().get() == before
            assert not MentorChange.objects.filter(mentor=mentor).exists()


def test_there_is_no_way_to_be_active_but_the_three_that_are_meant():
    ways = {one for one, to in MOVES.items() if MentorState.ACTIVE in to}
    assert ways == {MentorState.TRAINING, MentorState.PAUSED, MentorState.LAPSED}
    assert MOVES[MentorState.REMOVED_SAFETY] == frozenset()


@pytest.mark.parametrize("left_out", ["check_expires_on", "supervisor"])
def test_nobody_becomes_active_without_a_check_that_holds_and_somebody_of_the_staff(
    left_out, staff, now
):
    mentor = MentorFactory(state=MentorState.PAUSED, **{left_out: None})
    with pytest.raises(IllegalMove):
        move_mentor(
            mentor=mentor, to=MentorState.ACTIVE, by=staff, reason=MentorReason.OTHER, now=now
        )


@pytest.mark.parametrize("state", MentorState)
def test_only_an_active_mentor_may_see_anybody(state, now):
    mentor = in_state(state, now)
    assert acting_mentor(mentor.person, now).exists() is (state == MentorState.ACTIVE)


def test_mentor_sees_nobody_from_the_day_on_that_the_check_ends_whatever_the_sweep_did(active, now):
    last = dt.datetime.combine(active.check_expires_on, dt.time(16), tzinfo=dt.UTC)
    assert acting_mentor(active.person, last).exists()
    assert not acting_mentor(active.person, last + dt.timedelta(days=1)).exists()


@pytest.mark.parametrize("change", ["no support", "support gone", "other role", "closed"])
def test_mentor_sees_nobody_when_what_holds_it_is_gone(change, active, staff, now):
    person = active.person
    if change == "no support":
        Mentor.objects.update(supervisor=None)
    elif change == "support gone":
        staff.is_active = False
        staff.save()
    else:
        person.role = "partner" if change == "other role" else person.role
        person.is_active = change != "closed"
        person.save()
    assert not acting_mentor(person, now).exists()


def test_nobody_else_and_no_stranger_acts_as_a_mentor(active, another_participant, staff, now):
    assert not acting_mentor(another_participant, now).exists()
    assert not acting_mentor(staff, now).exists()
    assert not acting_mentor(UserFactory(is_superuser=True), now).exists()


def test_whoever_walks_with_a_mentor_hears_in_the_same_step_that_they_stopped(active, staff, now):
    stopped: list[str] = []

    def stop(*, mentor: Mentor, now: dt.datetime) -> None:
        stopped.append(mentor.state)

    after_mentor_stops.append(stop)
    try:
        said = {"by": staff, "reason": MentorReason.AWAY, "now": now}
        move_mentor(mentor=active, to=MentorState.PAUSED, **said)
        move_mentor(mentor=active, to=MentorState.LAPSED, **said)
    finally:
        after_mentor_stops.remove(stop)
    assert stopped == ["paused"]  # the second time there was nothing to stop
