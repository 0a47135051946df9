""" "I would like to just listen": only where the posting says that one can."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.safety.actions import own_data
from opportunities.actions.disclosed import told_to_organisations
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import SignUp
from opportunities.permissions import what_organisation_sees
from tests.factories.opportunities import PracticalNeedFactory, SessionFactory

pytestmark = pytest.mark.django_db
ASKED = "Would you like to just listen?"


@pytest.fixture
def session(partner):
    """A date of something online at which one can just listen."""
    made = SessionFactory(opportunity__organisation=partner.memberships.get().organisation)
    made.opportunity.needs = [PracticalNeedFactory(slug="just-listen")]
    made.opportunity.save()
    PracticalNeedFactory(slug="no-id")
    return made


def join(session, person, *, listens=True):
    return sign_up(session=session, by=person, alias="Wren", listens=listens, now=timezone.now())


def page_of(session):
    return reverse("opportunities:detail", args=[session.opportunity.public_id])


def typed(session, **more):
    return {"session": [str(session.public_id)], "name": "Wren"} | more


def test_who_ticks_it_listens_and_who_does_not_does_not(
    session, participant, another_participant, as_person
):
    client = as_person(participant)
    assert ASKED in client.get(page_of(session)).content.decode()
    client.post(page_of(session), typed(session, listens="yes"))
    as_person(another_participant).post(page_of(session), typed(session))
    assert SignUp.objects.get(person=participant).listens
    assert not SignUp.objects.get(person=another_participant).listens
    saved = reverse("opportunities:saved", args=[SignUp.objects.get(person=participant).public_id])
    assert "You would like to just listen." in as_person(participant).get(saved).content.decode()


def test_where_it_is_not_offered_nobody_is_asked_and_it_counts_for_nothing(
    session, participant, as_person
):
    session.opportunity.needs = []
    session.opportunity.save()
    client = as_person(participant)
    assert ASKED not in client.get(page_of(session)).content.decode()
    client.post(page_of(session), typed(session, listens="yes"))
    assert not SignUp.objects.get().listens


def test_action_itself_minds_what_the_posting_says(session, participant):
    other = SessionFactory()
    assert join(session, participant).listens
    assert not join(other, participant).listens


def test_what_is_no_answer_is_said_and_loses_nothing(session, participant, as_person):
    answer = as_person(participant).post(
        page_of(session), typed(session, listens="loudly", note="A slow start, please")
    )
    assert answer.status_code == 400
    assert "Tick it or leave it." in answer.content.decode()
    assert "A slow start, please" in answer.content.decode()
    assert not SignUp.objects.exists()


def test_tick_is_kept_for_who_makes_an_account_first(session, stranger, participant):
    stranger.post(page_of(session), typed(session, listens="yes"))
    stranger.force_login(participant)
    page = stranger.get(page_of(session)).content.decode()
    assert 'value="yes" id="id_listens_0"' in page
    assert "checked" in page.split('name="listens"')[1].split(">")[0]


def test_signing_up_again_says_it_anew(session, participant):
    cancel_sign_up(sign_up=join(session, participant), now=timezone.now())
    assert not join(session, participant, listens=False).listens
    assert not SignUp.objects.get().listens


def test_organisation_reads_it_and_the_person_reads_that_it_does(
    session, participant, another_participant, partner, as_person
):
    row = join(session, participant)
    join(session, another_participant, listens=False)
    date = reverse("opportunities:workplace_date", args=[session.public_id])
    assert as_person(partner).get(date).content.decode().count(">Listens<") == 1
    assert what_organisation_sees(row)["listens"]
    (told,) = told_to_organisations(person=participant).rows
    assert [one.value for one in told if one.name == "listens"] == [True]


def test_it_is_in_the_file_of_ones_own_details(session, participant):
    join(session, participant)
    (row,) = [row for part in own_data(person=participant) if "signup" in part.name.lower()
              for row in part.rows]  # fmt: skip
    assert {one.name: one.value for one in row}["listens"]
