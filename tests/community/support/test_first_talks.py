"""What staff do about a talk: one has it, says why, tries, reaches, finishes."""

import datetime as dt

import pytest

from community.safety.actions import NoReasonGiven, NotForYou, keep_name_away
from community.safety.models import AccessRecord, Saw, Task, TaskKind
from community.support.actions import talks as actions
from community.support.models import FirstContactRequest, TalkState
from community.support.permissions import may_read, reach_card, visible_first_talks
from tests.factories.first_talks import SAID, first_talk

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
STEPS = (actions.take_talk, actions.note_tried, actions.note_reached, actions.close_talk)


@pytest.fixture
def talk(now):
    return first_talk(now=now)[0]


def taken(talk, staff, now):
    return actions.take_talk(talk=talk, by=staff, now=now)


def opened(talk, staff, now):
    taken(talk, staff, now)
    return actions.open_talk(
        talk=talk, reason="contact", words="She asked for us", by=staff, now=now
    )


def test_one_has_it_and_a_colleague_takes_it_over_only_on_purpose(talk, staff, another_staff, now):
    taken(talk, staff, now)
    taken(talk, staff, now)  # a double click
    with pytest.raises(actions.TakenByAnother):
        taken(talk, another_staff, now)
    talk = actions.open_talk(
        talk=talk, reason="contact", words="She asked for us", by=staff, now=now
    )
    talk = actions.take_talk(talk=talk, by=another_staff, over=True, now=now)
    assert talk.taken_by == another_staff
    assert talk.open_until is None
    assert not may_read(talk, staff, now)


def test_how_to_reach_somebody_is_read_by_the_one_who_has_it_and_said_why_for_an_hour(
    talk, staff, another_staff, now
):
    talk = taken(talk, staff, now)
    assert not may_read(talk, staff, now)
    talk = opened(talk, staff, now)
    assert may_read(talk, staff, now)
    assert not may_read(talk, another_staff, now)
    assert not may_read(talk, staff, now + HOUR)


def test_each_look_is_written_down_and_so_is_one_that_is_refused(talk, staff, another_staff, now):
    talk = opened(talk, staff, now)
    actions.look_at_talk(talk=talk, by=staff, now=now)
    with pytest.raises(actions.NotYours):
        actions.look_at_talk(talk=talk, by=another_staff, now=now)
    said = AccessRecord.objects.filter(about=talk.public_id).order_by("pk")
    assert [(row.what, row.reason) for row in said] == [(Saw.NOTE, "contact"), (Saw.REFUSED, "")]


def test_with_an_account_the_look_is_among_who_looked_at_her_details(participant, staff, now):
    talk = opened(first_talk(by=participant, now=now)[0], staff, now)
    actions.look_at_talk(talk=talk, by=staff, now=now)
    assert AccessRecord.objects.get(about=participant.public_id).reason == "contact"


def test_a_reason_takes_three_words(talk, staff, now):
    taken(talk, staff, now)
    with pytest.raises(NoReasonGiven):
        actions.open_talk(talk=talk, reason="contact", words="to ring", by=staff, now=now)


def test_states_go_on_and_end(talk, staff, now):
    with pytest.raises(actions.NotYours):
        actions.note_tried(talk=talk, by=staff, now=now)
    taken(talk, staff, now)
    assert actions.note_tried(talk=talk, by=staff, now=now).state == TalkState.TRIED
    assert actions.note_tried(talk=talk, by=staff, now=now).tries == 2
    assert actions.note_reached(talk=talk, by=staff, now=now).state == TalkState.REACHED
    closed = actions.close_talk(talk=talk, by=staff, now=now)
    assert (closed.state, closed.closed_at, closed.reach) == (TalkState.CLOSED, now, "")
    actions.close_talk(talk=talk, by=staff, now=now)  # a double click
    for step in STEPS[:3]:
        with pytest.raises(actions.TalkOver):
            step(talk=talk, by=staff, now=now)


def test_what_was_taken_back_is_nobodys_work(talk, staff, now):
    opened(talk, staff, now)
    talk = actions.cancel_talk(talk=talk, now=now)
    assert not may_read(talk, staff, now)
    for step in STEPS:
        with pytest.raises(actions.TalkOver):
            step(talk=talk, by=staff, now=now)


def test_an_answer_is_an_answer_to_who_only_looks_here(talk, staff, now):
    taken(talk, staff, now)
    talk = actions.write_to_talk(talk=talk, reply="Ring us at ten", notes="", by=staff, now=now)
    assert (talk.state, talk.reply) == (TalkState.REACHED, "Ring us at ten")


@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_nobody_but_staff_sees_or_does_anything(who, request, talk, now):
    person = request.getfixturevalue(who)
    assert not visible_first_talks(person).exists()
    for step in STEPS:
        with pytest.raises(NotForYou):
            step(talk=talk, by=person, now=now)
    with pytest.raises(NotForYou):
        actions.look_at_talk(talk=talk, by=person, now=now)
    assert FirstContactRequest.objects.get().state == TalkState.NEW


def test_rules_come_in_order_and_the_number_last(talk):
    card = reach_card(talk)
    words = [rule.holds for rule in card.rules]
    assert words[:5] == ["Call me", "No", SAID["ask_for"], "No", SAID["code_word"]]
    assert SAID["not_say"] in words
    assert card.reach == SAID["reach"]
    assert card._fields[-1] == "reach"


def test_who_is_not_to_be_contacted_has_no_number_on_the_card(now):
    talk, _code = first_talk(way="here", now=now)
    assert reach_card(talk).reach == ""
    talk.reach = SAID["reach"]
    assert reach_card(talk).reach == ""


def test_no_answer_counts_as_no(now):
    talk, _code = first_talk(say_who="", voicemail="", now=now)
    assert [rule.holds for rule in reach_card(talk).rules].count("No") == 2


def test_promise_that_went_by_is_one_task_and_a_kept_one_is_none(talk, staff, now):
    kept, _code = first_talk(once="e" * 32, now=now)
    taken(kept, staff, now)
    actions.note_tried(talk=kept, by=staff, now=now)
    actions.tell_of_late_talks(now=talk.answer_by)
    assert not Task.objects.exists()
    for _round in "ab":
        actions.tell_of_late_talks(now=talk.answer_by + HOUR)
    task = Task.objects.get()
    assert (task.kind, task.about, task.person) == (TaskKind.FIRST, talk.public_id, None)


def test_to_who_is_kept_apart_from_her_it_is_always_somebody_elses(participant, staff, now):
    talk = opened(first_talk(by=participant, now=now)[0], staff, now)
    keep_name_away(name=staff.username, by=participant, now=now)
    assert not may_read(talk, staff, now)
    with pytest.raises(actions.NotYours):
        actions.write_to_talk(talk=talk, reply="Hello", notes="", by=staff, now=now)
    FirstContactRequest.objects.update(taken_by=None)
    for over in (False, True):
        with pytest.raises(actions.TakenByAnother):
            actions.take_talk(talk=talk, by=staff, over=over, now=now)
