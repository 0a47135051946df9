"""From the first question to two who say yes: each rule, allowed and refused."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from community.mentorship import actions
from community.mentorship.actions.showing import steps_of
from community.mentorship.models import (
    FlagKind,
    Mentor,
    MentorApproval,
    MentorReason,
    MentorReference,
    MentorState,
    Outcome,
)
from community.notifications.models import Message
from community.safety.actions import NotForYou
from community.safety.models import Task, TaskKind
from tests.factories.mentorship import ANSWERS, SAID, TALK, MentorFactory, apply_for, screen
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


def until(now: dt.datetime, days: int = 300) -> dt.date:
    return now.date() + dt.timedelta(days=days)


def tokens_of(mentor, staff, now) -> list[str]:
    found: list[str] = []

    def link(token: str) -> str:
        found.append(token)
        return f"https://site.example/{token}"

    actions.ask_references(mentor=mentor, link_for=link, by=staff, now=now)
    return found


# -- asking -----------------------------------------------------------------------------------


def test_asking_makes_a_row_two_references_and_a_task(applied):
    assert applied.state == MentorState.APPLIED
    assert applied.references.count() == 2
    task = Task.objects.get(kind=TaskKind.MENTOR)
    assert task.about == applied.public_id
    assert task.person is None
    assert task.note == ""


def test_double_click_asks_once(applied, participant, now):
    assert apply_for(participant, now) == applied
    assert Mentor.objects.count() == 1
    assert MentorReference.objects.count() == 2


@pytest.mark.parametrize("role", ["partner", "editor", "staff"])
def test_accounts_of_people_who_work_here_do_not_walk_with_anybody(role, now):
    with pytest.raises(actions.WrongAccount):
        apply_for(UserFactory(role=role), now)


def test_operator_does_not_either(now):
    with pytest.raises(actions.WrongAccount):
        apply_for(UserFactory(is_superuser=True), now)


def test_one_person_is_no_two(participant, now):
    twice = [actions.Referee("Jo", "jo@example.org"), actions.Referee("J", "JO@example.org")]
    with pytest.raises(actions.SameReferee):
        actions.apply_as_mentor(by=participant, answers=ANSWERS, referees=twice, now=now)


@pytest.mark.parametrize("state", ["declined", "removed_safety", "active", "training"])
def test_who_was_declined_or_removed_does_not_ask_again_with_this_account(state, participant, now):
    ended = now if state in {"declined", "removed_safety"} else None
    MentorFactory(person=participant, state=state, ended_at=ended)
    with pytest.raises(actions.NotAgain):
        apply_for(participant, now)


def test_who_left_begins_again_from_the_beginning(trained, participant, staff, now):
    actions.leave(mentor=trained, by=participant, now=now)
    again = apply_for(participant, now + A_DAY)
    assert again.pk == trained.pk
    assert again.state == MentorState.APPLIED
    assert again.check_expires_on is None
    assert again.references.filter(answered_at=None).count() == 2
    assert not again.record_checks.exists()
    assert not hasattr(Mentor.objects.get(pk=again.pk), "interview")


# -- references -------------------------------------------------------------------------------


def test_letter_to_a_reference_names_nobody_and_the_address_goes_with_the_answer(
    applied, staff, now
):
    mentor = actions.begin_screening(mentor=applied, by=staff, now=now)
    first, _second = tokens_of(mentor, staff, now)
    letters = Message.objects.filter(address__in=["jo@example.org", "ida@example.org"])
    assert letters.count() == 2
    for letter in letters:
        assert "Sam" not in letter.subject + letter.body
        assert "mentor" not in (letter.subject + letter.body).lower()
    row = actions.answer_reference(token=first, answers=SAID, now=now)
    assert row.address == row.digest == ""
    assert row.how_known == SAID["how_known"]
    assert MentorReference.objects.exclude(pk=row.pk).get().address != ""


def test_link_of_a_reference_works_once_and_for_thirty_days(applied, staff, now):
    mentor = actions.begin_screening(mentor=applied, by=staff, now=now)
    first, second = tokens_of(mentor, staff, now)
    actions.answer_reference(token=first, answers=SAID, now=now)
    with pytest.raises(actions.LinkOver):
        actions.answer_reference(token=first, answers=SAID, now=now)
    assert actions.reference_behind(token=second, now=now + 29 * A_DAY)
    assert not actions.reference_behind(token=second, now=now + 31 * A_DAY)
    with pytest.raises(actions.LinkOver):
        actions.answer_reference(token="made-up", answers=SAID, now=now)


def test_link_is_dead_once_it_is_over(applied, participant, staff, now):
    mentor = actions.begin_screening(mentor=applied, by=staff, now=now)
    first, _second = tokens_of(mentor, staff, now)
    actions.leave(mentor=mentor, by=participant, now=now)
    assert not actions.reference_behind(token=first, now=now)
    assert {row.address for row in MentorReference.objects.all()} == {""}


def test_asking_twice_sends_no_second_letter_while_the_first_works(applied, staff, now):
    mentor = actions.begin_screening(mentor=applied, by=staff, now=now)
    assert len(tokens_of(mentor, staff, now)) == 2
    assert tokens_of(mentor, staff, now + A_DAY) == []
    assert len(tokens_of(mentor, staff, now + 31 * A_DAY)) == 2


def test_nobody_is_written_to_before_staff_begin(applied, staff, now):
    with pytest.raises(actions.NotNow):
        tokens_of(applied, staff, now)
    assert not Message.objects.exclude(address="").exists()


# -- getting to know ----------------------------------------------------------------------------


def test_a_record_rejects_nobody_by_itself(screened, staff, now):
    """Whatever is found, the state stays; another look, by a person, takes its place."""
    said = {"mentor": screened, "made_on": now.date(), "by": staff, "now": now}
    actions.record_check(outcome=Outcome.NOT_SUITED, note="First look.", **said)
    screened.refresh_from_db()
    assert screened.state == MentorState.SCREENING
    with pytest.raises(actions.NotChecked):
        actions.begin_training(mentor=screened, by=staff, now=now)
    actions.record_check(outcome=Outcome.SUITED, note="It was done to them.", **said)
    assert actions.begin_training(mentor=screened, by=staff, now=now).state == "training"


@pytest.mark.parametrize("days", [1, -366])
def test_record_check_is_of_the_last_year(days, screened, staff, now):
    made_on = now.date() + dt.timedelta(days=days)
    with pytest.raises(actions.WrongDay):
        actions.record_check(
            mentor=screened, made_on=made_on, outcome=Outcome.SUITED, note="x", by=staff, now=now
        )


def test_whoever_finds_something_says_so_in_words(screened, staff, now):
    by = {"mentor": screened, "by": staff, "now": now}
    with pytest.raises(actions.NoWords):
        actions.record_check(made_on=now.date(), outcome=Outcome.SUITED, note=" ", **by)
    with pytest.raises(actions.NoWords):
        actions.raise_flag(kind=FlagKind.EAGER, note="", **by)
    with pytest.raises(actions.NoWords):
        actions.record_interview(answers=TALK | {"support": " "}, outcome=Outcome.SUITED, **by)


def test_open_red_flag_stops_everything_and_takes_back_what_one_had_said(
    trained, staff, another_staff, now
):
    actions.approve(mentor=trained, until=until(now), by=staff, now=now)
    flag = actions.raise_flag(
        mentor=trained, kind=FlagKind.DETAILS, note="Asked for streets.", by=another_staff, now=now
    )
    assert not MentorApproval.objects.exists()
    with pytest.raises(actions.NotChecked):
        actions.approve(mentor=trained, until=until(now), by=staff, now=now)
    actions.settle_flag(flag=flag, note="A slip.", by=staff, now=now)
    settled = actions.settle_flag(flag=flag, note="Again.", by=another_staff, now=now)
    assert settled.settled_note == "A slip."
    assert actions.missing(trained, now) == []


def test_mentor_reads_no_red_flag_and_nothing_that_was_found(trained, staff, now):
    before = steps_of(trained)
    actions.raise_flag(mentor=trained, kind=FlagKind.OTHER, note="Hm.", by=staff, now=now)
    assert steps_of(trained) == before
    assert [step.is_done for step in before] == [True, True, True, True, False]


def test_steps_are_in_order(applied, staff, now):
    with pytest.raises(actions.NotNow):
        actions.record_interview(
            mentor=applied, answers=TALK, outcome=Outcome.SUITED, by=staff, now=now
        )
    with pytest.raises(actions.NotChecked):
        actions.begin_training(mentor=applied, by=staff, now=now)
    screened = screen(applied, staff, now)
    actions.begin_training(mentor=screened, by=staff, now=now)
    with pytest.raises(actions.IllegalMove):
        actions.begin_training(mentor=screened, by=staff, now=now)


def test_new_version_of_a_part_of_the_training_is_learnt_anew(trained, module, staff, now):
    assert actions.missing(trained, now) == []
    module.version = 2
    module.save()
    assert [str(words) for words in actions.missing(trained, now)] == [
        "Training: Boundaries (version 2)"
    ]
    actions.pass_module(mentor=trained, module=module, passed_on=now.date(), by=staff, now=now)
    actions.pass_module(mentor=trained, module=module, passed_on=now.date(), by=staff, now=now)
    assert actions.missing(trained, now) == []
    assert trained.passed.count() == 2


# -- two who say yes ------------------------------------------------------------------------------


def test_two_who_are_not_the_same_make_a_mentor_active_until_the_earlier_day(
    trained, staff, another_staff, now
):
    actions.approve(mentor=trained, until=until(now), by=staff, now=now)
    again = actions.approve(mentor=trained, until=until(now, 200), by=staff, now=now)
    assert again.state == MentorState.TRAINING
    done = actions.approve(mentor=trained, until=until(now, 250), by=another_staff, now=now)
    assert done.state == MentorState.ACTIVE
    assert done.check_expires_on == until(now, 200)
    assert Message.objects.filter(recipient=done.person).count() == 1


def test_database_refuses_one_who_is_both(trained, staff, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorApproval.objects.create(
            mentor=trained, until=until(now), first_by=staff, first_at=now,
            second_by=staff, second_at=now,
        )  # fmt: skip


def test_what_the_first_said_waits_for_thirty_days(trained, staff, another_staff, now):
    actions.approve(mentor=trained, until=until(now), by=staff, now=now)
    later = now + 31 * A_DAY
    late = actions.approve(mentor=trained, until=until(now), by=another_staff, now=later)
    assert late.state == MentorState.TRAINING
    assert actions.approve(mentor=trained, until=until(now), by=staff, now=later).state == "active"


@pytest.mark.parametrize("days", [-1, 367])
def test_a_year_from_the_record_check_at_most(days, trained, staff, now):
    with pytest.raises(actions.WrongDate):
        actions.approve(mentor=trained, until=until(now, days), by=staff, now=now)


def test_nobody_is_approved_before_everything_is_done(screened, module, staff, now):
    with pytest.raises(actions.NotNow):
        actions.approve(mentor=screened, until=until(now), by=staff, now=now)
    training = actions.begin_training(mentor=screened, by=staff, now=now)
    assert len(actions.missing(training, now)) == 2  # the module, and somebody who supports them
    with pytest.raises(actions.NotChecked):
        actions.approve(mentor=training, until=until(now), by=staff, now=now)


def test_another_year_needs_a_new_check_and_two_again(trained, staff, another_staff, now):
    for one in (staff, another_staff):
        actions.approve(mentor=trained, until=until(now), by=one, now=now)
    later = now + 290 * A_DAY
    said = {"mentor": trained, "until": until(later, 365), "now": later}
    with pytest.raises(actions.WrongDate):
        actions.approve(by=staff, **said)
    actions.record_check(
        mentor=trained, made_on=later.date(), outcome=Outcome.SUITED, note="Again.",
        by=staff, now=later,
    )  # fmt: skip
    actions.approve(by=staff, **said)
    trained.refresh_from_db()
    assert trained.check_expires_on == until(now)
    assert actions.approve(by=another_staff, **said).check_expires_on == until(later, 365)


def test_only_staff_support_a_mentor(trained, another_participant, staff, now):
    with pytest.raises(actions.NotStaff):
        actions.support(mentor=trained, supervisor=another_participant, by=staff, now=now)


def test_none_of_it_is_for_anybody_but_staff(trained, participant, editor, now):
    by = {"mentor": trained, "now": now}
    check = {"made_on": now.date(), "outcome": Outcome.SUITED, "note": "x"}
    for person in (participant, editor):
        for do in (
            lambda **who: actions.begin_screening(**by, **who),
            lambda **who: actions.ask_references(link_for=str, **by, **who),
            lambda **who: actions.record_check(**check, **by, **who),
            lambda **who: actions.record_interview(answers=TALK, outcome="suited", **by, **who),
            lambda **who: actions.raise_flag(kind=FlagKind.OTHER, note="x", **by, **who),
            lambda **who: actions.begin_training(**by, **who),
            lambda **who: actions.support(supervisor=participant, **by, **who),
            lambda **who: actions.approve(until=until(now), **by, **who),
            lambda **who: actions.decline(reason=MentorReason.OTHER, note="", **by, **who),
            lambda **who: actions.remove_for_safety(note="", **by, **who),
            lambda **who: actions.suspend(**by, **who),
        ):
            with pytest.raises(NotForYou):
                do(by=person)
