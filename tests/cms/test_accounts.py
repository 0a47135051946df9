"""An operator who deletes an account in the admin erases it, as its owner would."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.people.models import User
from community.safety.models import AccessRecord, Erasure, Saw, Task, TaskKind
from opportunities.actions.signups import sign_up
from opportunities.models import State
from tests.factories.opportunities import SessionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(as_person):
    return as_person(UserFactory(is_superuser=True, is_staff=True, role="editor"), proved=True)


@pytest.fixture
def held(participant, another_participant):
    """One place: the participant has it, another one waits."""
    now = timezone.now()
    session = SessionFactory(starts_at=now + dt.timedelta(days=3), capacity=1)
    for person in (participant, another_participant):
        sign_up(session=session, by=person, alias="Wren", now=now)
    return session


def one(person):
    return reverse("wagtailusers_users:delete", args=[person.pk])


def several(*people):
    page = reverse("wagtail_bulk_action", args=["people", "user", "delete"])
    return f"{page}?" + "&".join(f"id={person.pk}" for person in people)


@pytest.mark.parametrize("address", [one, several])
def test_deleting_an_account_gives_its_place_on_and_is_an_erasure(
    operator, participant, another_participant, held, address
):
    assert operator.get(address(participant)).status_code == 200
    assert User.objects.filter(pk=participant.pk).exists()  # looking changes nothing
    assert operator.post(address(participant)).status_code == 302
    assert not User.objects.filter(pk=participant.pk).exists()
    assert Erasure.objects.count() == 1
    held.refresh_from_db()
    assert held.places_taken == 1
    assert held.sign_ups.get().state == State.OFFERED
    assert held.sign_ups.get().person == another_participant


def test_several_at_once_are_erased_each(operator, participant, another_participant, held):
    operator.post(several(participant, another_participant))
    held.refresh_from_db()
    assert (held.places_taken, held.sign_ups.count(), Erasure.objects.count()) == (0, 0, 2)


@pytest.mark.parametrize("who", ["participant", "partner", "editor", "staff"])
@pytest.mark.parametrize("address", [one, several])
def test_nobody_else_deletes_an_account_there(request, as_person, who, address, another_partner):
    client = as_person(request.getfixturevalue(who))
    assert client.post(address(another_partner)).status_code in {302, 403, 404}
    assert User.objects.filter(pk=another_partner.pk).exists()
    assert not Erasure.objects.exists()


def test_operator_who_ticks_accounts_is_written_down_for_each_of_them(
    operator, participant, another_participant
):
    """The page that asks first shows who they are, as the list does (safety.md T5)."""
    page = operator.get(several(participant, another_participant))
    assert participant.alias in page.content.decode()
    written = AccessRecord.objects.filter(what=Saw.ACCOUNT).values_list("about", flat=True)
    assert set(written) == {participant.public_id, another_participant.public_id}
    assert Task.objects.get().kind == TaskKind.UNUSUAL
    operator.get(f"{several()}id=all")
    assert AccessRecord.objects.filter(what=Saw.ACCOUNT, about=None).count() == 1
