"""A service in the words of another language says so before anybody opens it."""

import pytest
from django.urls import reverse

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
