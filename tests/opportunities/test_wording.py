import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from opportunities.models import Opportunity
from opportunities.models.wording import validate_neutral_title


@pytest.mark.parametrize(
    "title", ["Survivors’ choir", "Art therapy", "In RECOVERY together", "Sex-work support"]
)
def test_title_that_says_who_it_is_for_is_refused(title):
    with pytest.raises(ValidationError, match="Choose a title without"):
        validate_neutral_title(title)


@pytest.mark.parametrize("title", ["Tuesday garden morning", "Abacus club", "Grape harvest"])
def test_title_that_says_what_people_do_is_fine(title):
    validate_neutral_title(title)


@pytest.mark.django_db
def test_partner_is_asked_for_another_title_and_loses_nothing(as_person, partner):
    typed = {"title": "Victims’ choir", "kind": "group"}
    answer = as_person(partner).post(reverse("opportunities:workplace_new"), typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose a title without “Victim…”" in page
    assert 'value="Victims’ choir"' in page
    assert not Opportunity.objects.exists()
