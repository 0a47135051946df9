"""A user name that was typed before anybody had it (safety.md #15, T1)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.people.actions import open_account
from community.safety.actions import finish, keep_name_away, let_name_go, own_data
from community.safety.models import Block, Task
from opportunities.actions.signups import sign_up
from opportunities.models import SignUp
from tests.factories.opportunities import SessionFactory

pytestmark = pytest.mark.django_db


def newcomer(name, now):
    return open_account(
        language="en",
        username=name,
        password="three stones across",
        alias="Wren",
        email="",
        link_for=lambda token: token,
        now=now,
    )


def test_it_takes_effect_when_the_account_is_made(participant, now):
    typed = keep_name_away(name="Wren", by=participant, now=now)
    assert not Block.objects.exists()
    came = newcomer("WREN", now)
    row = Block.objects.get()
    assert (row.by, row.other, row.both_ways) == (participant, came, False)
    let_name_go(typed=typed)
    assert not Block.objects.exists()


@pytest.mark.parametrize("name", ["wren2", "wre", "robin"])
def test_another_name_makes_nothing(participant, now, name):
    keep_name_away(name="wren", by=participant, now=now)
    newcomer(name, now)
    assert not Block.objects.exists()


def test_each_of_those_who_typed_it_is_kept_apart(participant, another_participant, now):
    for person in (participant, another_participant):
        keep_name_away(name="wren", by=person, now=now)
        keep_name_away(name="robin", by=person, now=now)
    newcomer("wren", now)
    assert set(Block.objects.values_list("by", flat=True)) == {
        participant.pk,
        another_participant.pk,
    }


def test_name_that_was_let_go_before_makes_nothing(participant, now):
    let_name_go(typed=keep_name_away(name="wren", by=participant, now=now))
    newcomer("wren", now)
    assert not Block.objects.exists()


def test_staff_read_it_again_after_they_were_done(participant, staff, now):
    keep_name_away(name="wren", by=participant, now=now)
    finish(task=Task.objects.get(), answer="Nobody has it", done=True, by=staff, now=now)
    newcomer("robin", now)
    assert not Task.objects.still_open().exists()
    newcomer("wren", now)
    assert Task.objects.still_open().get().note == "wren"


def test_newcomer_in_one_form_is_told_full_where_the_typist_has_a_place(stranger, participant):
    session = SessionFactory(capacity=None)
    now = timezone.now()
    sign_up(session=session, by=participant, alias="Sam", now=now)
    keep_name_away(name="wren", by=participant, now=now)
    address = reverse("opportunities:detail", args=[session.opportunity.public_id])
    typed = {"session": [str(session.public_id)], "name": "Bluebell", "note": "", "website": ""}
    typed |= {"username": "wren", "password1": "three stones across"}
    stranger.post(address, typed)
    assert not SignUp.objects.filter(person__username="wren", state="confirmed").exists()


def test_typist_and_newcomer_notice_nothing(as_person, participant, now):
    """The list, the notes and the account look as they did."""
    keep_name_away(name="wren", by=participant, now=now)
    client = as_person(participant)
    pages = [reverse(f"opportunities:{name}") for name in ("apart", "plan")]
    before = [client.get(page).context["kept"] if "apart" in page else "" for page in pages]
    exported = own_data(person=participant)
    came = newcomer("wren", now)
    after = [client.get(page).context["kept"] if "apart" in page else "" for page in pages]
    assert before == after
    assert own_data(person=participant) == exported
    assert participant.notes.count() == came.notes.count() == 0


def test_no_export_tells_that_two_people_are_kept_apart(
    block, participant, another_participant, now
):
    """By one of them or by staff: neither of the two finds a row of it in what they take along."""
    before = [own_data(person=person) for person in (participant, another_participant)]
    block(participant, another_participant, now)
    after = [own_data(person=person) for person in (participant, another_participant)]
    assert after == before
