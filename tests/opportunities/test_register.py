"""The list at the door: who is here, taken back, and who came without a place."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.organisations.models import Organisation
from opportunities.actions.attendance import (
    CountedMeanwhile,
    GivenBack,
    OutOfBounds,
    RegisterClosed,
    count_walk_ins,
    mark_here,
    take_mark_back,
)
from opportunities.actions.rescheduling import call_off, change_dates
from opportunities.actions.schedules import add_schedule
from opportunities.actions.sessions import cancel_session, move_session
from opportunities.actions.signups import cancel_sign_up
from opportunities.models import Opportunity, Reach, Rhythm, Session, SignUp, State
from opportunities.permissions import visible_register, visible_workplace_sign_ups
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _reviewed_site(home):
    """Postings are reviewed here."""


@pytest.fixture
def organisation(partner) -> Organisation:
    return partner.memberships.get().organisation


@pytest.fixture
def session(organisation) -> Session:
    """It begins in half an hour."""
    return SessionFactory(
        opportunity__organisation=organisation, starts_at=timezone.now() + 30 * MINUTE
    )


@pytest.fixture
def row(session) -> SignUp:
    return SignUpFactory(session=session, alias="Wren", note="Needs a seat", companions=1)


def page(session) -> str:
    return reverse("opportunities:workplace_register", args=[session.public_id])


def mark(row) -> str:
    return reverse("opportunities:workplace_here", args=[row.public_id])


def as_it_is(row):
    return type(row).objects.get(pk=row.pk)


def text_of(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


# -- marking -----------------------------------------------------------------------------------


def test_mark_stays_at_its_first_moment_and_changes_no_place(row, session):
    now = session.starts_at
    taken = as_it_is(session).places_taken
    assert mark_here(sign_up=row, now=now).state == State.ATTENDED
    mark_here(sign_up=row, now=now + MINUTE)
    assert (as_it_is(row).state, as_it_is(row).came_at) == (State.ATTENDED, now)
    assert as_it_is(session).places_taken == taken


def test_mark_is_taken_back_and_an_old_undo_leaves_a_newer_mark(row, session):
    now = session.starts_at
    first = mark_here(sign_up=row, now=now).came_at
    take_mark_back(sign_up=row, came_at=first, now=now + MINUTE)
    assert (as_it_is(row).state, as_it_is(row).came_at) == (State.CONFIRMED, None)
    mark_here(sign_up=row, now=now + 2 * MINUTE)
    take_mark_back(sign_up=row, came_at=first, now=now + 3 * MINUTE)
    assert as_it_is(row).came_at == now + 2 * MINUTE


@pytest.mark.parametrize("state", [State.WAITING, State.CANCELLED])
def test_who_has_no_place_is_not_marked(state, session):
    row = SignUpFactory(session=session, state=state)
    with pytest.raises(GivenBack):
        mark_here(sign_up=row, now=session.starts_at)
    assert as_it_is(row).state == state


TIMES = [
    ("before it opens", lambda s: s.starts_at - 2 * HOUR - MINUTE, False),
    ("as it opens", lambda s: s.starts_at - 2 * HOUR, True),
    ("at the last moment", lambda s: s.ends_at + 2 * DAY - MINUTE, True),
    ("as it closes", lambda s: s.ends_at + 2 * DAY, False),
]


@pytest.mark.parametrize(("when", "is_open"), [t[1:] for t in TIMES], ids=[t[0] for t in TIMES])
def test_register_is_open_for_its_time_and_then_reads_nobody(when, is_open, row, session, partner):
    now = when(session)
    assert visible_register(partner, now).exists() is is_open
    if is_open:
        assert mark_here(sign_up=row, now=now).came_at == now
        assert count_walk_ins(session=session, seen=0, number=1, now=now).walk_ins == 1
        return
    for refused in (
        lambda: mark_here(sign_up=row, now=now),
        lambda: take_mark_back(sign_up=row, came_at=now, now=now),
        lambda: count_walk_ins(session=session, seen=0, number=1, now=now),
    ):
        with pytest.raises(RegisterClosed):
            refused()


def test_names_are_no_longer_read_anywhere_once_the_register_is_closed(row, session, partner):
    closes = session.ends_at + 2 * DAY
    assert visible_workplace_sign_ups(partner, closes - MINUTE).exists()
    assert not visible_workplace_sign_ups(partner, closes).exists()


STOPS = [
    ("held", lambda s: Opportunity.objects.update(held_at=timezone.now())),
    ("not public", lambda s: Opportunity.objects.update(live=False)),
    ("unverified", lambda s: Organisation.objects.update(verified_until=dt.date(2020, 1, 1))),
    ("called off", lambda s: Session.objects.update(cancelled_at=timezone.now())),
]


@pytest.mark.parametrize("stop", [s[1] for s in STOPS], ids=[s[0] for s in STOPS])
def test_what_is_stopped_has_nobody_on_its_register(stop, row, session, partner, as_person):
    stop(session)
    with pytest.raises(RegisterClosed):
        mark_here(sign_up=as_it_is(row), now=session.starts_at)
    with pytest.raises(RegisterClosed):
        count_walk_ins(session=as_it_is(session), seen=0, number=2, now=session.starts_at)
    client = as_person(partner)
    html = text_of(client.get(page(session)))
    assert "Wren" not in html
    assert "seat" not in html
    client.post(mark(row))
    assert as_it_is(row).state == State.CONFIRMED


def test_who_is_here_and_then_the_date_moves_or_is_called_off_is_told_like_others(row, session):
    now = timezone.now()
    mark_here(sign_up=row, now=now)
    move_session(
        session=session, starts_at=session.starts_at + DAY, ends_at=session.ends_at + DAY, now=now
    )
    assert (as_it_is(row).state, as_it_is(row).came_at) == (State.CONFIRMED, None)
    Session.objects.update(starts_at=session.starts_at, ends_at=session.ends_at)
    mark_here(sign_up=row, now=now)
    cancel_session(session=session, now=now)
    assert (as_it_is(row).state, as_it_is(row).came_at) == (State.CONFIRMED, None)


@pytest.mark.parametrize("how", ["moved", "called off"])
def test_likewise_where_it_comes_again(how, organisation):
    now = timezone.now()
    start = now + 30 * MINUTE
    schedule = add_schedule(
        opportunity=OpportunityFactory(organisation=organisation), rhythm=Rhythm.WEEKLY,
        last_on=None, capacity=8, starts_at=start, ends_at=start + HOUR, now=now,
    )  # fmt: skip
    first = schedule.sessions.order_by("starts_at")[0]
    row = SignUpFactory(session=first)
    mark_here(sign_up=row, now=now)
    if how == "moved":
        change_dates(
            session=first, reach=Reach.ALL, starts_at=start + HOUR, ends_at=start + 2 * HOUR,
            capacity=8, now=now,
        )  # fmt: skip
    else:
        call_off(session=first, reach=Reach.ALL, now=now)
    assert (as_it_is(row).state, as_it_is(row).came_at) == (State.CONFIRMED, None)


def test_who_is_here_still_reads_the_place_in_their_plan(row, session, as_person):
    mark_here(sign_up=row, now=timezone.now())
    client = as_person(row.person)
    plan = text_of(client.get(reverse("opportunities:plan")))
    saved = text_of(client.get(reverse("opportunities:saved", args=[row.public_id])))
    for html in (plan, saved):
        assert session.opportunity.place in html
        assert "I can’t make it" not in html
    cancel_sign_up(sign_up=row, now=timezone.now())
    assert as_it_is(row).state == State.ATTENDED


# -- the page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("duty", ["owner", "coordinator", "door"])
def test_each_duty_marks_with_a_plain_form(duty, row, session, organisation, as_person):
    client = as_person(MembershipFactory(organisation=organisation, duty=duty).person)
    html = text_of(client.get(page(session)))
    assert "Wren" in html
    assert "Needs a seat" in html
    assert "+1" in html
    assert row.person.username not in html
    answer = client.post(mark(row))
    assert answer.url == f"{page(session)}#row-{row.public_id}"
    came_at = as_it_is(row).came_at
    assert came_at is not None
    assert f'value="{came_at.isoformat()}"' in text_of(client.get(page(session)))
    client.post(mark(row), {"undo": came_at.isoformat()})
    assert as_it_is(row).state == State.CONFIRMED


def test_script_gets_the_row_alone_and_everything_else_whole(row, session, partner, as_person):
    client, script = as_person(partner), {"HX-Request": "true"}
    html = text_of(client.post(mark(row), headers=script), 202)
    assert html.count("<li") == 1
    assert "<html" not in html
    cancel_sign_up(sign_up=SignUpFactory(session=session), now=timezone.now())
    SignUp.objects.filter(pk=row.pk).update(state=State.CONFIRMED, came_at=None)
    Session.objects.update(cancelled_at=timezone.now())
    assert client.post(mark(row), headers=script).status_code == 302


def test_others_are_not_there(row, session, another_partner, participant, staff, as_person):
    suspended = MembershipFactory(organisation__standing="suspended")
    for person in (another_partner, participant, staff, suspended.person, row.person):
        client = as_person(person)
        for address in (page(session), mark(row)):
            assert client.get(address).status_code == 404
            assert client.post(address, {"number": 3, "seen": 0}).status_code == 404
    assert as_it_is(row).state == State.CONFIRMED
    assert as_it_is(session).walk_ins == 0


@pytest.mark.parametrize(
    "typed", ["", "x", "2026-13-45T00:00:00Z", "2026-05-05T10:00:00", "9" * 400]
)
def test_undo_of_nothing_that_was_ever_there_undoes_nothing(typed, row, partner, as_person):
    mark_here(sign_up=row, now=timezone.now())
    assert as_person(partner).post(mark(row), {"undo": typed}).status_code == 302
    assert as_it_is(row).state == State.ATTENDED


def test_who_gave_their_place_back_is_said_to_have(row, session, partner, as_person):
    client = as_person(partner)
    cancel_sign_up(sign_up=row, now=timezone.now())
    assert client.post(mark(row)).status_code == 404
    assert "Wren" not in text_of(client.get(page(session)))


@pytest.mark.parametrize("moment", ["long before", "long after"])
def test_outside_its_time_the_page_says_so_and_shows_nobody(
    moment, organisation, partner, as_person
):
    start = timezone.now() + (3 * DAY if moment == "long before" else -4 * DAY)
    session = SessionFactory(opportunity__organisation=organisation, starts_at=start)
    row = SignUpFactory(session=session, alias="Wren")
    client = as_person(partner)
    html = text_of(client.get(page(session)))
    assert "Wren" not in html
    assert ("opens two hours before" if moment == "long before" else "is closed") in html
    client.post(mark(row))
    assert as_it_is(row).state == State.CONFIRMED
    date = text_of(client.get(reverse("opportunities:workplace_date", args=[session.public_id])))
    assert page(session) not in date
    assert ("Wren" in date) is (moment == "long before")


def test_date_leads_to_its_register_while_it_is_open(row, session, partner, as_person):
    date = reverse("opportunities:workplace_date", args=[session.public_id])
    assert page(session) in text_of(as_person(partner).get(date))


def test_two_hundred_people_are_eight_queries(
    session, partner, as_person, django_assert_max_num_queries
):
    Session.objects.update(capacity=None)
    session.refresh_from_db()
    now = timezone.now()
    people = UserFactory.create_batch(200)
    SignUp.objects.bulk_create(
        SignUp(session=session, person=person, alias=f"Wren {n}", joined_at=now, changed_at=now)
        for n, person in enumerate(people)
    )
    client = as_person(partner)
    client.get(page(session))
    with django_assert_max_num_queries(8):
        html = text_of(client.get(page(session)))
    assert html.count('id="row-') == 200


# -- who came without a place --------------------------------------------------------------------


def test_number_is_apart_from_places_and_may_go_over_them(session, row):
    taken = as_it_is(session).places_taken
    count_walk_ins(session=session, seen=0, number=50, now=session.starts_at)
    assert (as_it_is(session).walk_ins, as_it_is(session).places_taken) == (50, taken)


def test_press_that_arrives_twice_counts_once(session):
    count_walk_ins(session=session, seen=0, number=1, now=session.starts_at)
    with pytest.raises(CountedMeanwhile):
        count_walk_ins(session=session, seen=0, number=1, now=session.starts_at)
    assert as_it_is(session).walk_ins == 1


@pytest.mark.parametrize("number", [-1, 1000])
def test_number_out_of_bounds_is_refused(number, session):
    with pytest.raises(OutOfBounds):
        count_walk_ins(session=session, seen=0, number=number, now=session.starts_at)


PRESSES = [
    ({"number": "7", "seen": "3"}, 7),
    ({"number": "3", "seen": "3", "step": "1"}, 4),
    ({"number": "3", "seen": "3", "step": "-1"}, 2),
    ({"number": "not saved", "seen": "3", "step": "1"}, 4),
]


@pytest.mark.parametrize(("typed", "number"), PRESSES)
def test_counted_by_typing_and_by_buttons(typed, number, session, partner, as_person):
    Session.objects.update(walk_ins=3)
    assert as_person(partner).post(page(session), typed).url == page(session)
    assert as_it_is(session).walk_ins == number


NO_NUMBERS = [
    {},
    {"number": "-1", "seen": "3"},
    {"number": "x", "seen": "3"},
    {"number": "9" * 400, "seen": "9" * 400, "step": "9"},
]


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused_in_words(typed, session, partner, as_person):
    Session.objects.update(walk_ins=3)
    assert "A number from 0 to 999" in text_of(as_person(partner).post(page(session), typed), 400)
    assert as_it_is(session).walk_ins == 3


def test_second_person_at_the_door_is_told_and_counts_on_from_there(session, partner, as_person):
    client = as_person(partner)
    client.post(page(session), {"number": "0", "seen": "0", "step": "1"})
    html = text_of(client.post(page(session), {"number": "0", "seen": "0", "step": "1"}), 400)
    assert "has changed meanwhile" in html
    assert 'name="seen" value="1"' in html
    client.post(page(session), {"number": "1", "seen": "1", "step": "1"})
    assert as_it_is(session).walk_ins == 2


@pytest.mark.parametrize("how", ["none below zero", "none above the most"])
def test_buttons_stay_in_bounds(how, session, partner, as_person):
    stands = 0 if how == "none below zero" else 999
    Session.objects.update(walk_ins=stands)
    step = "-1" if stands == 0 else "1"
    as_person(partner).post(page(session), {"number": "1", "seen": str(stands), "step": step})
    assert as_it_is(session).walk_ins == stands
