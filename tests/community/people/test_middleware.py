"""A person's own language and time zone."""

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from community.people.middleware import PersonalSettingsMiddleware
from community.people.models import User, validate_time_zone
from tests.factories.people import UserFactory


@pytest.fixture
def seen(rf):
    """A function from a person to the language and zone that a view sees for them."""

    def look(person):
        found = {}

        def view(request):
            found.update(
                zone=timezone.get_current_timezone_name(), language=translation.get_language()
            )
            return HttpResponse()

        request = rf.get("/")
        request.user = person
        found["header"] = PersonalSettingsMiddleware(view)(request).headers.get("Content-Language")
        return found

    return look


def test_each_person_gets_their_own_and_leaves_nothing_behind(seen, db):
    person = UserFactory(language="es", time_zone="Pacific/Honolulu")
    with translation.override("en"):
        assert seen(person) == {"zone": "Pacific/Honolulu", "language": "es", "header": "es"}
        assert timezone.get_current_timezone_name() == "America/New_York"
        assert translation.get_language() == "en"


@pytest.mark.parametrize("zone", ["", "Nowhere/Atall", "../../etc/passwd", "America", "a" * 60])
def test_zone_that_is_none_falls_back_to_the_sites(seen, db, zone):
    assert seen(UserFactory(time_zone=zone))["zone"] == "America/New_York"


@pytest.mark.parametrize("language", ["", "xx", "../en", "klingon"])
def test_language_that_is_none_falls_back_to_the_sites(seen, db, language):
    assert seen(UserFactory(language=language))["language"] == "en"


def test_account_page_opens_with_a_row_that_holds_nonsense(as_person, participant):
    """No row may break every page of its owner; here they can put it right."""
    User.objects.filter(pk=participant.pk).update(time_zone="Nowhere/Atall", language="xx")
    assert as_person(participant).get(reverse("people:settings")).status_code == 200


def test_page_is_in_the_persons_language(as_person, participant):
    participant.language = "es"
    participant.save()
    page = as_person(participant).get(reverse("people:settings"))
    assert '<html lang="es"' in page.content.decode()
    assert page["Content-Language"] == "es"


def test_validate_time_zone_knows_zones_and_refuses_the_rest():
    validate_time_zone("Europe/London")
    with pytest.raises(Exception, match="from the list"):
        validate_time_zone("Europe/Nowhere")


def test_person_is_called_by_alias_or_user_name_and_nothing_else():
    assert str(User(username="sam", alias="Hat")) == "Hat"
    assert User(username="sam").get_full_name() == User(username="sam").get_short_name() == "sam"
