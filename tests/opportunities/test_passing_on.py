"""A place that is kept until somebody takes it, and what that tells nobody.

docs/decisions/0025-passed-on.md; safety.md #15, #54.
"""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from community.notifications.models import Message
from community.people.actions import give_role
from opportunities.actions.publishing import hold
from opportunities.actions.sessions import TooFewPlaces, cancel_session, open_again, set_capacity
from opportunities.actions.signups import (
    NoNeedToSeek,
    SessionNotOpen,
    TooLateToSeek,
    cancel_sign_up,
    end_search,
    give_places_back,
    pass_places_on,
    seek_stand_in,
    sign_up,
    take_place,
)
from opportunities.models import State
from opportunities.permissions import visible_workplace_sign_ups
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = (dt.timedelta(seconds=n) for n in (1, 3600, 86400))


@pytest.fixture
def session(now):
    return SessionFactory(starts_at=now + 8 * DAY, capacity=1)


def join(session, person, now, alias="Wren"):
    session.refresh_from_db()
    return sign_up(session=session, by=person, alias=alias, now=now)


def as_it_is(row):
    row.refresh_from_db()
    return row


def told(row):
    keys = Message.objects.filter(about=row.public_id).values_list("key", flat=True)
    return sorted({key.partition(":")[0] for key in keys})


@pytest.fixture
def seeking(session, participant, now):
    """The only place, which may be passed on."""
    return seek_stand_in(sign_up=join(session, participant, now), now=now)


# -- somebody comes ----------------------------------------------------------------------------


def test_place_is_free_for_everybody_and_still_theirs(session, seeking, now):
    assert as_it_is(seeking).state == State.CONFIRMED
    assert not as_it_is(session).is_full
    assert (session.places_taken, session.places_sought, session.places_held) == (0, 1, 1)
    assert pass_places_on(now=now) == 1
    assert as_it_is(seeking).is_seeking
    assert told(seeking) == ["reminder"]


def test_who_comes_frees_them_and_they_are_told_no_name(session, seeking, now):
    comes = join(session, UserFactory(), now + SECOND, alias="Kingfisher")
    assert comes.state == State.CONFIRMED
    assert as_it_is(session).is_full
    pass_places_on(now=now + SECOND)
    assert as_it_is(seeking).is_passed_on
    assert told(seeking) == ["passed"]
    message = Message.objects.get(about=seeking.public_id)
    assert "Kingfisher" not in message.subject + message.body
    assert (as_it_is(session).places_taken, session.places_sought) == (1, 0)
    assert pass_places_on(now=now + HOUR) == 0


def test_who_asked_first_goes_first(now):
    session = SessionFactory(starts_at=now + 8 * DAY, capacity=2)
    first, second = (join(session, UserFactory(), now) for _ in range(2))
    seek_stand_in(sign_up=second, now=now)
    seek_stand_in(sign_up=first, now=now + SECOND)
    join(session, UserFactory(), now + HOUR)
    pass_places_on(now=now + HOUR)
    assert as_it_is(second).is_passed_on
    assert as_it_is(first).is_seeking


def test_twice_is_once(session, seeking, now):
    seek_stand_in(sign_up=seeking, now=now + HOUR)
    assert as_it_is(seeking).stand_in_since == now
    assert as_it_is(session).places_sought == 1


def test_who_waits_is_asked_and_frees_nobody_before_they_say_yes(session, participant, now):
    row = join(session, participant, now)
    waits = join(session, UserFactory(), now + SECOND)
    seek_stand_in(sign_up=row, now=now + HOUR)
    assert as_it_is(waits).state == State.OFFERED
    pass_places_on(now=now + HOUR)
    assert as_it_is(row).is_seeking
    take_place(sign_up=waits, now=now + 2 * HOUR)
    pass_places_on(now=now + 2 * HOUR)
    assert as_it_is(row).is_passed_on


def test_who_is_free_may_come_again_like_anybody(session, seeking, participant, now):
    comes = join(session, UserFactory(), now)
    pass_places_on(now=now)
    cancel_sign_up(sign_up=comes, now=now)
    again = join(session, participant, now + HOUR)
    assert as_it_is(again).state == State.CONFIRMED
    assert not again.is_seeking
    assert as_it_is(session).places_taken == 1


# -- nobody comes ------------------------------------------------------------------------------


def test_hours_before_they_are_told_that_it_is_still_theirs(session, seeking, now):
    pass_places_on(now=session.starts_at - 4 * HOUR - SECOND)
    assert as_it_is(seeking).is_seeking
    pass_places_on(now=session.starts_at - 4 * HOUR)
    assert as_it_is(seeking).state == State.CONFIRMED
    assert not seeking.is_seeking
    assert as_it_is(session).is_full
    assert "still" in told(seeking)
    assert pass_places_on(now=session.starts_at - 3 * HOUR) == 0


def test_place_may_simply_be_kept(session, seeking, now):
    row = end_search(sign_up=seeking, now=now + HOUR)
    assert (row.state, row.is_seeking) == (State.CONFIRMED, False)
    assert as_it_is(session).is_full
    assert (session.places_taken, session.places_sought) == (1, 0)


def test_keeping_it_is_too_late_where_somebody_came(session, seeking, now):
    join(session, UserFactory(), now)
    assert end_search(sign_up=seeking, now=now).is_passed_on
    assert as_it_is(session).places_taken == 1


def test_keeping_it_takes_back_what_is_only_offered(session, participant, now):
    row = join(session, participant, now)
    waits = join(session, UserFactory(), now + SECOND)
    seek_stand_in(sign_up=row, now=now)
    assert end_search(sign_up=row, now=now).state == State.CONFIRMED
    assert as_it_is(waits).state == State.WAITING
    assert told(waits) == []
    assert as_it_is(session).places_taken == 1


def test_giving_it_back_meanwhile_is_giving_it_back(session, seeking, now):
    cancel_sign_up(sign_up=seeking, now=now)
    assert (as_it_is(seeking).state, seeking.is_passed_on) == (State.CANCELLED, False)
    assert (as_it_is(session).places_taken, session.places_sought) == (0, 0)


def test_erasing_gives_it_back(session, seeking, participant, now):
    give_places_back(person=participant, now=now)
    assert (as_it_is(session).places_taken, session.places_sought) == (0, 0)


# -- when it cannot be -------------------------------------------------------------------------


def test_refusals(session, participant, now):
    row = join(session, participant, now)
    with pytest.raises(TooLateToSeek):
        seek_stand_in(sign_up=row, now=session.starts_at - 4 * HOUR)
    waits = join(session, UserFactory(), now)
    with pytest.raises(NoNeedToSeek):
        seek_stand_in(sign_up=waits, now=now)
    without_end = SessionFactory(starts_at=now + DAY, capacity=None)
    with pytest.raises(NoNeedToSeek):
        seek_stand_in(sign_up=join(without_end, participant, now), now=now)
    cancel_session(session=session, now=now)
    with pytest.raises(SessionNotOpen):
        seek_stand_in(sign_up=row, now=now)
    assert as_it_is(row).stand_in_since is None


def test_nothing_is_passed_on_of_what_nobody_sees_now(session, seeking, staff, now):
    join(session, UserFactory(), now)
    prepare_site()
    staff = give_role(person=staff, role="staff", now=now)
    hold(opportunity=session.opportunity, reason="?", by=staff, now=now)
    assert pass_places_on(now=now) == 0
    assert as_it_is(seeking).is_seeking


# -- kept apart --------------------------------------------------------------------------------


def test_who_must_not_meet_them_is_refused_and_they_read_what_everybody_reads(
    session, seeking, participant, block, now
):
    comes = UserFactory()
    block(comes, participant, now)
    assert join(session, comes, now).state == State.WAITING
    assert as_it_is(session).is_full
    pass_places_on(now=now)
    assert as_it_is(seeking).is_passed_on
    body = Message.objects.get(about=seeking.public_id).body
    other = SessionFactory(starts_at=session.starts_at, capacity=1)
    usual = seek_stand_in(sign_up=join(other, participant, now), now=now)
    join(other, UserFactory(), now)
    pass_places_on(now=now)
    assert Message.objects.get(about=usual.public_id).body == body


def test_line_of_who_may_not_have_it_takes_as_long_as_an_offer(
    session, participant, block, now, staff
):
    row, waits = join(session, participant, now), UserFactory()
    join(session, waits, now + SECOND)
    block(waits, participant, now)
    seek_stand_in(sign_up=row, now=now)
    assert as_it_is(session).is_full
    pass_places_on(now=now + DAY - SECOND)
    assert as_it_is(row).is_seeking
    pass_places_on(now=now + DAY)
    assert as_it_is(row).is_passed_on
    open_again(session=session, by=staff, now=now + DAY)  # nobody whom they must not meet is there
    assert as_it_is(waits.sign_ups.get()).state == State.OFFERED


def test_keeping_it_where_the_line_may_not_have_it(session, participant, block, now):
    row, waits = join(session, participant, now), UserFactory()
    join(session, waits, now + SECOND)
    block(waits, participant, now)
    seek_stand_in(sign_up=row, now=now)
    assert end_search(sign_up=row, now=now + HOUR).state == State.CONFIRMED
    assert (as_it_is(session).places_taken, session.is_full) == (1, True)


# -- who learns what ---------------------------------------------------------------------------


def test_organisation_reads_nothing_of_it(as_person, now):
    partner = MembershipFactory()
    opportunity = OpportunityFactory(organisation=partner.organisation)
    session = SessionFactory(opportunity=opportunity, starts_at=now + 8 * DAY, capacity=1)
    row = join(session, UserFactory(), now)
    opportunity.refresh_from_db()
    client = as_person(partner.person)
    paths = [
        reverse("opportunities:workplace"),
        reverse("opportunities:workplace_dates", args=[opportunity.public_id]),
    ]
    before = [words_of(client.get(path)) for path in paths]
    seek_stand_in(sign_up=row, now=now)
    assert [words_of(client.get(path)) for path in paths] == before
    with pytest.raises(TooFewPlaces):
        set_capacity(session=session, capacity=0, now=now)
    comes = join(session, UserFactory(), now)
    pass_places_on(now=now)
    assert visible_workplace_sign_ups(partner.person, now).get() == comes


def test_one_press_each_and_the_pages_say_so(as_person, participant):
    now = timezone.now()
    client = as_person(participant)
    session = SessionFactory(starts_at=now + 8 * DAY, capacity=1)
    row = join(session, participant, now)
    path = reverse("opportunities:stand_in", args=[row.public_id])
    plan, saved = (
        reverse("opportunities:plan"),
        reverse("opportunities:saved", args=[row.public_id]),
    )
    for page in (plan, saved):
        assert "Find somebody for me" in words_of(client.get(page))
    assert client.get(path).status_code == 302
    assert not as_it_is(row).is_seeking
    assert "until somebody takes it. We tell you." in words_of(client.post(path, follow=True))
    assert "Keep my place" in words_of(client.get(plan))
    assert "The place is yours." in words_of(client.post(path, {"end": "1"}, follow=True))
    client.post(path)
    join(session, UserFactory(), now)
    pass_places_on(now=timezone.now())
    for page in (plan, saved):
        assert "Your place is passed on. You are free." in words_of(client.get(page))


def test_refusal_is_said_on_the_page(as_person, participant):
    now = timezone.now()
    row = join(SessionFactory(starts_at=now + HOUR, capacity=1), participant, now)
    path = reverse("opportunities:stand_in", args=[row.public_id])
    assert str(TooLateToSeek()) in words_of(as_person(participant).post(path, follow=True))


def test_nobody_else_finds_the_page(as_person, seeking):
    path = reverse("opportunities:stand_in", args=[seeking.public_id])
    assert as_person(UserFactory()).post(path).status_code == 404
    assert as_it_is(seeking).is_seeking
