"""An organisation asks to work with us: what it may ask, and what proves its e-mail."""

import datetime as dt
import uuid

import pytest

from community.notifications.models import Message
from community.organisations.actions import (
    LinkOver,
    NotNow,
    OtherVersion,
    TooManyApplications,
    WrongAccount,
    agree,
    apply,
    confirm_email,
    correct,
    send_back,
)
from community.organisations.models import AGREEMENT, Application, Organisation, Stage
from community.people.actions import give_role
from community.safety.models import Task
from tests.factories.organisations import MembershipFactory

from .conftest import FACTS

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def ask(by, keep, now, **changes):
    return apply(by=by, public_id=uuid.uuid4(), facts=FACTS | changes, link_for=keep, now=now)


def test_application_waits_for_its_link_and_no_staff_are_troubled(applied, tokens):
    letter = Message.objects.get()
    assert letter.address == FACTS["email"]
    assert tokens[0] in letter.body
    assert applied.stage == Stage.NEW
    assert tokens[0] not in str(Application.objects.values().get())
    assert not Task.objects.exists()
    assert not Organisation.objects.exists()


def test_link_hands_it_to_staff_once(applied, tokens, now):
    row = confirm_email(application=applied, token=tokens[0], now=now)
    assert (row.stage, row.email_confirmed_at) == (Stage.OPEN, now)
    assert Task.objects.get().about == row.public_id
    with pytest.raises(LinkOver):
        confirm_email(application=applied, token=tokens[0], now=now)


@pytest.mark.parametrize("how", ["wrong", "empty", "late", "replaced"])
def test_link_that_is_wrong_or_over_proves_nothing(how, applied, tokens, keep, now):
    token, at = tokens[0], now
    if how == "late":
        at = now + 3 * DAY
    elif how == "replaced":
        correct(application=applied, facts=FACTS, link_for=keep, now=now)
    else:
        token = "x" * 43 if how == "wrong" else ""
    with pytest.raises(LinkOver):
        confirm_email(application=applied, token=token, now=at)
    applied.refresh_from_db()
    assert applied.stage == Stage.NEW


def test_double_click_is_one_application(applicant, applied, keep, now):
    assert ask(applicant, keep, now) == applied
    assert Message.objects.count() == 1


def test_fourth_application_of_a_day_is_refused(applicant, keep, now):
    for number in range(3):
        ask(applicant, keep, now, name=f"Kitchen {number}", email=f"mel{number}@example.org")
    with pytest.raises(TooManyApplications):
        ask(applicant, keep, now, name="Kitchen 4")
    with pytest.raises(TooManyApplications):  # those three are undecided
        ask(applicant, keep, now + 2 * DAY, name="Kitchen 4")
    Application.objects.update(stage=Stage.DECLINED, decided_at=now)
    ask(applicant, keep, now + 2 * DAY, name="Kitchen 4")


def test_address_gets_three_letters_a_day_whoever_asks(
    applicant, participant, another_participant, keep, now
):
    for person in (applicant, participant):
        ask(person, keep, now)
    ask(participant, keep, now, name="Another kitchen")
    with pytest.raises(TooManyApplications):
        ask(another_participant, keep, now)
    assert Message.objects.filter(address=FACTS["email"]).count() == 3
    assert Application.objects.count() == 3
    ask(another_participant, keep, now + DAY)


@pytest.mark.parametrize("who", ["staff", "editor"])
def test_who_has_other_work_here_applies_for_nothing(who, request, keep, now):
    with pytest.raises(WrongAccount):
        ask(request.getfixturevalue(who), keep, now)
    assert not Application.objects.exists()


def test_what_staff_read_cannot_be_changed_until_they_ask(confirmed, staff, keep, now):
    with pytest.raises(NotNow):
        correct(application=confirmed, facts=FACTS, link_for=keep, now=now)
    send_back(application=confirmed, question="Which register?", by=staff, now=now)
    row = correct(application=confirmed, facts=FACTS | {"offer": "Soup"}, link_for=keep, now=now)
    assert (row.stage, row.offer, row.question) == (Stage.OPEN, "Soup", "")


def test_other_facts_have_to_be_checked_anew_and_another_address_proved(
    checked, staff, keep, tokens, now
):
    send_back(application=checked, question="Which number?", by=staff, now=now)
    same = correct(application=checked, facts=FACTS | {"offer": "Soup"}, link_for=keep, now=now)
    assert same.checks.count() == 3
    send_back(application=checked, question="Which number?", by=staff, now=now)
    other = FACTS | {"registration_number": "CH-2", "email": "kim@willowlane.example"}
    row = correct(application=checked, facts=other, link_for=keep, now=now)
    assert (row.stage, row.email_confirmed_at, row.checks.count()) == (Stage.NEW, None, 0)
    assert confirm_email(application=row, token=tokens[-1], now=now).stage == Stage.OPEN


def test_agreement_of_another_version_is_not_agreed_to(applied, applicant, now):
    with pytest.raises(OtherVersion):
        agree(by=applicant, version=AGREEMENT + 1, now=now)
    applied.refresh_from_db()
    assert applied.agreed_version is None
    agree(by=applicant, version=AGREEMENT, now=now)
    applied.refresh_from_db()
    assert (applied.agreed_version, applied.agreed_at) == (AGREEMENT, now)


@pytest.mark.parametrize(("duty", "agrees"), [("owner", 1), ("coordinator", 0), ("door", 0)])
def test_owner_agrees_for_the_organisation_and_nobody_else(duty, agrees, partner, now):
    work = MembershipFactory(duty=duty, organisation__agreed_version=0)
    agree(by=work.person, version=AGREEMENT, now=now)
    work.organisation.refresh_from_db()
    assert work.organisation.agreed_version == agrees
    assert partner.memberships.get().organisation.agreed_version is None


@pytest.mark.parametrize(
    ("email", "website", "is_free", "is_theirs"),
    [
        ("mel@willowlane.example", "https://www.willowlane.example/us", False, True),
        ("mel@post.willowlane.example", "https://willowlane.example", False, True),
        ("mel@notwillowlane.example", "https://willowlane.example", False, False),
        ("mel@gmail.com", "https://willowlane.example", True, False),
        ("mel@willowlane.example", "", False, False),
    ],
)
def test_address_of_another_domain_is_seen(email, website, is_free, is_theirs):
    row = Application(email=email, website=website)
    assert (row.has_free_mail, row.is_of_its_website) == (is_free, is_theirs)


def test_staff_who_were_partners_once_do_not_apply(applicant, keep, now):
    give_role(person=applicant, role="staff", now=now)
    with pytest.raises(WrongAccount):
        ask(applicant, keep, now)
