"""A service in the words of another language says so before anybody opens it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from cms.blocks.directory import DirectoryBlock
from community.support.forms.filters import HelpFilterForm
from community.support.matching import with_words
from community.support.models import Phone, Service
from tests.factories.support import ServiceFactory

pytestmark = pytest.mark.django_db

TAG = {"es": "Solo en inglés", "en": "Only in Spanish"}


def pages_of(client, service, language: str) -> list[str]:
    """The list, the page and the search for a service, as who reads that language gets them."""
    client.cookies["language"] = language
    addresses = [
        reverse("support:help"),
        reverse("support:service", args=[service.public_id]),
        f"{reverse('search')}?q=canary",
    ]
    return [client.get(address).content.decode() for address in addresses]


@pytest.mark.parametrize(("reads", "written"), [("es", "en"), ("en", "es")])
def test_who_reads_another_language_is_told(home, stranger, reads, written):
    service = ServiceFactory(written_in=written, name="Canary words")
    for page in pages_of(stranger, service, reads):
        assert TAG[reads] in page
        assert f'lang="{written}">Canary words' in page


@pytest.mark.parametrize("language", ["es", "en"])
def test_who_reads_that_language_is_told_nothing(home, stranger, language):
    service = ServiceFactory(written_in=language, name="Canary words")
    for page in pages_of(stranger, service, language):
        assert TAG[language] not in page
        assert f'lang="{language}">Canary' not in page


@pytest.fixture
def told(db):
    """A service in English that somebody has written in Spanish, all of it."""
    english = {name: f"Canary {name}" for name in Service.TOLD}
    service = ServiceFactory(**english, card_name="Desk")
    Phone.objects.create(service=service, number="01632 960 177", note="Ask for Jo")
    service.write_in("es", {name: f"Canario {name}" for name in Service.TOLD})
    service.save()
    return service


@pytest.fixture
def in_a_block(told, rf):
    def words():
        request = rf.get("/")
        request.user = AnonymousUser()
        block = DirectoryBlock()
        return block.render(block.to_python({"heading": "x", "kind": "talk"}), {"request": request})

    return words


def test_each_reader_reads_it_in_their_language(home, stranger, told):
    for page in pages_of(stranger, told, "es"):
        assert "Canario name" in page
        assert "Canario summary" in page
        assert TAG["es"] not in page
        assert "Canary " not in page
    for page in pages_of(stranger, told, "en"):
        assert "Canario" not in page
        assert "Canary summary" in page


def test_its_page_is_told_whole(home, stranger, told):
    _list, page, _search = pages_of(stranger, told, "es")
    for name in Service.TOLD:
        assert f"Canario {name}" in page
    assert '<span lang="en">Ask for Jo</span>' in page  # what belongs to it is written once


def test_what_is_on_paper_too(home, stranger, told):
    stranger.cookies["language"] = "es"
    paper = stranger.get(reverse("support:paper")).content.decode()
    assert "Canario name" in paper
    assert "Canary name" not in paper
    assert (
        "Canario name"
        in stranger.get(reverse("support:wrong", args=[told.public_id])).content.decode()
    )
    assert "Desk" in stranger.get(reverse("support:card")).content.decode()


def test_a_block_of_a_page_too(in_a_block):
    with override("es"):
        words = in_a_block()
    assert "Canario name" in words
    assert "Canary" not in words
    assert "Canary name" in in_a_block()


def test_an_original_that_has_changed_is_read_and_marked(home, stranger, told):
    told.police = "Never."
    told.save()
    for page in pages_of(stranger, told, "es"):
        assert 'lang="en">Canary name' in page
        assert TAG["es"] in page
        assert "Canario" not in page


def test_no_language_costs_a_question_more(home, stranger, told):
    def asked(language: str) -> int:
        stranger.cookies["language"] = language
        with CaptureQueriesContext(connection) as seen:
            stranger.get(reverse("support:help"))
        return len(seen)

    asked("en")
    assert asked("es") == asked("en")


@pytest.mark.parametrize("words", ["canario summary", "canary", "SUMMARY canario"])
@pytest.mark.parametrize("reads", ["es", "en"])
def test_it_is_found_by_its_words_in_either_language(home, stranger, told, words, reads):
    stranger.cookies["language"] = reads
    found = stranger.get(reverse("support:help"), {"q": words}).context["found"]
    assert [one.service for one in found] == [told]


def test_words_with_accents_are_found(told):
    told.write_in("es", {name: f"Médico {name}" for name in Service.TOLD})
    told.save()
    assert with_words(Service.objects.all(), "Médico").get() == told


@pytest.mark.parametrize("words", ["canario police", "of", "blake"])
def test_it_is_not_found_by_what_is_no_word_of_it(told, words):
    assert not with_words(Service.objects.all(), words).exists()


def test_kinds_to_choose_from_are_said_in_the_readers_language():
    ServiceFactory()
    with override("es"):
        said = [str(label) for _value, label in HelpFilterForm({}).fields["kind"].choices]
    assert "Hablar primero con alguien" in said
    assert "Talk to someone first" not in said
