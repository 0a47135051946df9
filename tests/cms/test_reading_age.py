"""Core pages are read at ease by who is twelve, in both languages (safety.md #66)."""

import re
from html.parser import HTMLParser

import pytest

from cms.advice import reading_of
from cms.advice.reading import FEW_WORDS

pytestmark = pytest.mark.django_db
PAGES = ["/", "/about/", "/safety/", "/numbers/", "/help/", "/walk/", "/talk/", "/accounts/signup/"]
BREAKS = {"p", "li", "h1", "h2", "h3", "dt", "dd", "div", "label", "option", "button", "summary"}


class Words(HTMLParser):
    """The text of a page, with an end where a reader sees one."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in BREAKS:
            self.said.append("\n")

    def handle_data(self, data):
        self.said.append(re.sub(r"\s+", " ", data))


def paragraphs(client, path: str, language: str) -> list[str]:
    answer = client.get(path, headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    words = Words()
    words.feed(page.split("<main", 1)[1].split(">", 1)[1].split("</main>")[0])
    return "".join(words.said).split("\n")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_core_page_is_read_at_ease(home, stranger, path, language):
    reading = reading_of(paragraphs(stranger, path, language), language)
    assert reading.words >= FEW_WORDS or reading.age is None
    assert not reading.is_hard, (reading.age, paragraphs(stranger, path, language))


def test_most_core_pages_are_long_enough_to_say(home, stranger):
    known = [reading_of(paragraphs(stranger, path, "en"), "en").age for path in PAGES]
    assert len([age for age in known if age is not None]) >= 5
