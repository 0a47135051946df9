"""Staff's screens of stories: beginning one, what is missing, the private link, taking it back."""

import pytest
from django.urls import reverse

from community.people.actions import give_role
from tests.factories.people import UserFactory
from tests.factories.stories import asked, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(home, staff, as_person, now):
    return as_person(give_role(person=staff, role="staff", now=now), proved=True)


def test_staff_begin_a_story_that_has_no_teller_yet(desk):
    page, teller = draft(title="Soup"), UserFactory()
    assert "Begin: Soup" in desk.get(reverse("desk_stories")).content.decode()
    sent = {"page": page.pk, "who": teller.username}
    shown = desk.post(reverse("desk_stories"), sent, follow=True).content.decode()
    assert "Before it may be published" in shown
    assert "Has an account here" in shown
    page.refresh_from_db()
    assert page.consent.teller == teller


@pytest.mark.parametrize("number", ["x", "0", ""])
def test_page_that_is_none_is_no_mistake_of_ours(desk, number):
    sent = {"page": number, "who": ""}
    assert desk.post(reverse("desk_stories"), sent).status_code == 404


def test_name_that_nobody_has_is_said_and_stays(desk):
    page = draft(title="Soup")
    shown = desk.post(reverse("desk_stories"), {"page": page.pk, "who": "nobodyatall"})
    assert "There is no such account." in shown.content.decode()
    assert 'value="nobodyatall"' in shown.content.decode()


def test_story_that_is_taken_back_offers_nothing_more(desk):
    row = asked(draft(title="Soup"))
    address = reverse("desk_story", args=[row.public_id])
    assert "Take it back for them" in desk.get(address).content.decode()
    shown = desk.post(address, {"what": "withdraw"}, follow=True).content.decode()
    assert "It is taken back, and deleted within minutes." in shown
    assert "Take it back for them" not in shown


@pytest.mark.parametrize("name", ["editor", "partner", "participant"])
def test_nobody_else_opens_it(name, request, home, as_person):
    row = asked(draft(title="Soup"))
    client = as_person(request.getfixturevalue(name), proved=True)
    answer = client.get(reverse("desk_story", args=[row.public_id]))
    assert answer.status_code != 200
