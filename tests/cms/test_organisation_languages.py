"""What an organisation says of itself, in the languages of its readers."""

import pytest
from django.test import Client
from django.urls import reverse

from community.organisations.models import Organisation
from community.people.actions import give_role
from tests.factories.opportunities import SessionFactory

pytestmark = pytest.mark.django_db
ENGLISH, SPANISH = "A garden for all.", "Un huerto para todo el mundo."


@pytest.fixture
def desk(home, staff, as_person, now):
    return as_person(give_role(person=staff, role="staff", now=now))


@pytest.fixture
def organisation():
    date = SessionFactory(
        opportunity__organisation__about=ENGLISH, opportunity__written_in="es",
        opportunity__organisation__written_in="en",
    )  # fmt: skip
    return date.opportunity.organisation


def save(client, organisation, **fields):
    address = reverse("wagtailsnippets_organisations_organisation:edit", args=[organisation.pk])
    same = {"name": organisation.name, "about": ENGLISH, "written_in": "en"}
    return client.post(address, same | fields)


def page(organisation, language: str) -> str:
    path = reverse("opportunities:detail", args=[organisation.opportunities.get().public_id])
    return Client(headers={"accept-language": language}).get(path).content.decode()


def test_reader_reads_it_in_their_language_or_is_told_that_it_is_not(desk, organisation):
    assert f'<p lang="en">{ENGLISH}' in page(organisation, "es")
    assert "Solo en inglés" in page(organisation, "es")
    assert save(desk, organisation, about__es=SPANISH).status_code == 302
    in_spanish = page(organisation, "es")  # at once, also where a page was kept for strangers
    assert SPANISH in in_spanish
    assert ENGLISH not in in_spanish
    assert "Solo en inglés" not in in_spanish
    assert ENGLISH in page(organisation, "en")


def test_after_a_change_of_the_original_it_is_shown_to_nobody(desk, organisation):
    save(desk, organisation, about__es=SPANISH)
    answer = save(desk, organisation, about="A garden.", about__es=SPANISH)
    assert answer.status_code == 302
    assert SPANISH not in page(organisation, "es")
    assert Organisation.objects.get().in_other_languages["es"]["about"] == SPANISH
    save(desk, organisation, about="A garden.", about__es=SPANISH, still_holds__es="on")
    assert SPANISH in page(organisation, "es")


def test_who_says_nothing_of_itself_is_asked_for_nothing_and_marked_as_nothing(desk, organisation):
    save(desk, organisation, about="")
    address = reverse("wagtailsnippets_organisations_organisation:edit", args=[organisation.pk])
    assert "about__es" not in desk.get(address).content.decode()
    assert "Solo en inglés" not in page(organisation, "es")


def test_it_is_as_long_as_the_original_may_be(desk, organisation):
    assert save(desk, organisation, about__es="x" * 1001).status_code == 200
    assert Organisation.objects.get().in_other_languages == {}


def test_who_does_not_say_its_language_leaves_it_as_it_is(desk, organisation):
    Organisation.objects.update(written_in="es")
    address = reverse("wagtailsnippets_organisations_organisation:edit", args=[organisation.pk])
    assert desk.post(address, {"name": "New name", "about": ENGLISH}).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.written_in) == ("New name", "es")


def test_words_change_nothing_of_its_standing(desk, organisation):
    Organisation.objects.update(standing="suspended")
    save(desk, organisation, about__es=SPANISH)
    assert Organisation.objects.get().standing == "suspended"


@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_nobody_else_writes_it(request, who, home, as_person, organisation, now):
    person = request.getfixturevalue(who)
    client = as_person(give_role(person=person, role=person.role, now=now))
    assert save(client, organisation, about__es=SPANISH).status_code in {302, 403, 404}
    organisation.refresh_from_db()
    assert organisation.in_other_languages == {}
