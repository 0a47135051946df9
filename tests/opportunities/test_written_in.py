"""Whoever reads another language than an activity is written in is told so, and nobody else is."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from community.people.models import another_language
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.opportunities.writing import step_address

pytestmark = pytest.mark.django_db
TAG = {"es": "Solo en inglés", "en": "Only in Spanish"}


def text_of(path, language):
    return Client(headers={"accept-language": language}).get(path).content.decode()


def paths(opportunity):
    return ["/opportunities/", reverse("opportunities:detail", args=[opportunity.public_id]), "/"]


@pytest.mark.parametrize(("written_in", "reader"), [("en", "es"), ("es", "en")])
def test_reader_of_another_language_is_told_on_card_and_page(home, written_in, reader):
    opportunity = OpportunityFactory(
        title="Huerto", summary="Regar.", written_in=written_in, organisation__about=""
    )
    SessionFactory(opportunity=opportunity)
    for path in paths(opportunity):
        assert TAG[reader] in text_of(path, reader), path
        own = text_of(path, written_in)
        assert not any(words in own for words in TAG.values()), path


def test_words_of_another_language_say_so_to_who_listens(home):
    opportunity = OpportunityFactory(
        title="Garden", summary="Water it.", description="All of it.", written_in="en"
    )
    SessionFactory(opportunity=opportunity)
    listed, detail, first = (text_of(path, "es") for path in paths(opportunity))
    for page in (listed, first):
        assert ' lang="en">Garden</a>' in page
    assert '<h1 lang="en">Garden</h1>' in detail
    assert '<p class="lead" lang="en">Water it.</p>' in detail
    assert '<div class="prose stack" lang="en"><p>All of it.</p>' in detail
    assert "<h1>Garden</h1>" in text_of(paths(opportunity)[1], "en")


def test_page_that_was_kept_follows_at_once(home):
    opportunity = SessionFactory(
        opportunity__written_in="en", opportunity__organisation__about=""
    ).opportunity
    detail = paths(opportunity)[1]
    assert TAG["es"] in text_of(detail, "es")
    opportunity.written_in = "es"
    opportunity.save()
    assert TAG["es"] not in text_of(detail, "es")


def test_language_that_is_not_known_is_not_named():
    with translation.override("es"):
        assert another_language("xx") is None
        assert another_language("") is None
        assert another_language("es") is None
        assert another_language("en").name == "inglés"


def test_cost_and_rhythm_of_a_new_posting_are_said_in_the_readers_language(home):
    opportunity = SessionFactory(opportunity__cost="Free").opportunity
    assert "<dd>Gratis</dd>" in text_of(paths(opportunity)[1], "es")


def test_new_posting_is_in_the_language_that_its_writer_reads(as_person, partner):
    partner.language = "es"
    partner.save()
    typed = {"kind": "class", "title": "Sopa"}
    as_person(partner).post(reverse("opportunities:workplace_new"), typed)
    assert Opportunity.objects.get().written_in == "es"


def test_writer_says_in_which_language_it_is(as_person, partner):
    organisation = partner.memberships.get().organisation
    opportunity = OpportunityFactory(organisation=organisation, live=False)
    typed = {"kind": "class", "title": "Sopa", "summary": "Cocinamos.", "written_in": "es"}
    address = step_address(opportunity, "about")
    client = as_person(partner)
    assert 'name="written_in"' in client.get(address).content.decode()
    client.post(address, typed)
    draft = Opportunity.objects.get().get_latest_revision_as_object()
    assert draft.written_in == "es"
    client.post(address, typed | {"written_in": "klingon", "title": "Pan"})
    del typed["written_in"]
    client.post(address, typed)
    draft = Opportunity.objects.get().get_latest_revision_as_object()
    assert draft.written_in == "es"


def test_where_there_is_one_language_nobody_is_asked(as_person, partner, settings):
    organisation = partner.memberships.get().organisation
    opportunity = OpportunityFactory(organisation=organisation, live=False)
    settings.LANGUAGES = [("en", "English")]
    page = as_person(partner).get(step_address(opportunity, "about")).content.decode()
    assert 'name="motif"' in page
    assert "written_in" not in page
