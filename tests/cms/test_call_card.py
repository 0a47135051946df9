"""Before a call: the rules, then the number, and nothing without a grant (safety.md #24, #38)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.people.actions import give_role
from community.people.models import Role
from community.safety.actions import ask_to_see
from community.safety.models import AccessRecord, Why
from tests.factories.notifications import PhoneContactFactory

pytestmark = pytest.mark.django_db
NUMBER, WORD = "+12125550142", "canary-marmalade"


@pytest.fixture
def desk(home, as_person, staff):
    """Programme staff in the editors' admin."""
    return as_person(give_role(person=staff, role=Role.STAFF, now=timezone.now()), proved=True)


def page(client, person):
    return client.get(reverse("desk_details", args=[person.public_id]))


def test_rules_stand_before_the_number_and_nothing_shows_without_a_grant(desk, staff, participant):
    PhoneContactFactory(person=participant, number=NUMBER, calls="yes", code_word=WORD)
    hidden = page(desk, participant)
    assert hidden.status_code == 404
    assert NUMBER not in hidden.content.decode()
    now = timezone.now()
    ask_to_see(
        person=participant, reason=Why.CONTACT, words="She asked us to call.", by=staff, now=now
    )
    before = AccessRecord.objects.count()
    text = page(desk, participant).content.decode()
    assert 0 < text.index(WORD) < text.index(NUMBER)
    assert AccessRecord.objects.count() == before + 1


def test_number_is_not_shown_where_calls_were_not_agreed_to(desk, staff, participant):
    PhoneContactFactory(person=participant, number=NUMBER, calls="no", code_word=WORD)
    now = timezone.now()
    ask_to_see(
        person=participant, reason=Why.CONTACT, words="She asked us to call.", by=staff, now=now
    )
    text = page(desk, participant).content.decode()
    assert participant.username in text
    assert NUMBER not in text
    assert WORD not in text
