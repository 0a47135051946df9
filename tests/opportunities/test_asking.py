"""A place that people ask for: what the organisation reads, answers, and forgets to answer.

docs/decisions/0018-flows.md; safety.md #15, #17, #18.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Message
from community.safety.models import Task, TaskKind
from opportunities.actions.disclosed import told_to_organisations
from opportunities.actions.sessions import cancel_session
from opportunities.actions.signups import (
    AnsweredAlready,
    SessionNotOpen,
    SessionOver,
    alert_of_kept_apart,
    answer_request,
    cancel_sign_up,
    chase_requests,
    end_requests,
    sign_up,
)
from opportunities.models import Opportunity, State
from opportunities.permissions import may_see_place, visible_requests, visible_workplace_sign_ups
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def partner(db):
    return MembershipFactory()


@pytest.fixture
def session(partner, now):
    opportunity = OpportunityFactory(organisation=partner.organisation, joining="ask")
    return SessionFactory(opportunity=opportunity, starts_at=now + 20 * DAY, capacity=2)


def ask(session, person, now, **more):
    return sign_up(session=session, by=person, alias="Wren", note="A seat", now=now, **more)


def answered(row, now, *, says_yes=True):
    return answer_request(sign_up=row, says_yes=says_yes, now=now)


def as_it_is(row):
    row.refresh_from_db()
    return row


def kinds(person):
    keys = Message.objects.filter(recipient=person).values_list("key", flat=True)
    return sorted(key.split(":")[0] for key in keys)


# -- asking ------------------------------------------------------------------------------------


def test_who_asks_has_no_place_and_takes_none(session, participant, now):
    row = ask(session, participant, now)
    assert (row.state, as_it_is(session).places_taken) == (State.ASKED, 0)
    assert not may_see_place(participant, session.opportunity, now)
    assert kinds(participant) == []
    assert ask(session, participant, now).pk == row.pk


def test_asking_looks_the_same_free_full_and_beside_somebody_not_to_meet(
    session, participant, another_participant, now, block
):
    """In what is stored, and in the number of statements."""
    block(another_participant, participant, now)
    same = {"opportunity": session.opportunity, "starts_at": session.starts_at}
    beside, full = SessionFactory(**same), SessionFactory(**same, capacity=1)
    answered(ask(beside, another_participant, now), now)
    answered(ask(full, UserFactory(), now), now)
    told = set()
    for date in (session, beside, full):
        with CaptureQueriesContext(connection) as asked:
            row = ask(date, participant, now)
        told.add((row.state, len(asked)))
        assert as_it_is(date).closed_at is None
    assert len(told) == 1


def test_asking_keeps_nobody_out(session, participant, another_participant, now, block):
    block(participant, another_participant, now)
    ask(session, participant, now)
    other = ask(session, another_participant, now)
    assert answered(other, now).state == State.CONFIRMED
    assert alert_of_kept_apart(now=now) == 1  # staff know all the same


def test_it_can_be_taken_back_at_any_time(session, participant, now):
    row = ask(session, participant, now)
    assert cancel_sign_up(sign_up=row, now=now).state == State.CANCELLED
    assert as_it_is(session).places_taken == 0
    with pytest.raises(AnsweredAlready):
        answered(row, now)
    assert ask(session, participant, now + HOUR).state == State.ASKED


# -- answering ---------------------------------------------------------------------------------


def test_yes_is_a_place_while_there_is_one_and_then_a_place_in_line(session, now):
    rows = [ask(session, UserFactory(), now) for _ in range(3)]
    got = [answered(row, now + n * HOUR).state for n, row in enumerate(rows)]
    assert got == [State.CONFIRMED, State.CONFIRMED, State.WAITING]
    assert as_it_is(session).places_taken == 2
    assert kinds(rows[0].person) == ["place", "reminder", "reminder"]
    assert kinds(rows[2].person) == ["answer"]
    cancel_sign_up(sign_up=rows[0], now=now + 3 * HOUR)
    assert as_it_is(rows[2]).state == State.OFFERED


def test_no_is_for_that_date_and_told_like_a_place_in_line(session, now):
    row, other = ask(session, UserFactory(), now), ask(session, UserFactory(), now)
    assert answered(row, now, says_yes=False).state == State.DECLINED
    assert as_it_is(session).places_taken == 0
    session.capacity = 0
    session.save()
    assert answered(other, now).state == State.WAITING
    bodies = set(Message.objects.values_list("body", "subject"))
    assert len(bodies) == 1
    assert ask(session, row.person, now + HOUR).state == State.DECLINED


def test_yes_beside_somebody_not_to_meet_is_what_full_gives(
    session, participant, another_participant, now, block
):
    answered(ask(session, another_participant, now), now)
    block(another_participant, participant, now)
    row = answered(ask(session, participant, now), now)
    assert row.state == State.WAITING
    assert (as_it_is(session).is_full, session.given_capacity) == (True, 2)
    assert answered(ask(session, UserFactory(), now), now).state == State.WAITING
    assert kinds(participant) == ["answer"]


def test_it_is_answered_once_and_not_once_it_began_or_is_off(session, now):
    row = ask(session, UserFactory(), now)
    with pytest.raises(SessionOver):
        answered(row, session.starts_at)
    later = ask(session, UserFactory(), now)
    answered(row, now)
    with pytest.raises(AnsweredAlready):
        answered(row, now, says_yes=False)
    cancel_session(session=session, now=now)
    with pytest.raises(SessionNotOpen):
        answered(later, now)
    assert kinds(later.person) == ["off"]


# -- nobody answers ----------------------------------------------------------------------------


def news_of(partner):
    return Message.objects.filter(recipient=partner.person).count()


def test_organisation_hears_once_is_reminded_once_and_then_staff_are_told(session, partner, now):
    at_the_door = MembershipFactory(organisation=partner.organisation, duty="door")
    ask(session, UserFactory(), now)
    for hours, told, tasks in ((0, 1, 0), (71, 1, 0), (72, 2, 0), (143, 2, 0), (144, 2, 1)):
        for _tick in range(2):
            assert chase_requests(now=now + hours * HOUR) == 1
        assert (news_of(partner), Task.objects.count()) == (told, tasks)
    assert news_of(at_the_door) == 0
    task = Task.objects.get()
    assert (task.kind, task.about) == (TaskKind.REQUEST, session.opportunity.public_id)
    body = Message.objects.filter(recipient=partner.person).first().body
    assert body == "There is something new for you. Sign in to read it."


def test_reminder_comes_sooner_where_the_date_is_near(partner, now):
    opportunity = OpportunityFactory(organisation=partner.organisation, joining="ask")
    session = SessionFactory(opportunity=opportunity, starts_at=now + 8 * HOUR)
    ask(session, UserFactory(), now)
    chase_requests(now=now + 2 * HOUR)
    assert (news_of(partner), Task.objects.count()) == (2, 0)
    chase_requests(now=now + 4 * HOUR)
    assert Task.objects.count() == 1


@pytest.mark.parametrize("why", ["answered", "taken back", "not public"])
def test_nobody_is_chased_about_what_is_settled(session, partner, now, why):
    row = ask(session, UserFactory(), now)
    if why == "answered":
        answered(row, now)
    elif why == "taken back":
        cancel_sign_up(sign_up=row, now=now)
    else:
        Opportunity.objects.update(held_at=now)
    assert chase_requests(now=now + 7 * DAY) == 0
    assert (news_of(partner), Task.objects.count()) == (0, 0)


def test_what_begins_unanswered_ends_without_a_word(session, participant, now):
    row = ask(session, participant, now)
    assert end_requests(now=session.starts_at - HOUR) == 0
    assert end_requests(now=session.starts_at) == 1
    assert as_it_is(row).state == State.CANCELLED
    assert kinds(participant) == []


# -- who learns what ---------------------------------------------------------------------------


def test_only_who_writes_for_the_organisation_reads_and_answers(session, partner, participant, now):
    row = ask(session, participant, now)
    assert visible_requests(partner.person, now).get() == row
    door = MembershipFactory(organisation=partner.organisation, duty="door").person
    elsewhere = MembershipFactory().person
    for person in (door, elsewhere, participant, UserFactory(role="staff")):
        assert not visible_requests(person, now).exists()
    assert not visible_workplace_sign_ups(partner.person, now).exists()
    Opportunity.objects.update(held_at=now)
    assert not visible_requests(partner.person, now).exists()


def marks_of(page):
    return [one.split('"')[0] for one in words_of(page).split('name="who" value="')[1:]]


def test_organisation_answers_on_the_page_of_the_date(
    session, partner, participant, as_person, now
):
    row, other = ask(session, participant, now), ask(session, UserFactory(), now)
    client = as_person(partner.person)
    page = client.get(reverse("opportunities:workplace_date", args=[session.public_id]))
    words = words_of(page)
    assert words.count("Not this time") == 2
    assert "Wren" in words
    assert "A seat" in words
    for hidden in (str(row.public_id), participant.username, participant.email):
        assert hidden not in words
    path = reverse("opportunities:workplace_answer", args=[session.public_id])
    first, second = marks_of(page)
    assert client.get(path).status_code == 302
    assert as_it_is(row).state == State.ASKED
    said = words_of(client.post(path, {"who": first, "answer": "yes"}, follow=True))
    assert "Answered." in said
    client.post(path, {"who": second, "answer": "no"})
    assert (as_it_is(row).state, as_it_is(other).state) == (State.CONFIRMED, State.DECLINED)


@pytest.mark.parametrize("sent", [{}, {"who": "x", "answer": "yes"}, {"answer": "maybe"}])
def test_answer_that_is_none_changes_nothing(session, partner, participant, as_person, now, sent):
    row = ask(session, participant, now)
    path = reverse("opportunities:workplace_answer", args=[session.public_id])
    client = as_person(partner.person)
    if sent.get("answer") == "maybe":
        date = reverse("opportunities:workplace_date", args=[session.public_id])
        sent = {**sent, "who": marks_of(client.get(date))[0]}
    assert "answered already" in words_of(client.post(path, sent, follow=True))
    assert as_it_is(row).state == State.ASKED


def test_who_is_at_the_door_and_other_organisations_find_no_such_page(session, partner, as_person):
    path = reverse("opportunities:workplace_answer", args=[session.public_id])
    door = MembershipFactory(organisation=partner.organisation, duty="door").person
    for person in (door, MembershipFactory().person):
        assert as_person(person).post(path).status_code == 404


def test_pages_of_who_asks(session, participant, as_person, now):
    client = as_person(participant)
    detail = reverse("opportunities:detail", args=[session.opportunity.public_id])
    words = words_of(client.get(detail))
    assert "Ask for a place" in words
    assert "Save my place" not in words
    sent = {"session": str(session.public_id), "name": "Wren", "note": ""}
    said = words_of(client.post(detail, sent, follow=True))
    assert "You asked for a place, Wren" in said
    assert "Sallow Lane" not in said
    assert "Take it back" in words_of(client.get(reverse("opportunities:plan")))
    row = participant.sign_ups.get()
    answered(row, timezone.now(), says_yes=False)
    for path in (
        reverse("opportunities:plan"),
        reverse("opportunities:saved", args=[row.public_id]),
    ):
        words = words_of(client.get(path))
        assert "Not this time" in words
        assert "Save a place again" not in words


def test_own_details_say_that_the_organisation_read_it(session, participant, now):
    row = ask(session, participant, now)
    assert len(told_to_organisations(person=participant).rows) == 1
    session.capacity = 0
    session.save()
    answered(row, now)
    assert as_it_is(row).state == State.WAITING
    assert len(told_to_organisations(person=participant).rows) == 1
