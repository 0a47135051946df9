"""What staff have stopped, or nobody vouches for any more: nobody is sent there (safety.md T3)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import ContactPreference, Message, Wording
from community.organisations.actions import suspend
from community.people.actions import give_role
from opportunities import tasks
from opportunities.actions.contact import choose_reminders
from opportunities.actions.pausing import pause_stopped
from opportunities.actions.publishing import (
    hold,
    organisation_stopped,
    organisation_verified,
    release,
)
from opportunities.actions.sessions import cancel_session, move_session, set_capacity
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import SignUp, State
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.organisations import verify_by_two
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
PLACE = "Green gate, 12 Sallow Lane"


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def session(db, now):
    return SessionFactory(starts_at=now + 3 * DAY, capacity=1)


def join(session, person, now) -> SignUp:
    return sign_up(session=session, by=person, alias="Wren", now=now)


def unsent(kind="") -> list[str]:
    rows = Message.objects.filter(ended_at=None, key__startswith=kind).order_by("due_at")
    return [key.split(":")[0] for key in rows.values_list("key", flat=True)]


def put_on_hold(session, by, now):
    return hold(opportunity=session.opportunity, reason="Asked for a fee", by=by, now=now)


# -- reminders -------------------------------------------------------------------------------


def test_hold_takes_reminders_back_and_release_plans_them_again(
    session, reviewer, participant, another_participant, now
):
    join(session, participant, now)
    elsewhere = join(SessionFactory(starts_at=now + 3 * DAY), another_participant, now)
    before = set(Message.objects.values_list("key", "due_at"))
    put_on_hold(session, reviewer, now)
    assert set(Message.objects.values_list("about", flat=True)) == {elsewhere.public_id}
    release(opportunity=session.opportunity, by=reviewer, now=now)
    assert set(Message.objects.values_list("key", "due_at")) == before


def test_suspension_takes_reminders_back_and_verification_plans_them_again(
    session, reviewer, another_staff, participant, now
):
    join(session, participant, now)
    organisation = session.opportunity.organisation
    suspend(organisation=organisation, by=reviewer, now=now)
    organisation_stopped(organisation=organisation, now=now)
    assert unsent() == ["stopped"]
    two, until = (reviewer, another_staff), now.date() + 30 * DAY
    verify_by_two(organisation=organisation, until=until, by=two, now=now)
    organisation_verified(organisation=organisation, now=now)
    assert unsent() == ["reminder", "reminder"]


def test_verification_leaves_a_held_posting_alone(session, reviewer, participant, now):
    join(session, participant, now)
    put_on_hold(session, reviewer, now)
    organisation_verified(organisation=session.opportunity.organisation, now=now)
    assert not unsent()


def test_release_leaves_a_suspended_organisation_alone(session, reviewer, participant, now):
    join(session, participant, now)
    put_on_hold(session, reviewer, now)
    suspend(organisation=session.opportunity.organisation, by=reviewer, now=now)
    release(opportunity=session.opportunity, by=reviewer, now=now)
    assert not unsent()


def test_nothing_done_meanwhile_brings_reminders_back(session, reviewer, participant, now):
    """Neither a partner who moves the date nor a person who changes their mind about words."""
    join(session, participant, now)
    put_on_hold(session, reviewer, now)
    later = session.starts_at + HOUR
    move_session(session=session, starts_at=later, ends_at=later + HOUR, now=now)
    chosen = ContactPreference(person=participant, wording=Wording.DETAILS)
    fields = ("wording", "day_before", "two_hours_before", "quiet_from", "quiet_until")
    choose_reminders(by=participant, now=now, **{name: getattr(chosen, name) for name in fields})
    assert not unsent()


def test_date_that_is_called_off_is_told_all_the_same(session, reviewer, participant, now):
    join(session, participant, now)
    put_on_hold(session, reviewer, now)
    cancel_session(session=session, now=now)
    assert unsent() == ["off"]
    release(opportunity=session.opportunity, by=reviewer, now=now)
    assert unsent() == ["off"]


def test_place_that_becomes_free_meanwhile_waits_for_the_release(
    session, reviewer, participant, another_participant, now
):
    first = join(session, participant, now)
    waits = join(session, another_participant, now)
    put_on_hold(session, reviewer, now)
    cancel_sign_up(sign_up=first, now=now)
    set_capacity(session=session, capacity=2, now=now)
    waits.refresh_from_db()
    assert waits.state == State.WAITING
    assert not unsent()
    release(opportunity=session.opportunity, by=reviewer, now=now)
    waits.refresh_from_db()
    session.refresh_from_db()
    assert (waits.state, session.places_taken) == (State.OFFERED, 1)
    assert unsent() == ["offer"]


# -- what nobody decides: the end of a verification --------------------------------------------


def test_tick_takes_back_what_is_due_soon_about_what_is_not_public_now(session, participant, now):
    join(session, participant, now)
    join(SessionFactory(starts_at=now + 3 * DAY), participant, now)
    organisation = session.opportunity.organisation
    soon = session.starts_at - DAY - 9 * dt.timedelta(minutes=1)
    organisation.verified_until = (soon - DAY).date()
    organisation.save(update_fields=["verified_until"])
    assert pause_stopped(now=soon - HOUR) == 0
    assert pause_stopped(now=soon) == 2
    assert unsent() == ["reminder", "reminder"]
    assert pause_stopped(now=soon) == 0


def test_tick_leaves_the_news_that_a_date_is_off(session, participant, now):
    join(session, participant, now)
    cancel_session(session=session, now=now)
    type(session.opportunity).objects.update(live=False)
    assert pause_stopped(now=now) == 0
    assert unsent() == ["off"]


def test_tick_of_the_clock(participant):
    ContactPreference.objects.create(
        person=participant, quiet_from=dt.time(0), quiet_until=dt.time(0)
    )
    begins = timezone.now() + 2 * HOUR + dt.timedelta(minutes=5)
    row = join(SessionFactory(starts_at=begins), participant, timezone.now())
    tasks.pause_stopped()
    assert unsent() == ["reminder"]
    type(row.session.opportunity).objects.update(live=False)
    tasks.pause_stopped()
    assert not unsent()


# -- pages -----------------------------------------------------------------------------------


@pytest.fixture
def paused(participant):
    row = SignUpFactory(
        person=participant,
        session__opportunity__title="Garden morning",
        session__opportunity__place=PLACE,
        session__opportunity__getting_there="Bus 14",
        session__opportunity__arrival="Ring twice",
    )
    assert PLACE in row.session.opportunity.place
    row.session.opportunity.held_at = timezone.now()
    row.session.opportunity.save(update_fields=["held_at"])
    return row


@pytest.mark.parametrize("page", ["plan", "saved"])
def test_plan_says_paused_and_shows_no_place(as_person, participant, paused, page):
    args = [paused.public_id] if page == "saved" else []
    shown = as_person(participant).get(reverse(f"opportunities:{page}", args=args))
    words = shown.content.decode()
    assert "This one is paused" in words
    assert "Garden morning" in words
    assert reverse("opportunities:cancel", args=[paused.public_id]) in words
    with_tokens = words.count('method="post"') - words.count('action="/language/"')
    assert words.count("csrfmiddlewaretoken") == with_tokens
    for hidden in (PLACE, "Bus 14", "Ring twice", "Rosa", "event.ics", "Asked for"):
        assert hidden not in words


def test_paused_date_is_in_no_calendar_file_and_a_past_one_stays(as_person, participant, paused):
    client = as_person(participant)
    assert client.get(f"/plan/{paused.public_id}/event.ics").status_code == 404
    calendar = b"".join(client.get("/plan/calendar.ics").streaming_content).decode()
    assert str(paused.public_id) not in calendar
    session = paused.session
    session.starts_at, session.ends_at = (timezone.now() - n * HOUR for n in (3, 2))
    session.save()
    calendar = b"".join(client.get("/plan/calendar.ics").streaming_content).decode()
    assert str(paused.public_id) in calendar


def test_paused_thing_can_be_given_back_and_not_be_saved_again(as_person, participant, paused):
    client = as_person(participant)
    client.post(reverse("opportunities:cancel", args=[paused.public_id]))
    paused.refresh_from_db()
    assert paused.state == State.CANCELLED
    address = reverse("opportunities:detail", args=[paused.session.opportunity.public_id])
    assert client.get(address).status_code == 404
    page = client.get(reverse("opportunities:saved", args=[paused.public_id])).content.decode()
    assert address not in page


def test_partner_does_not_learn_who_comes_while_staff_have_stopped_it(
    as_person, partner, participant
):
    row = SignUpFactory(
        person=UserFactory(),
        alias="Wren",
        session__opportunity__organisation=partner.memberships.get().organisation,
    )
    address = reverse("opportunities:workplace_date", args=[row.session.public_id])
    assert "Wren" in as_person(partner).get(address).content.decode()
    row.session.opportunity.held_at = timezone.now()
    row.session.opportunity.save(update_fields=["held_at"])
    page = as_person(partner).get(address).content.decode()
    assert "Wren" not in page
    assert "who comes is not shown" in page
