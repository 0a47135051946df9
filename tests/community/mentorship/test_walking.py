"""From the request to the end: who decides when, and what the other one hears of it."""

import datetime as dt

import pytest

from community.mentorship.actions import answering, beginning, closing
from community.mentorship.actions.moving import IllegalStep, NotYet
from community.mentorship.actions.proposing import (
    IsInOne,
    NoteNeeded,
    ShutOut,
    drop,
    offer,
    suggest,
)
from community.mentorship.actions.requesting import keep_request, take_request_back
from community.mentorship.actions.sides import NotYours
from community.mentorship.models import (
    CheckIn,
    Mentor,
    Mentorship,
    MentorshipChange,
    MentorshipRequest,
    MentorState,
    MoveReason,
    Side,
)
from community.mentorship.models import MentorshipState as S
from community.mentorship.permissions import (
    own_mentorships,
    walked_mentorships,
)
from community.notifications.models import Message
from community.organisations.models import site_day
from community.safety.actions import NotForYou, separate
from community.safety.models import Reason, Separation, Task, TaskKind
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    from django.utils import timezone

    return timezone.now()


@pytest.fixture
def request_of_sam(participant, staff):
    return RequestFactory(person=participant, coordinator=staff)


@pytest.fixture
def mentor():
    return ActiveMentorFactory(person__alias="Denise")


@pytest.fixture
def offered(request_of_sam, mentor, staff, now):
    row = suggest(request=request_of_sam, mentor=mentor, by=staff, now=now)
    return offer(mentorship=row, by=staff, now=now)


def told(person) -> int:
    return Message.objects.filter(recipient=person).count()


def steps(row) -> list[str]:
    return list(MentorshipChange.objects.filter(mentorship=row).values_list("went_to", flat=True))


def test_whole_way_from_the_request_to_the_end(offered, mentor, staff, participant, now):
    two = answering.participant_says_yes(mentorship=offered, by=participant, now=now)
    two = answering.mentor_says_yes(mentorship=two, by=mentor.person, now=now)
    for person in (participant, mentor.person):
        beginning.agree(mentorship=two, by=person, version=1, now=now)
    two = beginning.begin(mentorship=two, by=staff, weeks=4, now=now)
    assert two.is_live
    two = beginning.go_on(mentorship=two, by=staff, now=now + 30 * A_DAY)
    ends_on = site_day(now + 60 * A_DAY)
    two = closing.start_closing(
        mentorship=two, by=participant, ends_on=ends_on, now=now + 30 * A_DAY
    )
    said = {"reason": MoveReason.GOALS_MET, "rematch_mentor": "yes", "last_meeting_on": None}
    with pytest.raises(NotYet):
        closing.close(mentorship=two, by=staff, now=now + 31 * A_DAY, **said)
    two = closing.close(mentorship=two, by=staff, now=now + 61 * A_DAY, **said)
    assert two.locked_at is not None
    assert steps(two) == [
        "suggested", "offered_p", "offered_m", "intro", "trial", "active", "closing", "closed",
    ]  # fmt: skip
    assert not CheckIn.objects.filter(answered_at=None).exists()
    again = MentorshipRequest.objects.get(person=participant)
    assert again.not_before == site_day(now + 61 * A_DAY + closing.BUFFER)


def test_gate_is_passed_by_nobody(request_of_sam, mentor, staff, now):
    separate(one=request_of_sam.person, other=mentor.person, reason=Reason.ASKED, by=staff, now=now)
    with pytest.raises(ShutOut, match="apart"):
        suggest(request=request_of_sam, mentor=mentor, by=staff, now=now, note="It will do for us")
    assert not Mentorship.objects.exists()


def test_separation_that_was_ended_still_shuts_the_two_out(request_of_sam, mentor, staff, now):
    row = separate(
        one=request_of_sam.person, other=mentor.person, reason=Reason.ASKED, by=staff, now=now
    )
    Separation.objects.filter(pk=row.pk).update(lifted_at=now)
    with pytest.raises(ShutOut):
        suggest(request=request_of_sam, mentor=mentor, by=staff, now=now)


@pytest.mark.parametrize("state", [s for s in MentorState if s != MentorState.ACTIVE])
def test_mentor_who_is_not_active_is_suggested_to_nobody(state, request_of_sam, mentor, staff, now):
    ended = now if state in {"left", "declined", "removed_safety"} else None
    Mentor.objects.filter(pk=mentor.pk).update(state=state, ended_at=ended)
    if state in {"training", "paused", "lapsed"}:
        with pytest.raises(ShutOut):
            suggest(request=request_of_sam, mentor=mentor, by=staff, now=now)
    else:
        MentorshipFactory(
            mentor=mentor, person=request_of_sam.person, state=S.SUGGESTED, coordinator=staff
        )
        with pytest.raises(ShutOut):
            offer(mentorship=Mentorship.objects.get(), by=staff, now=now)


def test_cap_is_passed_with_a_note_and_that_is_written_down(request_of_sam, mentor, staff, now):
    Mentor.objects.filter(pk=mentor.pk).update(caseload_cap=0)
    with pytest.raises(NoteNeeded):
        suggest(request=request_of_sam, mentor=mentor, by=staff, now=now, note="Just so")
    note = "Both asked for it"
    row = suggest(request=request_of_sam, mentor=mentor, by=staff, now=now, note=note)
    change = MentorshipChange.objects.get(mentorship=row)
    assert (change.reason, change.note, change.by) == (MoveReason.CAPACITY_PASSED, note, staff)
    row = offer(mentorship=row, by=staff, now=now)
    row = answering.participant_says_yes(mentorship=row, by=row.person, now=now)
    assert answering.mentor_says_yes(mentorship=row, by=mentor.person, now=now).state == S.INTRO


def test_passing_over_a_better_score_is_written_down(request_of_sam, mentor, staff, now):
    ActiveMentorFactory(strengths=["learn"])
    row = suggest(request=request_of_sam, mentor=mentor, by=staff, now=now)
    assert row.score == 0
    assert MentorshipChange.objects.get().reason == MoveReason.SCORE_PASSED


def test_only_staff_suggest_and_offer(request_of_sam, mentor, staff, participant, editor, now):
    for by in (participant, mentor.person, editor):
        with pytest.raises(NotForYou):
            suggest(request=request_of_sam, mentor=mentor, by=by, now=now)
    row = suggest(request=request_of_sam, mentor=mentor, by=staff, now=now)
    with pytest.raises(NotForYou):
        offer(mentorship=row, by=participant, now=now)


def test_somebody_is_offered_one_mentor_at_a_time(offered, request_of_sam, staff, now):
    other = suggest(request=request_of_sam, mentor=ActiveMentorFactory(), by=staff, now=now)
    with pytest.raises(IsInOne):
        offer(mentorship=other, by=staff, now=now)


def test_two_who_know_each_other_are_never_suggested_again(offered, request_of_sam, staff, now):
    drop(mentorship=offered, by=staff, reason=MoveReason.KNOWN, now=now)
    with pytest.raises(ShutOut, match="know each other"):
        suggest(request=request_of_sam, mentor=offered.mentor, by=staff, now=now)


def test_participant_is_asked_first_and_the_mentor_knows_nothing(offered, mentor, now):
    assert told(offered.person) == 1
    assert told(mentor.person) == 0
    assert not walked_mentorships(mentor.person, now).exists()
    with pytest.raises(IllegalStep):
        answering.mentor_says_yes(mentorship=offered, by=mentor.person, now=now)


def test_no_of_the_participant_leaves_no_trace_for_the_mentor(offered, mentor, participant, now):
    for _click in range(2):
        row = answering.participant_says_no(mentorship=offered, by=participant, now=now)
    assert row.state == S.DECLINED_P
    assert told(mentor.person) == 0
    assert not walked_mentorships(mentor.person, now).exists()
    assert steps(row).count(S.DECLINED_P) == 1


def test_no_after_a_yes_takes_back_what_the_mentor_was_to_hear(offered, mentor, participant, now):
    answering.participant_says_yes(mentorship=offered, by=participant, now=now)
    assert told(mentor.person) == 1
    answering.participant_says_no(mentorship=offered, by=participant, now=now)
    assert told(mentor.person) == 0
    assert not walked_mentorships(mentor.person, now).exists()


def test_nobody_answers_for_the_other(
    offered, mentor, participant, another_participant, staff, now
):
    for by in (mentor.person, another_participant, staff):
        with pytest.raises(NotYours):
            answering.participant_says_yes(mentorship=offered, by=by, now=now)
        with pytest.raises(NotYours):
            answering.participant_says_no(mentorship=offered, by=by, now=now)
    row = answering.participant_says_yes(mentorship=offered, by=participant, now=now)
    for by in (participant, another_participant, staff):
        with pytest.raises(NotYours):
            answering.mentor_says_yes(mentorship=row, by=by, now=now)
        with pytest.raises(NotYours):
            answering.mentor_says_no(mentorship=row, by=by, now=now)


def test_question_goes_to_staff_and_the_offer_stays(offered, mentor, participant, now):
    answering.participant_asks(mentorship=offered, words="Is she calm?", by=participant, now=now)
    task = Task.objects.get(kind=TaskKind.MATCH)
    assert (task.note, task.person, task.about) == ("Is she calm?", participant, offered.public_id)
    offered.refresh_from_db()
    assert offered.state == S.OFFERED_PARTICIPANT
    assert told(mentor.person) == 0


def test_gate_that_shut_meanwhile_takes_it_back(offered, mentor, participant, staff, now):
    separate(one=participant, other=mentor.person, reason=Reason.STAFF, by=staff, now=now)
    row = answering.participant_says_yes(mentorship=offered, by=participant, now=now)
    assert row.state == S.WITHDRAWN
    assert told(mentor.person) == 0
    assert Task.objects.filter(kind=TaskKind.MATCH).exists()


def test_mentor_with_enough_to_do_is_refused_and_can_say_it_later(
    offered, mentor, participant, now
):
    row = answering.participant_says_yes(mentorship=offered, by=participant, now=now)
    MentorshipFactory.create_batch(2, mentor=mentor)
    with pytest.raises(answering.EnoughToDo):
        answering.mentor_says_yes(mentorship=row, by=mentor.person, now=now)
    row.refresh_from_db()
    assert row.state == S.OFFERED_MENTOR


def test_no_of_the_mentor_is_told_neutrally(offered, mentor, participant, now):
    row = answering.participant_says_yes(mentorship=offered, by=participant, now=now)
    row = answering.mentor_says_no(mentorship=row, by=mentor.person, now=now)
    assert row.state == S.DECLINED_M
    assert told(participant) == 2
    assert MentorshipRequest.objects.filter(person=participant).exists()


def test_first_weeks_begin_when_both_have_signed_this_agreement(staff, participant, now):
    row = MentorshipFactory(person=participant, state=S.INTRO, coordinator=staff)
    with pytest.raises(beginning.OtherVersion):
        beginning.agree(mentorship=row, by=participant, version=99, now=now)
    beginning.agree(mentorship=row, by=participant, version=1, now=now)
    with pytest.raises(beginning.NotSigned):
        beginning.begin(mentorship=row, by=staff, weeks=4, now=now)
    beginning.agree(mentorship=row, by=row.mentor.person, version=1, now=now)
    for weeks in (3, 7):
        with pytest.raises(beginning.OtherLength):
            beginning.begin(mentorship=row, by=staff, weeks=weeks, now=now)
    begun = beginning.begin(mentorship=row, by=staff, weeks=6, now=now)
    assert begun.trial_until - begun.began_on == dt.timedelta(weeks=6)


@pytest.mark.parametrize("who", [Side.PARTICIPANT, Side.MENTOR])
def test_either_stops_within_the_first_weeks_without_a_word(who, now):
    row = MentorshipFactory()
    one, other = row.person, row.mentor.person
    if who == Side.MENTOR:
        one, other = other, one
    for _click in range(2):
        ended = beginning.stop(mentorship=row, by=one, now=now)
    assert ended.ended_at == now
    assert (told(one), told(other)) == (0, 1)
    assert not own_mentorships(row.person).exists()
    assert not walked_mentorships(row.mentor.person, now).exists()


def test_request_is_taken_back_with_what_was_offered(offered, participant, mentor, now):
    answering.participant_says_yes(mentorship=offered, by=participant, now=now)
    for _click in range(2):
        take_request_back(by=participant, now=now)
    assert not MentorshipRequest.objects.exists()
    offered.refresh_from_db()
    assert offered.state == S.WITHDRAWN
    assert told(mentor.person) == 0


def test_place_in_the_line_begins_when_they_want_somebody(participant, now):
    row = keep_request(by=participant, now=now - 9 * A_DAY, just_looking=True)
    row = keep_request(by=participant, now=now - 5 * A_DAY, just_looking=False)
    row = keep_request(by=participant, now=now, just_looking=False, first_goal="Cook")
    assert row.waits_since == now - 5 * A_DAY
    assert MentorshipRequest.objects.count() == 1
