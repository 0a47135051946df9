"""What waits for staff is taken back by who sent it, to write on."""

import pytest
from django.urls import reverse

from community.organisations.models import Organisation, Standing
from community.people.actions import give_role
from opportunities.actions.publishing import NotYours
from opportunities.actions.writing import NothingWaits, take_back
from opportunities.models import Opportunity
from tests.opportunities.writing import WORDS, send, step_address, write

pytestmark = pytest.mark.django_db

BUTTON = "Take it back"


@pytest.fixture(autouse=True)
def _reviewed_site(home):
    """Postings are reviewed here."""


@pytest.fixture
def reviewer(staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def client(partner, as_person):
    return as_person(partner)


@pytest.fixture
def sent(client) -> Opportunity:
    """A posting that waits for staff."""
    row = write(client)
    send(client, row)
    return row


def address(name: str, row: Opportunity) -> str:
    return reverse(f"opportunities:{name}", args=[row.public_id])


def review_of(row: Opportunity):
    return Opportunity.objects.get(pk=row.pk).current_workflow_state


def test_what_waits_is_taken_back_changed_and_sent_again(client, sent):
    assert BUTTON in client.get(address("workplace_edit", sent)).content.decode()
    answer = client.post(address("workplace_back", sent), follow=True)
    assert "Send it again" in answer.content.decode()
    assert review_of(sent) is None
    client.post(step_address(sent, "about"), WORDS | {"title": "Soup and bread", "later": "1"})
    send(client, sent)
    draft = Opportunity.objects.get().get_latest_revision_as_object()
    assert draft.title == "Soup and bread"
    assert review_of(sent).status == review_of(sent).STATUS_IN_PROGRESS


def test_what_is_public_stays_while_a_change_is_taken_back(client, sent, reviewer, now):
    review_of(sent).current_task_state.approve(user=reviewer)
    client.post(step_address(sent, "about"), WORDS | {"title": "Bread alone", "later": "1"})
    send(client, sent)
    client.post(address("workplace_back", sent))
    row = Opportunity.objects.get()
    assert (row.live, row.title) == (True, "Soup from scratch")
    assert row.get_latest_revision_as_object().title == "Bread alone"


def test_staff_find_nothing_to_answer_once_it_is_taken_back(client, sent, reviewer):
    waiting = review_of(sent).current_task_state
    client.post(address("workplace_back", sent))
    waiting.refresh_from_db()
    assert waiting.status == waiting.STATUS_CANCELLED


def test_what_staff_have_answered_is_not_taken_back(client, sent, partner, reviewer, now):
    review_of(sent).current_task_state.approve(user=reviewer)
    with pytest.raises(NothingWaits):
        take_back(opportunity=sent, by=partner, now=now)
    answer = client.post(address("workplace_back", sent), follow=True)
    assert "Staff have answered already" in answer.content.decode()
    assert Opportunity.objects.get().live


def test_what_was_sent_back_is_changed_without_taking_it_back(client, sent, reviewer):
    review_of(sent).current_task_state.reject(user=reviewer)
    assert BUTTON not in client.get(address("workplace_edit", sent)).content.decode()
    client.post(address("workplace_back", sent))
    assert review_of(sent).status == review_of(sent).STATUS_NEEDS_CHANGES


def test_lock_by_one_of_the_staff_is_no_review_and_stays(client, sent, reviewer, now):
    client.post(address("workplace_back", sent))
    Opportunity.objects.update(locked=True, locked_by=reviewer, locked_at=now)
    page = client.get(address("workplace_edit", sent)).content.decode()
    assert "Staff are reading this now" in page
    assert BUTTON not in page


def test_nobody_else_takes_it_back(sent, another_partner, participant, as_person, now):
    for person in (another_partner, participant):
        with pytest.raises(NotYours):
            take_back(opportunity=sent, by=person, now=now)
        assert as_person(person).post(address("workplace_back", sent)).status_code == 404
    assert review_of(sent) is not None


def test_organisation_that_is_suspended_takes_nothing_back(client, sent):
    Organisation.objects.update(standing=Standing.SUSPENDED)
    assert client.post(address("workplace_back", sent)).status_code == 404
    assert review_of(sent) is not None
