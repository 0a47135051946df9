"""People are told that what they would come to is off, and that it is on after all (T3)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import ContactPreference, Message
from community.organisations.actions import suspend
from community.people.actions import give_role
from opportunities import tasks
from opportunities.actions.pausing import pause_stopped
from opportunities.actions.publishing import hold, organisation_stopped, organisation_verified
from opportunities.actions.sessions import cancel_session
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.actions.stopping import tell_of_stopped
from opportunities.models import SignUp
from tests.factories.opportunities import SessionFactory
from tests.factories.organisations import verify_by_two
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def session(db, now):
    return SessionFactory(
        starts_at=now + 3 * DAY,
        opportunity__title="Canary morning",
        opportunity__place="12 Canary Lane",
        opportunity__ask_for="Canary Rosa",
    )


def join(session, person, now) -> SignUp:
    return sign_up(session=session, by=person, alias="Wren", now=now)


def stop(session, by, now):
    organisation = session.opportunity.organisation
    suspend(organisation=organisation, by=by, now=now)
    organisation_stopped(organisation=organisation, now=now)


def start(session, by, now):
    organisation = session.opportunity.organisation
    until = now.date() + 30 * DAY
    verify_by_two(organisation=organisation, until=until, by=by, now=now)
    organisation_verified(organisation=organisation, now=now)


def lapse(session, now):
    organisation = session.opportunity.organisation
    organisation.verified_until = now.date() - DAY
    organisation.save(update_fields=["verified_until"])


def news(person=None) -> list[str]:
    rows = Message.objects.exclude(key__startswith="reminder").order_by("created_at", "pk")
    rows = rows.filter(recipient=person) if person else rows
    return [key.split(":")[0] for key in rows.values_list("key", flat=True)]


def left() -> None:
    """What is on its way has left."""
    Message.objects.update(ended_at=timezone.now(), outcome="sent", subject="", body="")


def test_suspension_is_told_at_once_to_who_comes_or_waits_within_a_week(
    session, reviewer, participant, another_participant, now
):
    session.capacity = 1
    session.save()
    join(session, participant, now)
    join(session, another_participant, now)
    join(SessionFactory(starts_at=now + 3 * DAY), UserFactory(), now)
    stop(session, reviewer, now)
    assert news() == ["stopped", "stopped"]
    assert news(participant) == news(another_participant) == ["stopped"]


def test_words_are_neutral_and_lead_nobody_there(session, reviewer, participant, now):
    ContactPreference.objects.create(person=participant, wording="details")
    join(session, participant, now)
    stop(session, reviewer, now)
    body = Message.objects.get().body
    assert "off for now" in body
    assert "Canary morning" in body  # they chose details
    for hidden in ("12 Canary Lane", "Rosa", "suspend", session.opportunity.organisation.name):
        assert hidden not in body


def test_further_dates_are_told_when_they_are_a_week_away(session, reviewer, participant, now):
    session.starts_at, session.ends_at = now + 10 * DAY, now + 10 * DAY + dt.timedelta(hours=2)
    session.save()
    join(session, participant, now)
    stop(session, reviewer, now)
    assert tell_of_stopped(now=now + 2 * DAY) == 0
    assert tell_of_stopped(now=now + 3 * DAY) == 1
    assert news() == ["stopped"]


def test_nobody_is_told_twice_and_the_tick_takes_it_not_back(session, reviewer, participant, now):
    join(session, participant, now)
    stop(session, reviewer, now)
    for minutes in range(4):
        at = now + dt.timedelta(minutes=minutes)
        stop(session, reviewer, at)
        pause_stopped(now=at)
        assert tell_of_stopped(now=at) == 0
    assert news() == ["stopped"]
    left()
    assert tell_of_stopped(now=now + DAY) == 0


def test_verified_again_before_it_left_nobody_hears_of_either(
    session, reviewer, another_staff, participant, now
):
    join(session, participant, now)
    stop(session, reviewer, now)
    start(session, (reviewer, another_staff), now)
    assert news() == []


def test_who_heard_that_it_is_off_hears_that_it_is_on_and_off_again(
    session, reviewer, another_staff, participant, now
):
    row = join(session, participant, now)
    two, hour = (reviewer, another_staff), dt.timedelta(hours=1)
    stop(session, reviewer, now)
    left()
    for _twice in range(2):
        start(session, two, now + hour)
        assert news() == ["stopped", "again"]
    assert "on after all" in Message.objects.get(key__startswith="again").body
    left()
    stop(session, reviewer, now + 2 * hour)
    assert news() == ["stopped", "again", "stopped"]
    reminders = Message.objects.filter(about=row.public_id, key__startswith="reminder")
    assert not reminders.filter(ended_at=None).exists()


def test_held_posting_of_a_verified_organisation_is_not_said_to_be_on(
    session, reviewer, another_staff, participant, now
):
    join(session, participant, now)
    stop(session, reviewer, now)
    left()
    hold(opportunity=session.opportunity, reason="Who drives?", by=reviewer, now=now)
    start(session, (reviewer, another_staff), now)
    assert news() == ["stopped"]


def test_end_of_a_verification_unpublishes_and_is_told_by_the_tick(session, participant, now):
    join(session, participant, now)
    assert tell_of_stopped(now=now) == 0
    lapse(session, now)
    assert not session.opportunity.is_public(now)
    assert tell_of_stopped(now=now) == 1
    assert "stopped" in news()


@pytest.mark.parametrize("how", ["gave it back", "called off", "wants nothing", "never verified"])
def test_who_does_not_come_or_wants_nothing_is_not_told(how, session, participant, now):
    row = join(session, participant, now)
    if how == "gave it back":
        cancel_sign_up(sign_up=row, now=now)
    elif how == "called off":
        cancel_session(session=session, now=now)
        Message.objects.all().delete()
    elif how == "wants nothing":
        ContactPreference.objects.create(person=participant, wording="none")
    lapse(session, now)
    if how == "never verified":
        organisation = session.opportunity.organisation
        organisation.standing = "unverified"
        organisation.save(update_fields=["standing"])
    assert tell_of_stopped(now=now) == 0
    assert news() == []


def test_desk_tells_when_it_suspends(reviewer, participant, as_person):
    begins = timezone.now() + 2 * DAY
    join(SessionFactory(starts_at=begins), participant, timezone.now())
    organisation = SignUp.objects.get().session.opportunity.organisation
    as_person(reviewer).post(reverse("desk_suspend", args=[organisation.pk]))
    assert news(participant) == ["stopped"]


def test_tick_of_the_clock(participant):
    row = join(SessionFactory(starts_at=timezone.now() + DAY), participant, timezone.now())
    tasks.tell_of_stopped()
    assert news() == []
    lapse(row.session, timezone.now() - DAY)
    tasks.tell_of_stopped()
    assert news() == ["stopped"]
