"""A place that is offered: yes, no, nothing, and what it tells nobody.

docs/decisions/0018-flows.md; safety.md #15, #17, #54.
"""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from community.notifications.models import Message
from community.people.actions import give_role
from opportunities.actions.disclosed import told_to_organisations
from opportunities.actions.publishing import hold, release
from opportunities.actions.sessions import (
    TooFewPlaces,
    cancel_session,
    move_session,
    set_capacity,
)
from opportunities.actions.signups import (
    NoLongerFree,
    SessionNotOpen,
    SessionOver,
    cancel_sign_up,
    end_offers,
    sign_up,
    take_place,
)
from opportunities.models import State
from opportunities.permissions import may_see_place, visible_workplace_sign_ups
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = (dt.timedelta(seconds=n) for n in (1, 3600, 86400))


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 8 * DAY, capacity=1)


def join(session, person, now):
    session.refresh_from_db()
    return sign_up(session=session, by=person, alias="Wren", now=now)


def as_it_is(row):
    row.refresh_from_db()
    return row


def offered(session, now, *people):
    """Sign-ups of these people, the first of whom is offered the only place."""
    leaves = join(session, UserFactory(), now)
    rows = [join(session, person, now + n * SECOND) for n, person in enumerate(people, 1)]
    cancel_sign_up(sign_up=leaves, now=now)
    assert as_it_is(rows[0]).state == State.OFFERED
    return rows


def states(rows):
    return [as_it_is(row).state for row in rows]


# -- how long ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ahead", "held"),
    [(8 * DAY, DAY), (4 * DAY, DAY), (2 * DAY, DAY / 2), (2 * HOUR, HOUR / 2)],
)
def test_place_is_held_for_a_day_or_a_quarter_of_the_time_left(participant, now, ahead, held):
    session = SessionFactory(starts_at=now + ahead, capacity=1)
    (row,) = offered(session, now, participant)
    assert row.offer_ends_at == now + held


def test_place_is_given_at_once_where_an_answer_would_come_too_late(participant, now):
    session = SessionFactory(starts_at=now + 2 * HOUR - SECOND, capacity=1)
    leaves, waits = join(session, UserFactory(), now), join(session, participant, now)
    cancel_sign_up(sign_up=leaves, now=now)
    assert (as_it_is(waits).state, waits.offer_ends_at) == (State.CONFIRMED, None)
    assert as_it_is(session).places_taken == 1


# -- yes, no, nothing --------------------------------------------------------------------------


def test_yes_makes_it_theirs_and_twice_is_harmless(session, participant, now):
    (row,) = offered(session, now, participant)
    for _click in range(2):
        assert take_place(sign_up=row, now=now + HOUR).state == State.CONFIRMED
    assert (as_it_is(row).offer_ends_at, as_it_is(session).places_taken) == (None, 1)
    assert Message.objects.filter(about=row.public_id).count() == 2  # the two reminders


def test_no_leaves_the_line_and_exactly_one_other_is_asked(session, now):
    rows = offered(session, now, *UserFactory.create_batch(3))
    cancel_sign_up(sign_up=rows[0], now=now + HOUR)
    assert states(rows) == [State.CANCELLED, State.OFFERED, State.WAITING]
    assert not Message.objects.filter(about=rows[0].public_id).exists()
    assert as_it_is(session).places_taken == 1


def test_nothing_passes_it_on_and_they_wait_behind_the_others(session, now):
    rows = offered(session, now, *UserFactory.create_batch(3))
    assert end_offers(now=now + DAY - SECOND) == 0
    assert end_offers(now=now + DAY) == 1
    assert states(rows) == [State.WAITING, State.OFFERED, State.WAITING]
    assert [row.pk for row in session.sign_ups.in_line()] == [rows[2].pk, rows[0].pk]
    assert not Message.objects.filter(about=rows[0].public_id).exists()
    assert end_offers(now=now + DAY) == 0
    end_offers(now=now + 2 * DAY)
    end_offers(now=now + 3 * DAY)
    assert states(rows) == [State.OFFERED, State.WAITING, State.WAITING]
    assert as_it_is(session).places_taken == 1


def test_who_is_alone_in_line_is_asked_for_longer_and_not_told_again(session, participant, now):
    (row,) = offered(session, now, participant)
    Message.objects.update(ended_at=now, outcome="sent")
    assert end_offers(now=now + DAY) == 1
    assert (as_it_is(row).state, row.offer_ends_at) == (State.OFFERED, now + 2 * DAY)
    assert Message.objects.count() == 1
    assert as_it_is(session).places_taken == 1


def test_who_said_nothing_until_shortly_before_has_the_place(session, participant, now):
    (row,) = offered(session, now, participant)
    end_offers(now=session.starts_at - HOUR)
    assert as_it_is(row).state == State.CONFIRMED


def test_offer_that_nobody_swept_away_before_it_began_frees_the_place(session, now):
    rows = offered(session, now, *UserFactory.create_batch(2))
    end_offers(now=session.starts_at + HOUR)
    assert states(rows) == [State.WAITING, State.WAITING]
    assert as_it_is(session).places_taken == 0


def test_yes_after_it_went_on_says_so_and_changes_nothing(session, now):
    rows = offered(session, now, *UserFactory.create_batch(2))
    end_offers(now=now + DAY)
    with pytest.raises(NoLongerFree, match="no longer free"):
        take_place(sign_up=rows[0], now=now + DAY)
    assert states(rows) == [State.WAITING, State.OFFERED]


def test_yes_is_too_late_once_it_began_or_is_off(session, participant, now):
    (row,) = offered(session, now, participant)
    with pytest.raises(SessionOver):
        take_place(sign_up=row, now=session.starts_at)
    cancel_session(session=session, now=now)
    with pytest.raises(SessionNotOpen):
        take_place(sign_up=row, now=now)
    assert as_it_is(row).state == State.OFFERED


# -- what changes meanwhile --------------------------------------------------------------------


def test_stopped_posting_ends_no_offer_and_gives_time_once_it_goes_on(participant, staff, now):
    prepare_site()
    staff = give_role(person=staff, role="staff", now=now)
    session = SessionFactory(starts_at=now + 8 * DAY, capacity=1)
    rows = offered(session, now, participant, UserFactory())
    hold(opportunity=session.opportunity, reason="?", by=staff, now=now)
    with pytest.raises(SessionNotOpen):
        take_place(sign_up=rows[0], now=now)
    assert end_offers(now=now + 2 * DAY) == 0
    release(opportunity=session.opportunity, by=staff, now=now + 2 * DAY)
    assert end_offers(now=now + 2 * DAY) == 0
    assert as_it_is(rows[0]).offer_ends_at == now + 3 * DAY


def test_date_that_is_moved_nearer_ends_an_offer_earlier(session, participant, now):
    (row,) = offered(session, now, participant)
    near = now + 4 * HOUR
    move_session(session=session, starts_at=near, ends_at=near + HOUR, now=now)
    assert as_it_is(row).offer_ends_at == now + HOUR
    assert Message.objects.get(about=row.public_id).expires_at == now + HOUR
    move_session(session=session, starts_at=near + DAY, ends_at=near + DAY + HOUR, now=now)
    assert as_it_is(row).offer_ends_at == now + HOUR


def test_fewer_places_take_back_what_is_only_offered_and_no_place(now):
    session = SessionFactory(starts_at=now + 8 * DAY, capacity=3)
    holders = [join(session, UserFactory(), now) for _ in range(3)]
    rows = [join(session, UserFactory(), now + n * SECOND) for n in (1, 2)]
    for row in holders[:2]:
        cancel_sign_up(sign_up=row, now=now)
    with pytest.raises(TooFewPlaces):
        set_capacity(session=session, capacity=0, now=now)
    assert states(rows) == [State.OFFERED, State.OFFERED]
    set_capacity(session=session, capacity=2, now=now)
    assert states(rows) == [State.OFFERED, State.WAITING]
    assert not Message.objects.filter(about=rows[1].public_id).exists()
    with pytest.raises(NoLongerFree):
        take_place(sign_up=rows[1], now=now)


def test_yes_beside_somebody_they_must_not_meet_reads_as_when_places_went(now, block):
    """Row for row and word for word; and nobody else gets the place either (decision 11)."""
    session = SessionFactory(starts_at=now + 8 * DAY, capacity=2)
    there, person = UserFactory.create_batch(2)
    leaves, _stays = join(session, UserFactory(), now), join(session, there, now)
    row = join(session, person, now + SECOND)
    cancel_sign_up(sign_up=leaves, now=now)
    assert as_it_is(row).state == State.OFFERED
    block(there, person, now)
    with pytest.raises(NoLongerFree) as refusal:
        take_place(sign_up=row, now=now)
    assert str(refusal.value) == "That place is no longer free. You are still in line."
    assert (as_it_is(row).state, row.joined_at) == (State.WAITING, now + SECOND)
    assert as_it_is(session).is_full
    assert (session.places_taken, session.given_capacity) == (1, 2)
    assert not Message.objects.filter(about=row.public_id).exists()


# -- who learns what ---------------------------------------------------------------------------


@pytest.fixture
def partner():
    return MembershipFactory()


def test_offered_place_shows_neither_the_place_nor_the_person(participant, partner, now):
    opportunity = OpportunityFactory(organisation=partner.organisation)
    session = SessionFactory(opportunity=opportunity, starts_at=now + 8 * DAY, capacity=1)
    (row,) = offered(session, now, participant)
    assert not may_see_place(participant, opportunity, now)
    assert not visible_workplace_sign_ups(partner.person, now).exists()
    assert told_to_organisations(person=participant).rows == []
    take_place(sign_up=row, now=now)
    assert may_see_place(participant, opportunity, now)
    assert visible_workplace_sign_ups(partner.person, now).get() == row
    assert len(told_to_organisations(person=participant).rows) == 1


@pytest.mark.parametrize("page", ["plan", "saved"])
def test_pages_ask_and_do_not_say_where(as_person, participant, page):
    now = timezone.now()
    session = SessionFactory(starts_at=now + 8 * DAY, capacity=1)
    (row,) = offered(session, now, participant)
    args = [row.public_id] if page == "saved" else []
    words = words_of(as_person(participant).get(reverse(f"opportunities:{page}", args=args)))
    assert "A place is free for you" in words
    assert row.offered_until in words
    assert "No, thank you" in words
    assert "Sallow Lane" not in words
    calendar = as_person(participant).get(reverse("opportunities:calendar"))
    assert b"VEVENT" not in b"".join(calendar.streaming_content)


def test_yes_and_no_are_one_press_each(as_person, participant):
    now = timezone.now()
    client = as_person(participant)
    for answer, state in (("take", State.CONFIRMED), ("cancel", State.CANCELLED)):
        session = SessionFactory(starts_at=now + 8 * DAY, capacity=1)
        (row,) = offered(session, now, participant)
        path = reverse(f"opportunities:{answer}", args=[row.public_id])
        assert client.get(path).status_code == 302
        assert as_it_is(row).state == State.OFFERED
        assert client.post(path, follow=True).status_code == 200
        assert as_it_is(row).state == state


def test_yes_that_is_too_late_is_said_on_the_page(as_person, participant):
    now = timezone.now()
    session = SessionFactory(starts_at=now + 8 * DAY, capacity=1)
    rows = offered(session, now, participant, UserFactory())
    end_offers(now=now + DAY)
    path = reverse("opportunities:take", args=[rows[0].public_id])
    words = words_of(as_person(participant).post(path, follow=True))
    assert "That place is no longer free. You are still in line." in words


def test_nobody_answers_for_somebody_else(as_person, participant, another_participant, staff):
    now = timezone.now()
    session = SessionFactory(starts_at=now + 8 * DAY, capacity=1)
    (row,) = offered(session, now, participant)
    path = reverse("opportunities:take", args=[row.public_id])
    for person in (another_participant, staff):
        assert as_person(person).post(path).status_code == 404
    assert as_it_is(row).state == State.OFFERED
