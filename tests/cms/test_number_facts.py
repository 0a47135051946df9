"""All that safety.md wants to be known of a number to ring, and only what is said."""

import pytest
from django.core.cache import cache

from cms.models import SiteSettings

pytestmark = pytest.mark.django_db
FACTS = {
    "who_for": "Anybody who wants to talk",
    "text": "Send HOME to 741741",
    "chat": "https://line.example/chat",
    "relay": "Relay on 711",
    "hours": "Day and night",
    "languages": "English, Spanish",
    "cost": "Free",
    "confidential": "Everything but danger to life",
    "police": "Only if you ask them to",
    "bill": "Texts do not show",
}
FOR_COLLEAGUES = {"verified_by": "canary-amina", "source": "https://line.example/canary"}


def line(**more):
    value = {
        "name": "Line",
        "number": "555 0100",
        "country": "United States",
        "note": "",
        "verified_on": "2026-05-04",
    } | more
    settings = SiteSettings.objects.get()
    settings.crisis_lines = [{"type": "line", "value": value}]
    settings.save()
    cache.clear()


def test_page_of_numbers_says_all_that_is_known_and_the_foot_of_a_page_stays_short(home, stranger):
    line(**FACTS, **FOR_COLLEAGUES)
    page = stranger.get("/numbers/").content.decode()
    assert [words for words in FACTS.values() if words not in page] == []
    assert "canary" not in page
    foot = stranger.get("/safety/").content.decode()
    assert "555 0100" in foot
    assert FACTS["who_for"] not in foot


def test_what_is_not_known_is_not_said(home, stranger):
    line()
    page = stranger.get("/numbers/").content.decode()
    assert "555 0100" in page
    assert "When they tell the police" not in page
    assert "None" not in page.split("<main")[1].split("</main>")[0]


def test_line_that_is_off_stays_with_staff_and_is_shown_nowhere(home, stranger):
    line(is_off=True)
    assert "555 0100" not in stranger.get("/numbers/").content.decode()
    assert SiteSettings.objects.get().crisis_lines[0].value["number"] == "555 0100"
