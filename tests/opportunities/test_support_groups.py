"""Support groups: joined through a talk, the rules read before, a roster that forgets at once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Wording
from opportunities import emails
from opportunities.actions.disclosed import told_to_organisations
from opportunities.actions.hours import count_hours, say_how_long
from opportunities.actions.signups import answer_request, sign_up
from opportunities.models import Kind, SignUp, State
from opportunities.permissions import (
    visible_asked_hours,
    visible_past,
    visible_register,
    visible_workplace_sign_ups,
)
from tests.factories.opportunities import SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
RULES = "What is said here stays here.\n\nYou can leave at any moment."
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def session(partner):
    """A date of a support group, of which the posting says that people have a place at once."""
    return SessionFactory(
        opportunity__organisation=partner.memberships.get().organisation,
        opportunity__kind=Kind.GROUP,
        opportunity__rules=RULES,
        opportunity__place="https://rooms.example/canary-link",
    )


def page_of(session):
    return reverse("opportunities:detail", args=[session.opportunity.public_id])


def typed(session, **more):
    return {"session": [str(session.public_id)], "name": "Wren", "accepts": "yes"} | more


def test_nobody_is_in_a_group_before_they_are_answered_whatever_the_posting_says(
    session, participant
):
    assert session.opportunity.joining == "instant"
    row = sign_up(session=session, by=participant, alias="Wren", now=timezone.now())
    assert row.state == State.ASKED
    row = answer_request(sign_up=row, says_yes=True, now=timezone.now())
    assert row.state == State.CONFIRMED


def test_where_it_meets_is_read_after_joining_only(session, participant, as_person):
    client = as_person(participant)
    assert "canary-link" not in client.get(page_of(session)).content.decode()
    client.post(page_of(session), typed(session))
    saved = reverse("opportunities:saved", args=[SignUp.objects.get().public_id])
    for address in (page_of(session), saved):
        assert "canary-link" not in client.get(address).content.decode()
    answer_request(sign_up=SignUp.objects.get(), says_yes=True, now=timezone.now())
    assert "canary-link" in client.get(saved).content.decode()


def test_rules_are_read_before_and_who_has_not_said_so_asks_for_nothing(
    session, participant, as_person
):
    client = as_person(participant)
    page = client.get(page_of(session)).content.decode()
    assert "What is said here stays here." in page
    assert page.index("You can leave at any moment.") < page.index('name="accepts"')
    refused = client.post(page_of(session), typed(session, accepts="", note="By the door"))
    assert refused.status_code == 400
    assert "Please read the rules of the room" in refused.content.decode()
    assert "By the door" in refused.content.decode()
    assert not SignUp.objects.exists()
    client.post(page_of(session), typed(session))
    assert SignUp.objects.get().state == State.ASKED


def test_where_there_are_no_rules_nobody_is_asked(session, participant, as_person):
    type(session.opportunity).objects.update(rules=" \n ")
    client = as_person(participant)
    assert 'name="accepts"' not in client.get(page_of(session)).content.decode()
    client.post(page_of(session), typed(session, accepts=""))
    assert SignUp.objects.exists()


def test_page_says_that_it_begins_with_a_talk(session, stranger):
    page = stranger.get(page_of(session)).content.decode()
    assert "Joining begins with a short talk" in page
    assert "Ask for a place" in page
    assert "Save my place" not in page


def test_roster_forgets_the_moment_it_is_over_and_the_person_does_not(session, partner):
    row = SignUpFactory(session=session, state=State.ATTENDED)
    before, after = session.ends_at - SECOND, session.ends_at
    for seen in (visible_workplace_sign_ups, visible_register):
        assert list(seen(partner, before)) == [row]
        assert not seen(partner, after).exists()
    assert list(visible_past(row.person, after)) == [row]


def test_roster_of_anything_else_stays_for_its_two_days(session, partner):
    type(session.opportunity).objects.update(kind=Kind.CLASS)
    row = SignUpFactory(session=session, state=State.ATTENDED)
    assert list(visible_workplace_sign_ups(partner, session.ends_at + SECOND)) == [row]


def test_nobody_else_sees_a_roster(session, another_partner, staff, editor):
    SignUpFactory(session=session)
    for person in (another_partner, staff, editor):
        assert not visible_workplace_sign_ups(person, session.starts_at).exists()


def test_nobody_is_asked_how_long_somebody_was_in_a_group(session, partner):
    row = SignUpFactory(session=session, state=State.ATTENDED)
    after = session.ends_at + SECOND
    count_hours(sign_up=row, now=after)
    say_how_long(sign_up=row, minutes=600, now=after)
    assert not visible_asked_hours(partner, after).exists()
    type(session.opportunity).objects.update(kind=Kind.CLASS)
    assert visible_asked_hours(partner, after).exists()


def test_reminder_is_in_private_words_whatever_was_chosen(session):
    words = emails.reminder(SignUpFactory(session=session), Wording.DETAILS)
    assert words.is_discreet
    assert session.opportunity.title not in words.body
    assert "canary-link" not in words.body


def test_who_waits_after_being_answered_reads_that_the_organisation_was_told(session):
    row = SignUpFactory(session=session, state=State.WAITING)
    assert len(told_to_organisations(person=row.person).rows) == 1
    type(session.opportunity).objects.update(kind=Kind.CLASS)
    assert told_to_organisations(person=row.person).rows == []
