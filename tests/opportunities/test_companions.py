""" "Someone is coming with me": a number, no names, as many places, exactly."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Wording
from opportunities.actions.sessions import set_capacity
from opportunities.actions.signups import NobodyComesAlong, cancel_sign_up, sign_up
from opportunities.emails import reminder
from opportunities.models import Session, SignUp, State
from tests.factories.opportunities import (
    PracticalNeedFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def offer(opportunity, *slugs):
    """What the posting offers; the site's other words are there, too."""
    words = {slug: PracticalNeedFactory(slug=slug) for slug in ("no-id", "bring-someone")}
    opportunity.needs.set([words[slug] for slug in slugs])
    opportunity.save()


@pytest.fixture
def session(partner):
    made = SessionFactory(
        capacity=4, opportunity__organisation=partner.memberships.get().organisation
    )
    offer(made.opportunity, "bring-someone")
    return made


def join(session, person=None, companions=0):
    return sign_up(
        session=session,
        by=person or UserFactory(),
        alias="Sam",
        companions=companions,
        now=timezone.now(),
    )


def leave(row):
    return cancel_sign_up(sign_up=row, now=timezone.now())


def taken(session):
    return Session.objects.get(pk=session.pk).places_taken


def state(row):
    return SignUp.objects.get(pk=row.pk).state


# -- as many places ----------------------------------------------------------------------------


def test_place_is_taken_for_each_who_comes_along_and_given_back(session):
    row = join(session, companions=2)
    assert (row.state, row.places, taken(session)) == (State.CONFIRMED, 3, 3)
    leave(row)
    assert taken(session) == 0


def test_whoever_asks_for_more_than_is_left_waits_and_the_rest_stays_for_others(session):
    join(session, companions=2)
    pair = join(session, companions=1)
    assert pair.state == State.WAITING
    session.refresh_from_db()
    assert (session.places_taken, session.is_full, session.closed_at) == (3, False, None)
    assert join(session).state == State.CONFIRMED
    assert taken(session) == 4


def test_pair_gets_its_places_together_as_soon_as_both_are_free(session):
    rows = [join(session) for _ in range(4)]
    pair = join(session, companions=1)
    leave(rows[0])
    assert (state(pair), taken(session)) == (State.WAITING, 3)
    leave(rows[1])
    assert (state(pair), taken(session)) == (State.OFFERED, 4)


def test_first_in_line_who_fits_gets_the_place(session):
    rows = [join(session) for _ in range(4)]
    pair, one, two = join(session, companions=1), join(session), join(session)
    leave(rows[0])
    assert [state(row) for row in (pair, one, two)] == ["waiting", "offered", "waiting"]
    set_capacity(session=session, capacity=7, now=timezone.now())
    assert [state(row) for row in (pair, one, two)] == ["offered"] * 3
    assert taken(session) == 7


def test_signing_up_again_counts_what_is_asked_for_now(session, participant):
    leave(join(session, participant, companions=3))
    row = join(session, participant, companions=1)
    assert (row.companions, taken(session)) == (1, 2)
    leave(row)
    assert join(session, participant).companions == 0
    assert taken(session) == 1


def test_second_click_with_another_number_changes_nothing(session, participant):
    join(session, participant, companions=1)
    row = join(session, participant, companions=3)
    assert (row.companions, taken(session)) == (1, 2)


def test_session_without_an_end_of_places_takes_everybody(session):
    Session.objects.update(capacity=None)
    assert {join(session, companions=3).state for _ in range(4)} == {State.CONFIRMED}
    assert taken(session) == 16


# -- two people who are kept apart -------------------------------------------------------------


def test_refusal_is_made_true_only_where_there_was_room(session, now, block):
    """Full for who is kept apart is full for everybody; too many for what is left is nobody's
    business, and the same for all (decision 11)."""
    one, other = UserFactory.create_batch(2)
    block(one, other, now)
    join(session, one, companions=2)
    row = join(session, other, companions=1)
    assert row.state == State.WAITING
    assert not Session.objects.get().is_full
    leave(row)
    assert join(session, other).state == State.WAITING
    assert Session.objects.get().is_full


def test_date_closes_when_who_waits_would_fit_but_must_not_meet_somebody(session, now, block):
    one, other = UserFactory.create_batch(2)
    join(session, one)
    three = join(session, companions=2)
    block(one, other, now)
    pair = join(session, other, companions=1)
    single = join(session)
    assert (state(pair), state(single)) == (State.WAITING, State.WAITING)
    leave(three)
    assert (state(pair), state(single)) == (State.WAITING, State.OFFERED)
    session.refresh_from_db()
    assert (session.is_full, session.given_capacity, session.places_taken) == (True, 4, 2)


# -- where it is offered -----------------------------------------------------------------------


@pytest.mark.parametrize("companions", [-1, 4, 100])
def test_crowd_is_refused(session, companions):
    with pytest.raises(NobodyComesAlong):
        join(session, companions=companions)
    assert taken(session) == 0


def test_nobody_comes_along_where_it_is_not_offered(session, participant):
    other = SessionFactory()
    with pytest.raises(NobodyComesAlong):
        join(other, participant, companions=1)
    assert join(other, participant).state == State.CONFIRMED


def test_database_refuses_a_crowd(session):
    row = join(session)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.filter(pk=row.pk).update(companions=4)


# -- pages -------------------------------------------------------------------------------------


def page_of(session):
    return reverse("opportunities:detail", args=[session.opportunity.public_id])


def typed(session, **values):
    return {"session": str(session.public_id), "name": "Sam", "note": ""} | values


def test_page_asks_only_where_it_is_offered_and_says_who_sees_it(stranger, session):
    page = stranger.get(page_of(session)).content.decode()
    assert "Is someone coming with you?" in page
    assert "how many come with you" in page
    session.opportunity.needs.clear()
    session.opportunity.save()
    page = stranger.get(page_of(session)).content.decode()
    assert "Is someone coming with you?" not in page
    assert "how many come with you" not in page


def test_person_brings_somebody_and_reads_so(session, participant, as_person):
    client = as_person(participant)
    page = client.post(page_of(session), typed(session, companions="1"), follow=True)
    assert "For you and one more." in page.content.decode()
    assert (SignUp.objects.get().companions, taken(session)) == (1, 2)


@pytest.mark.parametrize("wrong", ["4", "-1", "many", "1.5"])
def test_wrong_number_is_refused_and_what_was_typed_stays(session, participant, as_person, wrong):
    values = typed(session, companions=wrong, note="A seat, please")
    answer = as_person(participant).post(page_of(session), values)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Choose how many, three at most." in page
    assert "A seat, please" in page
    assert not SignUp.objects.exists()


def test_number_that_nobody_asked_for_counts_for_nothing(session, participant, as_person):
    session.opportunity.needs.clear()
    session.opportunity.save()
    as_person(participant).post(page_of(session), typed(session, companions="3"))
    assert SignUp.objects.get().companions == 0


def test_number_is_kept_for_who_makes_an_account_first(session, stranger, participant):
    stranger.post(page_of(session), typed(session, companions="2"))
    assert stranger.session["place to save"]["typed"]["companions"] == 2
    stranger.force_login(participant)
    page = stranger.get(page_of(session)).content.decode()
    assert '<option value="2" selected>' in page


def test_organisation_reads_the_number_and_no_name(session, participant, partner, as_person):
    join(session, participant, companions=2)
    SignUpFactory(session=session, alias="Wren")
    date = reverse("opportunities:workplace_date", args=[session.public_id])
    page = as_person(partner).get(date).content.decode()
    assert page.count("+2") == 1
    assert "and 2 more" in page
    assert page.count("more</span>") == 1


def test_reminder_says_for_how_many_places(session):
    alone, pair = join(session), join(session, companions=1)
    for row in (alone, pair):
        words = reminder(row, Wording.PRIVATE)
        assert ("Places: 2." in words.body) == (row is pair)
        assert words.is_discreet
