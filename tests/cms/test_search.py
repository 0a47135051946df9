"""One box: what everybody may see, by what it is. Nothing else, and nothing kept."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cms.models import StandardPage, StoryConsent
from community.organisations.models import AvoidedOrganisation
from community.support.models import Phone
from tests.dump import whole_database
from tests.factories.opportunities import SessionFactory
from tests.factories.stories import draft, published
from tests.factories.support import ServiceFactory, ServicePlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def garden(home):
    """A page, an activity and a service with one word."""
    root = Site.objects.get().root_page
    page = root.add_child(instance=StandardPage(title="Larkspur page", lead="About larkspur"))
    session = SessionFactory(opportunity__title="Larkspur morning")
    service = ServiceFactory(name="Larkspur talk")
    Phone.objects.create(service=service, number="0808 157 0100")
    return page, session.opportunity, service


def look(client, words="larkspur", status=200):
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == status
    return answer


def titles(answer) -> set[str]:
    """Which of the three were found."""
    page = answer.content.decode()
    return {one for one in ("Larkspur page", "Larkspur morning", "Larkspur talk") if one in page}


def test_it_finds_pages_activities_and_services(garden, stranger):
    answer = look(stranger)
    assert titles(answer) == {"Larkspur page", "Larkspur morning", "Larkspur talk"}
    page = answer.content.decode()
    assert page.index("Things to do") < page.index("Larkspur morning") < page.index("Larkspur talk")
    assert f"{reverse('opportunities:find')}?q=larkspur" in page
    assert f"{reverse('support:help')}?q=larkspur" in page


def test_every_word_has_to_be_there(garden, stranger):
    assert titles(look(stranger, "larkspur talk")) == {"Larkspur talk"}
    assert titles(look(stranger, "larkspur zebra")) == set()
    assert "Nothing here has all of these words" in look(stranger, "zebra").content.decode()


def test_nothing_that_is_not_public_is_found(garden, stranger):
    page, activity, service = garden
    page.live = False
    page.save()
    type(activity).objects.filter(pk=activity.pk).update(live=False)
    type(service).objects.filter(pk=service.pk).update(is_live=False)
    assert titles(look(stranger)) == set()


def test_a_page_with_a_lock_is_not_found(garden, stranger):
    PageViewRestriction.objects.create(page=garden[0], restriction_type="login")
    assert titles(look(stranger)) == {"Larkspur morning", "Larkspur talk"}


def test_what_a_person_keeps_away_from_is_not_found_by_them(garden, as_person, participant, now):
    organisation = garden[1].organisation
    AvoidedOrganisation.objects.create(
        person=participant, organisation=organisation, created_at=now
    )
    assert titles(look(as_person(participant))) == {"Larkspur page", "Larkspur talk"}


def test_a_secret_service_is_found_and_its_place_is_not(garden, stranger):
    secret = ServiceFactory(name="Larkspur night", is_confidential=True, under=["stay"])
    told = ServicePlaceFactory(place__street="7 Canary Row", place__provider=secret.provider)
    page = look(stranger).content.decode()
    assert "Larkspur night" in page
    assert told.place.street not in page
    assert "Larkspur" not in look(stranger, "Canary").content.decode()


def test_a_story_is_found_as_long_as_its_teller_wants_it(home, stranger, as_person, participant):
    page = published(draft(title="Larkspur knives"))
    hidden = published(draft(title="Larkspur spoons"), audience="accounts")
    assert "Larkspur knives" in look(stranger).content.decode()
    assert "Larkspur spoons" not in look(stranger).content.decode()
    assert "Larkspur spoons" in look(as_person(participant)).content.decode()
    StoryConsent.objects.filter(page=page).update(expires_at=timezone.now())
    assert "Larkspur knives" not in look(stranger).content.decode()
    assert hidden.live


def test_nothing_of_it_is_kept(garden, stranger, caplog):
    answer = look(stranger, "pimpernel")
    assert not answer.cookies
    assert "pimpernel" not in whole_database()
    assert "pimpernel" not in caplog.text


@pytest.mark.parametrize("words", ['"', "(", "' or 1=1 --", "a:b*", "%", "\\", "&|!", "   ", "🌱"])
def test_signs_of_other_languages_are_words(home, stranger, words):
    look(stranger, words)


def test_a_sign_that_no_keyboard_has_is_refused(home, stranger):
    look(stranger, "lark\x00spur", status=400)


def test_what_cannot_be_read_is_said_and_stays(home, stranger):
    words = "w" * 10_000
    answer = look(stranger, words, status=400)
    assert "Error:" in answer.content.decode()
    assert answer.context["form"]["q"].value() == words


def test_words_are_shown_as_words(home, stranger):
    page = look(stranger, "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


def test_it_speaks_spanish(garden, stranger):
    stranger.cookies["django_language"] = "es"
    page = stranger.get("/search/?q=larkspur", headers={"accept-language": "es"}).content.decode()
    assert "Buscar" in page


def test_what_it_asks_does_not_grow(garden, stranger, django_assert_max_num_queries):
    for number in range(8):
        ServiceFactory(name=f"Larkspur {number}")
        SessionFactory(opportunity__title=f"Larkspur {number}")
    look(stranger)
    with django_assert_max_num_queries(24):
        look(stranger)


def test_without_words_there_is_the_box(home, stranger):
    page = stranger.get("/search/").content.decode()
    assert 'type="search"' in page
    assert "Nothing here" not in page
    assert "Nothing here" not in stranger.get("/search/?q=").content.decode()
