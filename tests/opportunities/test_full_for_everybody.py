"""Who is refused to keep two people apart is told "full", and it is true for everybody.

docs/decisions/0011-full-for-everybody.md; safety.md #15.
"""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from community.people.actions import give_role
from community.safety.actions import NotForYou
from community.safety.models import Task, TaskKind
from opportunities.actions.sessions import TooFewPlaces, open_again, set_capacity
from opportunities.actions.signups import alert_of_kept_apart, cancel_sign_up, sign_up
from opportunities.models import Session, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + dt.timedelta(days=3), capacity=9)


@pytest.fixture
def kept_apart(session, participant, another_participant, now, block):
    """Kim has a place; Sam must not meet her. Returns the session."""
    SignUpFactory(session=session, person=another_participant)
    Session.objects.update(places_taken=1)
    block(another_participant, participant, now)
    session.refresh_from_db()
    return session


def join(session, person, now):
    session.refresh_from_db()
    return sign_up(session=session, by=person, alias="Wren", now=now)


def said_of_places(client, session):
    """The words about places on the page of the date, and on its card in the list."""
    cache.clear()
    said = []
    for page in (
        client.get(reverse("opportunities:detail", args=[session.opportunity.public_id])),
        client.get(reverse("opportunities:find")),
    ):
        words = words_of(page)
        said.append(
            ("waiting list" in words, "A few places left" in words, "Places left</" in words)
        )
    return said


def test_everybody_reads_the_same_before_and_after_somebody_is_refused(
    kept_apart, participant, stranger, as_person, now
):
    seekers = [as_person(participant), stranger, as_person(UserFactory())]
    before = [said_of_places(client, kept_apart) for client in seekers]
    assert before[0] == before[1] == before[2]
    assert not before[0][0][0]
    assert join(kept_apart, participant, now).state == State.WAITING
    after = [said_of_places(client, kept_apart) for client in seekers]
    assert after[0] == after[1] == after[2]
    assert after[0][0][0]
    assert before[0] != after[0]


def test_second_account_is_refused_like_the_first(kept_apart, participant, now):
    assert join(kept_apart, participant, now).state == State.WAITING
    assert join(kept_apart, UserFactory(), now + SECOND).state == State.WAITING
    kept_apart.refresh_from_db()
    assert (kept_apart.places_taken, kept_apart.capacity, kept_apart.given_capacity) == (1, 1, 9)


def test_second_account_that_was_earlier_keeps_its_place(kept_apart, participant, now):
    early = join(kept_apart, UserFactory(), now)
    join(kept_apart, participant, now + SECOND)
    early.refresh_from_db()
    assert early.state == State.CONFIRMED


def test_date_without_a_limit_is_full_as_well(kept_apart, participant, now):
    set_capacity(session=kept_apart, capacity=None, now=now)
    join(kept_apart, participant, now)
    kept_apart.refresh_from_db()
    assert kept_apart.is_full
    assert kept_apart.given_capacity is None


def test_date_of_people_who_may_meet_stays_open(session, participant, another_participant, now):
    for n, person in enumerate((participant, another_participant)):
        assert join(session, person, now + n * SECOND).state == State.CONFIRMED
    session.refresh_from_db()
    assert (session.closed_at, session.capacity, session.is_full) == (None, 9, False)


def test_full_date_is_not_closed_by_who_waits_for_it(session, participant, now):
    set_capacity(session=session, capacity=1, now=now)
    join(session, UserFactory(), now)
    join(session, participant, now + SECOND)
    session.refresh_from_db()
    assert (session.closed_at, session.capacity) == (None, 1)


def test_place_that_somebody_in_line_is_passed_over_for_is_nobodys(
    participant, another_participant, now, block
):
    session = SessionFactory(starts_at=now + dt.timedelta(days=3), capacity=2)
    block(participant, another_participant, now)
    leaves = join(session, UserFactory(), now)
    join(session, another_participant, now + SECOND)
    waits = join(session, participant, now + 2 * SECOND)
    session.refresh_from_db()
    assert (waits.state, session.closed_at) == (State.WAITING, None)
    cancel_sign_up(sign_up=leaves, now=now + 3 * SECOND)
    session.refresh_from_db()
    assert (session.places_taken, session.capacity, session.given_capacity) == (1, 1, 2)


def test_freed_place_goes_on_as_on_any_full_date(kept_apart, participant, another_participant, now):
    waits = join(kept_apart, participant, now)
    second = join(kept_apart, UserFactory(), now + SECOND)
    kim = kept_apart.sign_ups.get(person=another_participant)
    cancel_sign_up(sign_up=kim, now=now + 2 * SECOND)
    waits.refresh_from_db()
    second.refresh_from_db()
    assert (waits.state, second.state) == (State.OFFERED, State.WAITING)


def test_leaving_the_line_opens_nothing(kept_apart, participant, stranger, now):
    """Else pressing twice would show what pressing once hid."""
    cancel_sign_up(sign_up=join(kept_apart, participant, now), now=now + SECOND)
    kept_apart.refresh_from_db()
    assert kept_apart.is_full
    assert said_of_places(stranger, kept_apart)[0][0]


# -- staff and the organisation --------------------------------------------------------------


def test_staff_open_it_again_once_nobody_is_refused(kept_apart, participant, staff, now):
    waits = join(kept_apart, participant, now)
    others = [join(kept_apart, UserFactory(), now + n * SECOND) for n in (1, 2)]
    # Others in line get places, who is refused still does not, and it is full again for all.
    assert open_again(session=kept_apart, by=staff, now=now + 3 * SECOND).closed_at
    kept_apart.refresh_from_db()
    assert (kept_apart.places_taken, kept_apart.capacity) == (3, 3)
    for row in others:
        row.refresh_from_db()
        assert row.state == State.OFFERED
    cancel_sign_up(sign_up=waits, now=now + 4 * SECOND)
    opened = open_again(session=kept_apart, by=staff, now=now + 5 * SECOND)
    assert (opened.closed_at, opened.capacity, opened.is_full) == (None, 9, False)


@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_nobody_but_staff_opens_it_again(kept_apart, participant, request, who, now):
    join(kept_apart, participant, now)
    with pytest.raises(NotForYou):
        open_again(session=kept_apart, by=request.getfixturevalue(who), now=now)
    kept_apart.refresh_from_db()
    assert kept_apart.is_full


def test_number_of_places_changes_behind_the_closed_door(kept_apart, participant, staff, now):
    waits = join(kept_apart, participant, now)
    set_capacity(session=kept_apart, capacity=4, now=now)
    kept_apart.refresh_from_db()
    assert (kept_apart.capacity, kept_apart.given_capacity) == (1, 4)
    cancel_sign_up(sign_up=waits, now=now)
    assert open_again(session=kept_apart, by=staff, now=now).capacity == 4
    with pytest.raises(TooFewPlaces):
        set_capacity(session=kept_apart, capacity=0, now=now)


def test_fewer_places_than_it_was_closed_with_hold_at_once(kept_apart, participant, now):
    join(kept_apart, UserFactory(), now)
    join(kept_apart, participant, now + SECOND)
    first = kept_apart.sign_ups.holding_a_place().last()
    cancel_sign_up(sign_up=first, now=now + 2 * SECOND)
    set_capacity(session=kept_apart, capacity=1, now=now + 3 * SECOND)
    kept_apart.refresh_from_db()
    assert kept_apart.capacity == kept_apart.given_capacity == 1


def test_staff_open_it_from_what_they_have_to_look_at(
    kept_apart, participant, staff, as_person, now
):
    waits = join(kept_apart, participant, now)
    alert_of_kept_apart(now=now)
    task = Task.objects.get(kind=TaskKind.APART)
    prepare_site()
    client = as_person(give_role(person=staff, role="staff", now=now))
    where = reverse("desk_safe_task", args=[task.public_id])
    assert "Give places again" in words_of(client.get(where))
    assert "Still closed" in words_of(client.post(where, {"what": "open"}, follow=True))
    cancel_sign_up(sign_up=waits, now=now)
    assert "gives places again" in words_of(client.post(where, {"what": "open"}, follow=True))
    assert "Give places again" not in words_of(client.get(where))
    assert client.post(where, {"what": "open"}).status_code == 200


def test_organisation_reads_its_own_number_and_that_staff_know(
    participant, another_participant, as_person, block, now
):
    partner = MembershipFactory()
    session = SessionFactory(
        opportunity=OpportunityFactory(organisation=partner.organisation),
        starts_at=now + dt.timedelta(days=3),
        capacity=9,
    )
    join(session, another_participant, now)
    block(another_participant, participant, now)
    join(session, participant, now)
    client = as_person(partner.person)
    page = words_of(client.get(reverse("opportunities:workplace_date", args=[session.public_id])))
    assert 'name="places" value="9"' in page
    dates = reverse("opportunities:workplace_dates", args=[session.opportunity.public_id])
    page = words_of(client.get(dates))
    assert "1 of 9 places taken" in page
    assert "Programme staff know." in page
