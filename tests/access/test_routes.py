"""What no way of asking gives to people whom it is not meant for (safety.md #12, T10).

What each route gives to each role stands in the matrix (matrix.toml, test_matrix.py).
"""

import re
import uuid

import pytest
from django.urls import reverse

from community.notifications.models import Message
from community.people.models import Release, User
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import Session, SignUp, State
from tests.access.world import CANARIES, ROUTES, body_of, path_of, plant
from tests.factories.opportunities import SignUpFactory

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
OF_A_PERSON = [CANARIES[name] for name in ("username", "alias", "e-mail", "note")]
OF_A_SIGN_UP = [name for name, row in ROUTES.items() if row["about"] == "sign-up"]
WHO = ("stranger", "another_participant", "another_partner", "editor")


@pytest.fixture
def sought(partner) -> SignUp:
    """Somebody has a place with an organisation, and a mail is on its way to them."""
    return plant(partner)


def client_of(who, request, stranger, as_person):
    return stranger if who == "stranger" else as_person(request.getfixturevalue(who))


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def as_stored():
    rows = (SignUp, Session, Message, User, Release)
    return [list(model.objects.order_by("pk").values()) for model in rows]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("method", METHODS)
def test_no_method_tells_or_changes_anything_of_somebody_else(
    method, who, request, stranger, as_person, sought
):
    client = client_of(who, request, stranger, as_person)
    before = as_stored()
    for name in ROUTES:
        if name in {"safety:leave", "account_logout"}:
            continue
        path = path_of(name, sought)
        for headers in ({}, {"HX-Request": "true"}, {"If-None-Match": "*"}):
            response = getattr(client, method)(path, headers=headers)
            assert response.status_code < 500
            for canary in CANARIES.values():
                assert canary not in body_of(response), name
    changed = [rows for rows, now in zip(before, as_stored(), strict=True) if rows != now]
    assert not changed


def test_other_participant_of_the_same_session_learns_nothing_of_who_comes(
    as_person, another_participant, sought
):
    """With a place of their own they read where it is, and still of nobody who comes."""
    sought.session.opportunity.title = "Garden morning"
    sought.session.opportunity.save()
    own = SignUpFactory(person=another_participant, session=sought.session, alias="Kim")
    client = as_person(another_participant)
    for name in ("detail", "saved", "plan", "calendar", "event"):
        args = {
            "detail": [own.session.opportunity.public_id],
            "saved": [own.public_id],
            "event": [own.public_id],
        }
        page = body_of(client.get(reverse(f"opportunities:{name}", args=args.get(name, []))))
        for canary in (*OF_A_PERSON, str(sought.public_id)):
            assert canary not in page, name


@pytest.mark.parametrize("name", OF_A_SIGN_UP)
def test_sign_up_of_somebody_else_looks_like_one_that_is_not_there(
    name, as_person, another_participant, sought
):
    client = as_person(another_participant)
    theirs = client.post(reverse(name, args=[sought.public_id]))
    nowhere = client.post(reverse(name, args=[uuid.uuid4()]))
    assert theirs.status_code == nowhere.status_code
    pages = [without_tokens(answer.content.decode()) for answer in (theirs, nowhere)]
    assert pages[0] == pages[1]


def test_full_and_kept_apart_are_the_same_bytes(as_person, another_participant, sought, block):
    """On the page of a posting, whichever of the two was the reason (safety.md #15)."""
    session, now = sought.session, sought.joined_at
    address = reverse("opportunities:detail", args=[session.opportunity.public_id])
    client = as_person(another_participant)

    def page():
        return without_tokens(client.get(address).content.decode())

    def page_after_a_refusal():
        row = sign_up(session=session, by=another_participant, alias="Kim", now=now)
        assert row.state == State.WAITING
        cancel_sign_up(sign_up=row, now=now)
        row.delete()
        return page()

    session.capacity = session.places_taken
    session.save()
    full = page_after_a_refusal()
    session.capacity = None
    session.save()
    free = page()
    block(sought.person, another_participant, now)
    assert page() == free != full
    assert page_after_a_refusal() == full


def test_what_nobody_else_is_told_is_there_for_who_may_know_it(as_person, partner, sought):
    """A positive control: what these tests look for can be found."""
    date = reverse("opportunities:workplace_date", args=[sought.session.public_id])
    register = as_person(partner).get(date).content.decode()
    assert "Canary Alias" in register
    assert "Canary note" in register
    assert "canary-name" not in register
    own = as_person(sought.person)
    page = own.get(reverse("opportunities:saved", args=[sought.public_id])).content.decode()
    assert "12 Canary Lane" in page
    assert "canary@example.org" in own.get(reverse("people:settings")).content.decode()
