"""What can be learnt of others by comparing answers (safety.md #12, #13, #15).

What each route gives to each role, by every method, stands in the matrix (test_matrix.py).
"""

import re
import uuid

import pytest
from django.urls import reverse

from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import SignUp, State
from tests.access.asking import body_of
from tests.access.world import CANARIES, ROUTES, plant
from tests.factories.opportunities import SignUpFactory

pytestmark = pytest.mark.django_db

OF_A_PERSON = [CANARIES[name] for name in ("username", "alias", "e-mail", "note")]
OF_A_SIGN_UP = [name for name, row in ROUTES.items() if row["about"] == "sign-up"]


@pytest.fixture
def sought(partner) -> SignUp:
    """Somebody has a place with an organisation, and a mail is on its way to them."""
    return plant(partner)


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


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
