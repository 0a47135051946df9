"""The machine of two: what leads where, and that nothing else does (safety.md #47, #51)."""

import datetime as dt
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from community.mentorship.actions.moving import STEPS, IllegalStep, NotYet, move
from community.mentorship.models import (
    LIVE,
    OVER,
    PENDING,
    TAKEN,
    Mentorship,
    MentorshipChange,
    MoveReason,
    Side,
)
from community.mentorship.models import MentorshipState as S
from tests.factories.walking import MentorshipFactory

pytestmark = pytest.mark.django_db
EVERY = list(product(S, S, Side))


@pytest.fixture
def two():
    return MentorshipFactory()


def stand(two: Mentorship, state: S, now: dt.datetime) -> dict:
    """Put two into a state, whatever the machine says, and return the row as it is stored."""
    Mentorship.objects.filter(pk=two.pk).update(
        state=state,
        paused_from=S.ACTIVE if state == S.PAUSED else "",
        ended_at=now if state in OVER else None,
        ends_on=now.date() - dt.timedelta(days=1),
    )
    return Mentorship.objects.values().get(pk=two.pk)


def is_a_step(came_from: S, to: S, side: Side) -> bool:
    if side not in STEPS[came_from].get(to, frozenset()):
        return False
    return came_from != S.PAUSED or to in {S.ACTIVE, S.CLOSING, *OVER}


def test_whole_machine_takes_its_steps_and_no_other_one_changes_anything(two, now):
    """Every state, every other, every side: 676 tries, each in a transaction that is undone."""
    for came_from, to, side in EVERY:
        before = stand(two, came_from, now)
        steps = MentorshipChange.objects.count()
        with transaction.atomic():
            if is_a_step(came_from, to, side):
                assert move(mentorship=two, to=to, by=two.person, side=side, now=now).state == to
                change = MentorshipChange.objects.latest("pk")
                assert (change.came_from, change.went_to, change.side) == (came_from, to, side)
                assert (change.by, change.at) == (two.person, now)
            else:
                with pytest.raises(IllegalStep):
                    move(mentorship=two, to=to, by=two.person, side=side, now=now)
                assert Mentorship.objects.values().get(pk=two.pk) == before
                assert MentorshipChange.objects.count() == steps
            transaction.set_rollback(True)


def test_every_state_is_in_the_machine_and_what_is_over_stays_over():
    assert set(STEPS) == set(S)
    assert {state for state, steps in STEPS.items() if not steps} == OVER
    assert LIVE < TAKEN < PENDING
    assert PENDING.isdisjoint(OVER)


def test_closing_is_skipped_by_nothing_but_safety_and_taking_it_back():
    """Once two walk together, every way out leads through `CLOSING` but for these."""
    assert [state for state, steps in STEPS.items() if S.CLOSED in steps] == [S.CLOSING]
    for state in (S.ACTIVE, S.PAUSED, S.CLOSING):
        assert set(STEPS[state]) & OVER <= {S.CLOSED, S.WITHDRAWN, S.ENDED_SAFETY}


def test_only_staff_end_for_safety_and_the_mentor_takes_nothing_back():
    for steps in STEPS.values():
        assert steps.get(S.ENDED_SAFETY, {Side.STAFF}) == {Side.STAFF}
    assert all(Side.MENTOR not in sides for sides in STEPS[S.PAUSED].values())
    for state in LIVE | {S.INTRO}:
        assert Side.MENTOR not in STEPS[state].get(S.WITHDRAWN, frozenset())


def test_mentor_never_moves_what_is_still_the_participants_to_decide():
    for state in (S.SUGGESTED, S.OFFERED_PARTICIPANT):
        steps = {to: sides for to, sides in STEPS[state].items() if to != S.WITHDRAWN}
        assert all(Side.MENTOR not in sides for sides in steps.values())


def test_planned_end_does_not_come_before_its_day(two, now):
    stand(two, S.CLOSING, now)
    today = now.date()
    Mentorship.objects.filter(pk=two.pk).update(ends_on=today + dt.timedelta(days=1))
    with pytest.raises(NotYet):
        move(mentorship=two, to=S.CLOSED, by=two.coordinator, side=Side.STAFF, now=now)
    Mentorship.objects.filter(pk=two.pk).update(ends_on=today)
    assert move(mentorship=two, to=S.CLOSED, by=two.coordinator, side=Side.STAFF, now=now).locked_at


def test_pause_remembers_where_it_came_from_and_leads_back_there_alone(two, now):
    said = {"paused_for": MoveReason.ASKED, "resume_on": now.date()}
    paused = move(mentorship=two, to=S.PAUSED, by=None, side=Side.CLOCK, now=now, **said)
    assert paused.paused_from == S.TRIAL
    with pytest.raises(IllegalStep):
        move(mentorship=two, to=S.ACTIVE, by=None, side=Side.CLOCK, now=now)
    back = move(mentorship=two, to=S.TRIAL, by=None, side=Side.CLOCK, now=now)
    assert (back.paused_from, back.paused_for, back.resume_on) == ("", "", None)


def test_participant_is_in_one_match_at_a_time_whoever_writes_it(two):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        MentorshipFactory(person=two.person, state=S.OFFERED_PARTICIPANT)
    MentorshipFactory(person=two.person, state=S.SUGGESTED)
    MentorshipFactory(person=two.person, state=S.DECLINED_M)
