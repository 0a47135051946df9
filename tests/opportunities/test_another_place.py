"""Staff approve that an activity is at another place: who has a place is told, and nobody else."""

import datetime as dt

import pytest
from django.utils import timezone

from community.notifications.models import Message
from opportunities.actions.publishing import hold, release
from opportunities.actions.sessions import move_session
from opportunities.actions.signups import cancel_sign_up
from opportunities.models import Opportunity, State
from tests.factories.opportunities import AreaFactory, SessionFactory, SignUpFactory
from tests.factories.people import UserFactory
from tests.opportunities.test_published_again import (  # noqa: F401 - `reviewer` is a fixture
    join,
    published,
    reviewer,
    unsent,
    with_details,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ELSEWHERE = "Blue gate, 3 Plum Row"


@pytest.fixture
def now():
    return timezone.now()  # Wagtail's signals have no clock of ours


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 3 * DAY, capacity=2)


def told():
    return Message.objects.filter(key__startswith="where:", ended_at=None)


def test_who_comes_is_told_once_and_the_message_says_no_place(session, participant, now):
    join(session, participant, now)
    later = SessionFactory(
        opportunity=session.opportunity, starts_at=session.starts_at + 7 * DAY, capacity=2
    )
    join(later, participant, now)
    published(session.opportunity, place=ELSEWHERE)
    message = told().get()
    assert message.recipient == participant
    assert message.about == session.sign_ups.get().public_id
    assert "Where to go has changed" in message.body
    assert "Plum" not in message.body
    assert unsent().count("reminder") == 4


def test_who_chose_details_reads_the_new_place(session, participant, now):
    with_details(participant, now)
    join(session, participant, now)
    published(session.opportunity, place=ELSEWHERE)
    assert ELSEWHERE in told().get().body


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"title": "Another title"},
        {"place": "  12 SALLOW  lane "},
        {"bring": "Gloves"},
    ],
)
def test_other_words_tell_nobody(session, participant, now, words):
    Opportunity.objects.update(place="12 Sallow Lane")
    join(session, participant, now)
    published(session.opportunity, **words)
    assert not told().exists()


def test_how_to_get_there_and_the_part_of_town_count_too(session, participant, now):
    join(session, participant, now)
    published(session.opportunity, getting_there="By the back door")
    published(session.opportunity, area=AreaFactory())
    published(session.opportunity)
    assert told().count() == 2


def test_draft_tells_nobody(session, participant, now):
    join(session, participant, now)
    fresh = Opportunity.objects.get().get_latest_revision_as_object()
    fresh.place = ELSEWHERE
    fresh.save_revision()
    assert not told().exists()


@pytest.mark.parametrize(
    "state", [State.WAITING, State.OFFERED, State.ASKED, State.CANCELLED, State.DECLINED]
)
def test_who_has_no_place_is_not_told(session, participant, now, state):
    ends = now + DAY if state == State.OFFERED else None
    SignUpFactory(session=session, person=participant, state=state, offer_ends_at=ends)
    published(session.opportunity, place=ELSEWHERE)
    assert not told().exists()


def test_what_is_over_or_off_is_not_told(session, participant, now):
    over = SessionFactory(
        opportunity=session.opportunity, starts_at=now - DAY, ends_at=now - DAY / 2
    )
    off = SessionFactory(
        opportunity=session.opportunity, starts_at=now + DAY, cancelled_at=now, capacity=3
    )
    for date in (over, off):
        SignUpFactory(session=date, person=participant)
    published(session.opportunity, place=ELSEWHERE)
    assert not told().exists()


def test_it_outlives_a_new_time_and_goes_with_the_place(session, participant, now):
    row = join(session, participant, now)
    published(session.opportunity, place=ELSEWHERE)
    start = session.starts_at + DAY
    move_session(session=session, starts_at=start, ends_at=start + DAY / 12, now=timezone.now())
    assert sorted(unsent()) == ["moved", "reminder", "reminder", "where"]
    cancel_sign_up(sign_up=row, now=timezone.now())
    assert unsent() == []


def test_place_after_a_time_out_of_sight_is_told_too(session, participant, now):
    join(session, participant, now)
    published(session.opportunity)
    Opportunity.objects.get().unpublish()
    published(session.opportunity, place=ELSEWHERE)
    assert sorted(unsent()) == ["reminder", "reminder", "where"]


def test_words_that_are_held_send_nobody_there(session, participant, now):
    join(session, participant, now)
    published(session.opportunity, place=ELSEWHERE, summary="Paid daily, no questions asked.")
    assert Opportunity.objects.get().held_at
    assert unsent() == []


def test_place_of_what_was_held_is_told_once_it_is_released(
    session,
    participant,
    reviewer,  # noqa: F811
    now,
):
    join(session, participant, now)
    hold(opportunity=session.opportunity, reason="Why?", by=reviewer, now=now)
    published(session.opportunity, place=ELSEWHERE)
    assert unsent() == []
    release(opportunity=Opportunity.objects.get(), by=reviewer, now=timezone.now())
    assert sorted(unsent()) == ["reminder", "reminder", "where"]


def test_of_a_stopped_organisation_nobody_is_told(session, participant, now):
    join(session, participant, now)
    type(session.opportunity.organisation).objects.update(standing="suspended")
    published(session.opportunity, place=ELSEWHERE)
    assert not told().exists()


def test_each_of_many_is_told_in_few_statements(session, now, django_assert_max_num_queries):
    for _ in range(2):
        join(session, UserFactory(), now)
    published(session.opportunity)
    with django_assert_max_num_queries(92):
        published(session.opportunity, place=ELSEWHERE)
    assert told().count() == 2
