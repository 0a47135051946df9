"""What staff do with an application: each check by itself, and two who vouch (safety.md T3)."""

import pytest

from community.notifications.models import Message
from community.organisations.actions import (
    HasPart,
    NotAllowed,
    NotChecked,
    NotNow,
    NoWords,
    WrongAccount,
    approve,
    decline,
    missing,
    record_check,
    send_back,
    suspend,
    verify,
)
from community.organisations.models import (
    AGREEMENT,
    Application,
    CheckKind,
    Duty,
    Membership,
    Organisation,
    Stage,
    Vouching,
)
from community.organisations.permissions import applications_to_vet, visible_applications
from community.people.actions import give_role
from community.people.models import Role, User
from community.safety.actions import erase
from community.safety.models import Task

pytestmark = pytest.mark.django_db


def say(application, by, until, now):
    return approve(application=application, until=until, note="We visited.", by=by, now=now)


def test_two_of_the_staff_make_an_organisation_and_its_owner(
    checked, applicant, staff, another_staff, until, now
):
    say(checked, staff, until, now)
    assert not Organisation.objects.exists()
    say(checked, another_staff, until, now)
    organisation = Organisation.objects.get()
    assert organisation.is_public(until)
    assert organisation.agreed_version == AGREEMENT
    assert organisation.verified_note == "We visited."
    work = Membership.objects.get()
    assert (work.person, work.organisation, work.duty) == (applicant, organisation, Duty.OWNER)
    applicant.refresh_from_db()
    assert applicant.role == Role.PARTNER
    row = Application.objects.get()
    assert (row.stage, row.decided_at, row.organisation) == (Stage.APPROVED, now, organisation)
    vouching = Vouching.objects.get()
    assert (vouching.first_by, vouching.second_by) == (staff, another_staff)
    with pytest.raises(NotNow):
        say(checked, staff, until, now)


def test_one_alone_approves_nothing_however_often(checked, staff, until, now):
    for _again in range(3):
        say(checked, staff, until, now)
    assert not Organisation.objects.exists()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("what", [*CheckKind, "agreement", "older agreement", "e-mail"])
def test_what_is_not_all_checked_is_not_approved(what, checked, staff, until, now):
    if what in CheckKind.values:
        checked.checks.filter(kind=what).delete()
    elif what == "e-mail":
        Application.objects.update(email_confirmed_at=None)
    else:
        Application.objects.update(agreed_version=0 if "older" in what else None)
    checked.refresh_from_db()
    assert len(missing(checked)) == 1
    with pytest.raises(NotChecked):
        say(checked, staff, until, now)
    assert not Vouching.objects.exists()


def test_who_applied_does_not_vouch_even_as_staff(checked, applicant, staff, until, now):
    give_role(person=applicant, role="staff", now=now)
    for act in (
        lambda: say(checked, applicant, until, now),
        lambda: decline(application=checked, by=applicant, now=now),
        lambda: record_check(
            application=checked, kind=CheckKind.VISIT, note="Nice", by=applicant, now=now
        ),
    ):
        with pytest.raises(HasPart):
            act()
    with pytest.raises(WrongAccount):  # and staff own no organisation
        say(checked, staff, until, now)


@pytest.mark.parametrize("who", ["participant", "partner", "editor", "applicant"])
def test_nobody_but_staff_decides_or_checks(who, request, checked, until, now):
    person = request.getfixturevalue(who)
    for act in (
        lambda: say(checked, person, until, now),
        lambda: decline(application=checked, by=person, now=now),
        lambda: send_back(application=checked, question="Why?", by=person, now=now),
        lambda: record_check(
            application=checked, kind=CheckKind.VISIT, note="Nice", by=person, now=now
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    checked.refresh_from_db()
    assert checked.stage == Stage.OPEN
    assert {check.note for check in checked.checks.all()} == {"Found."}


def test_check_says_who_and_when_and_needs_words(confirmed, staff, another_staff, now):
    with pytest.raises(NoWords):
        record_check(application=confirmed, kind=CheckKind.VISIT, note=" ", by=staff, now=now)
    for person in (staff, another_staff):
        record_check(
            application=confirmed, kind=CheckKind.VISIT, note="A kitchen.", by=person, now=now
        )
    check = confirmed.checks.get()
    assert (check.by, check.made_at, check.note) == (another_staff, now, "A kitchen.")


def test_sent_back_with_a_question_and_what_the_first_said_counts_no_more(
    checked, applicant, staff, another_staff, until, now
):
    say(checked, staff, until, now)
    send_back(application=checked, question="Which number?", by=another_staff, now=now)
    checked.refresh_from_db()
    assert (checked.stage, checked.question) == (Stage.SENT_BACK, "Which number?")
    assert not Vouching.objects.exists()
    told = Message.objects.get(recipient=applicant, key__startswith="application:")
    assert "Which number" not in told.body
    with pytest.raises(NotNow):
        say(checked, another_staff, until, now)


def test_declined_in_the_same_words_as_any_answer(checked, applicant, staff, now):
    decline(application=checked, by=staff, now=now)
    told = Message.objects.get(recipient=applicant, key__startswith="application:")
    assert told.body == "There is something new for you. Sign in to read it."
    assert not Task.objects.filter(done_at=None).exists()
    assert not Organisation.objects.exists()


def test_approved_organisation_is_suspended_and_verified_like_any_other(
    checked, staff, another_staff, until, now
):
    for person in (staff, another_staff):
        say(checked, person, until, now)
    organisation = Organisation.objects.get()
    suspend(organisation=organisation, by=staff, now=now)
    assert not organisation.is_public(now.date())
    for person in (staff, another_staff):
        verify(organisation=organisation, until=until, by=person, now=now)
    assert organisation.is_public(now.date())
    assert Vouching.objects.count() == 2


def test_own_application_is_seen_by_who_sent_it_and_all_by_staff(
    checked, applicant, participant, partner, editor, staff
):
    assert [*visible_applications(applicant)] == [checked]
    assert [*applications_to_vet(staff)] == [checked]
    for person in (participant, partner, editor, staff):
        assert not visible_applications(person).exists()
    for person in (participant, partner, editor, applicant):
        assert not applications_to_vet(person).exists()


def test_erased_with_its_person_and_the_organisation_stays(
    checked, applicant, staff, another_staff, until, now
):
    for person in (staff, another_staff):
        say(checked, person, until, now)
    erase(person=User.objects.get(pk=applicant.pk), now=now)
    assert not Application.objects.exists()
    assert not Membership.objects.exists()
    assert Vouching.objects.get().organisation == Organisation.objects.get()
