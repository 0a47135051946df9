"""The list at the door of a date for two hundred: as few questions as for two (performance W8)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.models import Part, SignUp, State
from tests.factories.opportunities import SessionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MOST = 8  # besides who is signed in, with what, and for whom they work


def test_register_of_two_hundred_takes_few_queries(
    partner, as_person, django_assert_max_num_queries
):
    now = timezone.now()
    session = SessionFactory(
        opportunity__organisation=partner.memberships.get().organisation,
        starts_at=now,
        capacity=200,
        places_taken=200,
    )
    parts = [
        Part.objects.create(opportunity=session.opportunity, name=name, places=100)
        for name in ("Drivers", "Packers")
    ]
    SignUp.objects.bulk_create(
        SignUp(
            session=session,
            person=person,
            part=parts[place % 2],
            alias=f"Sam {place}",
            state=State.CONFIRMED,
            joined_at=now,
            changed_at=now,
        )
        for place, person in enumerate(UserFactory.create_batch(200))
    )
    client = as_person(partner)
    address = reverse("opportunities:workplace_register", args=[session.public_id])
    client.get(address)
    with django_assert_max_num_queries(MOST):
        page = client.get(address).content.decode()
    assert page.count("Part: </span>Drivers") == 100
    assert page.count('id="row-') == 200
