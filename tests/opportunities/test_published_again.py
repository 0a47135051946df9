"""What Wagtail publishes and takes back: who is reminded, who gets a place, what is found."""

import datetime as dt

import pytest
from django.utils import timezone

from community.notifications.models import Message, Wording
from community.organisations.actions import suspend
from community.people.actions import give_role
from opportunities.actions.contact import choose_reminders
from opportunities.actions.publishing import (
    hold,
    organisation_stopped,
    organisation_verified,
    release,
)
from opportunities.actions.sessions import move_session
from opportunities.actions.signups import cancel_sign_up, fill_places_again, sign_up
from opportunities.models import Course, Opportunity, SignUp, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import verify_by_two
from tests.factories.people import UserFactory

from .taking_part import enrol, is_in_step, states, weekly

pytestmark = pytest.mark.django_db
DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def now():
    return timezone.now()  # Wagtail's signals have no clock of ours


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 3 * DAY, capacity=1)


def join(session, person, now):
    return sign_up(session=session, by=person, alias="Wren", now=now)


def unsent():
    """Beginnings of the keys of what may still leave before its date begins."""
    rows = Message.objects.filter(ended_at=None).order_by("due_at", "pk")
    return [row.key.split(":")[0] for row in rows if row.due_at < row.expires_at]


def published(opportunity, **words):
    fresh = Opportunity.objects.get(pk=opportunity.pk).get_latest_revision_as_object()
    for name, value in words.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()


def with_details(person, now):
    choose_reminders(
        by=person,
        wording=Wording.DETAILS,
        day_before=True,
        two_hours_before=True,
        quiet_from=dt.time(0),
        quiet_until=dt.time(0),
        now=now,
    )


def test_unpublished_posting_reminds_nobody_and_published_again_it_does(session, participant, now):
    join(session, participant, now)
    before = unsent()
    assert before == ["reminder", "reminder"]
    session.opportunity.save_revision().publish()
    assert unsent() == before
    Opportunity.objects.get().unpublish()
    assert unsent() == []
    published(session.opportunity)
    assert unsent() == before


def test_place_that_was_freed_while_unpublished_goes_to_who_waits(session, participant, now):
    leaves = join(session, UserFactory(), now)
    waits = join(session, participant, now + SECOND)
    session.opportunity.save_revision()
    Opportunity.objects.get().unpublish()
    cancel_sign_up(sign_up=leaves, now=now + 2 * SECOND)
    waits.refresh_from_db()
    assert waits.state == State.WAITING
    published(session.opportunity)
    waits.refresh_from_db()
    assert waits.state == State.OFFERED
    assert Message.objects.filter(recipient=participant, key__startswith="offer:").count() == 1


def test_reminders_with_details_follow_what_is_published(session, participant, now):
    with_details(participant, now)
    join(session, participant, now)
    published(session.opportunity, place="Blue gate, 3 Plum Row", ask_for="Robin")
    bodies = Message.objects.filter(key__startswith="reminder:").values_list("body", flat=True)
    assert len(bodies) == 2
    for body in bodies:
        assert "Blue gate, 3 Plum Row" in body
        assert "Robin" in body


def test_draft_changes_no_reminder(session, participant, now):
    with_details(participant, now)
    join(session, participant, now)
    fresh = Opportunity.objects.get().get_latest_revision_as_object()
    fresh.place = "Blue gate, 3 Plum Row"
    fresh.save_revision()
    assert not Message.objects.filter(body__contains="Plum Row").exists()


def test_publishing_what_is_held_reminds_nobody(session, participant, reviewer, now):
    join(session, participant, now)
    hold(opportunity=session.opportunity, reason="Why?", by=reviewer, now=now)
    published(session.opportunity)
    assert unsent() == []


# -- news that could not be told yet ---------------------------------------------------------


def test_news_of_a_place_outlives_a_hold(session, participant, reviewer, now):
    leaves = join(session, UserFactory(), now)
    join(session, participant, now + SECOND)
    cancel_sign_up(sign_up=leaves, now=now + 2 * SECOND)
    assert unsent() == ["offer"]
    hold(opportunity=session.opportunity, reason="Why?", by=reviewer, now=now)
    assert unsent() == []
    release(opportunity=session.opportunity, by=reviewer, now=now)
    assert unsent() == ["offer"]


def test_news_of_a_new_time_outlives_a_suspension(
    session, participant, reviewer, another_staff, now
):
    join(session, participant, now)
    start = session.starts_at + DAY
    move_session(session=session, starts_at=start, ends_at=start + dt.timedelta(hours=2), now=now)
    organisation = session.opportunity.organisation
    suspend(organisation=organisation, by=reviewer, now=now)
    for _twice in range(2):
        organisation_stopped(organisation=organisation, now=now)
        assert unsent() == ["stopped"]
    two, until = (reviewer, another_staff), (now + 30 * DAY).date()
    verify_by_two(organisation=organisation, until=until, by=two, now=now)
    organisation_verified(organisation=organisation, now=now)
    assert sorted(unsent()) == ["moved", "reminder", "reminder"]


def test_news_of_a_place_that_was_given_back_meanwhile_is_not_told(
    session, participant, reviewer, now
):
    leaves = join(session, UserFactory(), now)
    waits = join(session, participant, now + SECOND)
    cancel_sign_up(sign_up=leaves, now=now + 2 * SECOND)
    hold(opportunity=session.opportunity, reason="Why?", by=reviewer, now=now)
    cancel_sign_up(sign_up=waits, now=now + 3 * SECOND)
    release(opportunity=session.opportunity, by=reviewer, now=now)
    assert unsent() == []


# -- what is found ---------------------------------------------------------------------------


def test_posting_is_found_by_the_new_name_of_its_organisation(stranger, now):
    session = SessionFactory(
        starts_at=now + 3 * DAY,
        opportunity__title="Alder",
        opportunity__organisation__name="Quince House",
    )
    organisation = session.opportunity.organisation
    Opportunity.objects.get().save()

    def found(word):
        page = stranger.get("/opportunities/", {"q": word}).content.decode()
        return "Nothing matches" not in page

    assert (found("quince"), found("medlar")) == (True, False)
    organisation.name = "Medlar House"
    organisation.save()
    assert (found("quince"), found("medlar")) == (False, True)


def test_saving_an_organisation_without_its_name_indexes_nothing(
    now, reviewer, django_assert_num_queries
):
    organisation = SessionFactory(starts_at=now + 3 * DAY).opportunity.organisation
    with django_assert_num_queries(1):
        organisation.save(update_fields=["about"])


def test_course_that_is_public_again_offers_what_became_free_meanwhile(participant, now):
    posting = OpportunityFactory(course=Course.START)
    first, *_later = weekly(posting, now, number=3, capacity=1)
    posting.save_revision()
    leaves = enrol(first, UserFactory(), now)
    enrol(first, participant, now + SECOND)
    Opportunity.objects.get().unpublish()
    cancel_sign_up(sign_up=leaves, now=now + 2 * SECOND)
    assert states(participant, posting) == [State.WAITING] * 3
    published(posting)
    assert states(participant, posting) == [State.OFFERED] * 3
    assert is_in_step(posting, now)
    assert Message.objects.filter(recipient=participant, key__startswith="offer:").count() == 1


def test_offer_in_a_course_is_held_anew_when_nobody_could_answer_it(participant, now):
    posting = OpportunityFactory(course=Course.START)
    first, *_later = weekly(posting, now, number=2, capacity=1)
    posting.save_revision()
    leaves = enrol(first, UserFactory(), now - 2 * DAY)
    enrol(first, participant, now - 2 * DAY)
    cancel_sign_up(sign_up=leaves, now=now - 2 * DAY)
    offered = SignUp.objects.filter(person=participant, session__opportunity=posting)
    offered.update(offer_ends_at=now - SECOND)
    Opportunity.objects.get().unpublish()
    published(posting)
    assert states(participant, posting) == [State.OFFERED] * 2
    assert all(row.offer_ends_at > now for row in offered)
    assert is_in_step(posting, now)


def test_course_whose_dates_are_over_offers_nothing(participant, now):
    posting = OpportunityFactory(course=Course.START)
    first, *_later = weekly(posting, now, number=2, capacity=1)
    posting.save_revision()
    leaves = enrol(first, UserFactory(), now)
    enrol(first, participant, now + SECOND)
    Opportunity.objects.get().unpublish()
    cancel_sign_up(sign_up=leaves, now=now + 2 * SECOND)
    fill_places_again(sessions=posting.sessions.all(), now=now + 30 * DAY)
    assert states(participant, posting) == [State.WAITING] * 2
