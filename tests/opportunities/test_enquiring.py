"""Asking to take part where no dates are set, and what an organisation answers."""

import datetime as dt

import pytest
from django.utils import timezone

from community.notifications.models import Message
from community.organisations.models import Duty
from community.safety.models import Task, TaskKind
from opportunities.actions.enquiring import (
    MOST_WAITING,
    AlreadyAnswered,
    NotAsking,
    TooLong,
    TooManyEnquiries,
    answer,
    enquire,
    last_day,
    open_to_enquiries,
    take_back,
    tell_of_enquiries,
)
from opportunities.actions.sessions import add_session, refresh_next_sessions
from opportunities.models import Enquiry, Opportunity, Says
from opportunities.permissions import kept_back, visible_workplace_enquiries
from tests.factories.notifications import ContactPreferenceFactory
from tests.factories.opportunities import EnquiryFactory, OpportunityFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory
from tests.factories.safety import keep_apart

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def posting(partner, now):
    organisation = partner.memberships.get().organisation
    row = OpportunityFactory(organisation=organisation)
    open_to_enquiries(opportunity=row, until=now.date() + 30 * DAY, now=now)
    return Opportunity.objects.select_related("organisation").get(pk=row.pk)


def asks(posting, person, now, **more):
    return enquire(opportunity=posting, by=person, alias="Sam", now=now, **more)


def found(now):
    return list(Opportunity.objects.public(now).upcoming(now))


def test_posting_without_dates_is_listed_while_people_may_ask(posting, now):
    assert found(now) == [posting]
    assert posting.next_session_at == posting.asked_until
    open_to_enquiries(opportunity=posting, until=None, now=now)
    assert found(now) == []


def test_next_date_goes_before_the_day_on_which_asking_ends(posting, now):
    starts = now + DAY
    add_session(
        opportunity=posting, starts_at=starts, ends_at=starts + DAY / 24, capacity=None, now=now
    )
    posting.refresh_from_db()
    assert posting.next_session_at == starts
    later = starts + DAY
    refresh_next_sessions(now=later)
    posting.refresh_from_db()
    assert (posting.next_session_id, posting.next_session_at) == (None, posting.asked_until)
    refresh_next_sessions(now=now + 40 * DAY)
    posting.refresh_from_db()
    assert posting.next_session_at is None


@pytest.mark.parametrize(("days", "is_fine"), [(-2, False), (0, True), (360, True), (370, False)])
def test_asking_ends_within_a_year(posting, now, days, is_fine):
    day = timezone.localdate(now, timezone.get_default_timezone()) + days * DAY
    if not is_fine:
        with pytest.raises(TooLong):
            open_to_enquiries(opportunity=posting, until=day, now=now)
        return
    open_to_enquiries(opportunity=posting, until=day, now=now)
    assert last_day(posting) == day


def test_asking_twice_is_asking_once(posting, participant, now):
    first = asks(posting, participant, now)
    assert asks(posting, participant, now + DAY) == first
    assert Enquiry.objects.count() == 1


def test_nobody_asks_where_nobody_is_asked(posting, participant, now):
    with pytest.raises(NotAsking):
        asks(posting, participant, now + 40 * DAY)
    Opportunity.objects.filter(pk=posting.pk).update(held_at=now)
    with pytest.raises(NotAsking):
        asks(Opportunity.objects.get(pk=posting.pk), participant, now)
    assert not Enquiry.objects.exists()


def test_account_waits_for_so_many_answers_at_most(posting, participant, now):
    for _ in range(MOST_WAITING):
        EnquiryFactory(person=participant, made_at=now)
    with pytest.raises(TooManyEnquiries):
        asks(posting, participant, now)
    Enquiry.objects.first().delete()
    assert asks(posting, participant, now).pk


@pytest.mark.parametrize("says", Says)
def test_answer_is_told_in_a_word_and_read_here(posting, participant, now, says):
    ContactPreferenceFactory(person=participant, channel="email", checked_at=now)
    row = asks(posting, participant, now)
    answered = answer(enquiry=row, says=says, line="Tuesday at ten", now=now)
    assert answered.line == ("Tuesday at ten" if says == Says.YES else "")
    message = Message.objects.get(recipient=participant)
    for hidden in ("Tuesday", posting.title, posting.place, posting.organisation.name):
        assert hidden not in message.subject + message.body
    with pytest.raises(AlreadyAnswered):
        answer(enquiry=row, says=Says.YES, now=now)


def test_who_wants_no_messages_is_told_nothing(posting, participant, now):
    ContactPreferenceFactory(person=participant, channel="email", wording="none", checked_at=now)
    answer(enquiry=asks(posting, participant, now), says=Says.YES, line="Now", now=now)
    assert not Message.objects.exists()


def test_what_was_taken_back_is_gone_and_so_is_its_message(posting, participant, now):
    ContactPreferenceFactory(person=participant, channel="email", checked_at=now)
    row = answer(enquiry=asks(posting, participant, now), says=Says.YES, line="Now", now=now)
    take_back(enquiry=row)
    assert not Enquiry.objects.exists()
    assert not Message.objects.filter(ended_at=None).exists()


def test_after_a_no_and_after_two_weeks_one_may_ask_again(posting, participant, now):
    answer(enquiry=asks(posting, participant, now), says=Says.NOT_NOW, now=now)
    second = asks(posting, participant, now + DAY)
    third = asks(posting, participant, now + 16 * DAY)
    assert third.pk != second.pk
    assert Enquiry.objects.get() == third


def test_organisation_is_told_twice_and_staff_after_five_days(posting, partner, participant, now):
    organisation = partner.memberships.get().organisation
    MembershipFactory(organisation=organisation, duty=Duty.DOOR)
    MembershipFactory(organisation=organisation, person__is_active=False)
    MembershipFactory(organisation=organisation, person__role="participant")
    asks(posting, participant, now)
    told = [tell_of_enquiries(now=now + day * DAY + DAY / 2) for day in range(7)]
    assert told == [1, 0, 0, 1, 0, 0, 0]
    assert tell_of_enquiries(now=now + DAY / 2) == 1
    assert {message.recipient for message in Message.objects.all()} == {partner}
    assert Message.objects.count() == 2
    task = Task.objects.get()
    assert (task.kind, task.about) == (TaskKind.REQUEST, posting.public_id)
    assert "Sam" not in task.note


def test_many_who_ask_are_one_message_a_day(posting, partner, now):
    for _ in range(3):
        asks(posting, UserFactory(), now)
    tell_of_enquiries(now=now)
    tell_of_enquiries(now=now)
    assert Message.objects.filter(recipient=partner).count() == 1


@pytest.mark.parametrize("there", ["asked", "agreed", "comes"])
def test_who_must_not_meet_somebody_there_is_shown_to_nobody_who_answers(
    posting, partner, participant, another_participant, now, there
):
    """And waits as anybody whom nobody answers; staff are told, the organisation is not."""
    if there == "comes":
        SignUpFactory(
            person=participant,
            session__opportunity=posting,
            session__starts_at=now + 20 * DAY,
        )
    else:
        row = asks(posting, participant, now)
        if there == "agreed":
            answer(enquiry=row, says=Says.YES, line="Now", now=now)
    keep_apart("by staff", another_participant, participant, now)
    asks(posting, another_participant, now + DAY / 24)
    seen = visible_workplace_enquiries(partner, now + DAY / 12)
    assert another_participant.pk not in [row.person_id for row in seen]
    later = now + 2 * DAY
    tell_of_enquiries(now=later)
    assert Task.objects.get().kind == TaskKind.APART
    assert not Message.objects.filter(recipient=partner).exists()
    tell_of_enquiries(now=now + 6 * DAY)
    assert set(Task.objects.values_list("kind", flat=True)) - {TaskKind.APART} == (
        {TaskKind.REQUEST} if there == "asked" else set()
    )


def test_first_of_two_is_seen_and_so_is_who_is_kept_from_nobody(
    posting, partner, participant, another_participant, now
):
    asks(posting, participant, now)
    keep_apart("by staff", another_participant, participant, now)
    asks(posting, another_participant, now + DAY / 24)
    third = UserFactory()
    asks(posting, third, now + DAY / 12)
    seen = visible_workplace_enquiries(partner, now + DAY / 8)
    assert {row.person_id for row in seen} == {participant.pk, third.pk}
    assert len(kept_back(Enquiry.objects.all(), now + DAY / 8)) == 1


def test_nobody_else_reads_who_asks(posting, partner, another_partner, participant, now):
    asks(posting, participant, now)
    door = MembershipFactory(
        organisation=partner.memberships.get().organisation, duty=Duty.DOOR
    ).person
    assert visible_workplace_enquiries(partner, now).count() == 1
    for other in (another_partner, door, participant, UserFactory(role="staff")):
        assert not visible_workplace_enquiries(other, now).exists()
    Opportunity.objects.filter(pk=posting.pk).update(held_at=now)
    assert not visible_workplace_enquiries(partner, now).exists()
